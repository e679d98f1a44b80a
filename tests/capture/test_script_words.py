import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.script_words import script_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("import mss", {"mss"}),
        ("import os, mss as m; m.grab()", {"os", "mss", ".grab"}),
        ("import PIL.ImageGrab", {"PIL", "PIL.ImageGrab"}),
        (
            "from PIL import ImageGrab, Image as I\nImageGrab . grab (1)",
            {"PIL", "PIL.ImageGrab", "PIL.Image", ".grab"},
        ),
        ("from Xlib import (\n    X,\n    display,\n)", {"Xlib", "Xlib.X", "Xlib.display"}),
        ("try:\n    import mss\nexcept ImportError: pass", {"mss"}),
        ("if x: import mss", {"mss"}),
        ("root.get_image(0, 0)", {".get_image"}),
    ],
)
def test_names_what_a_script_uses(text: str, words: set[str]) -> None:
    assert script_words(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "# import mss",
        '"""\nimport mss\n"""',
        "'''\nfrom mss import mss\n'''",
        "print('import mss')",
        "important = mss",
        "reimport mss",
    ],
)
def test_text_about_a_library_is_no_use_of_it(text: str) -> None:
    assert not any(word.startswith("mss") for word in script_words(text))


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert all(script_words(text))
