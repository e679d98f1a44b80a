import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.catalogue import Catalogue, load
from guard.capture.script_words import script_words, words_in


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("import mss", {"mss"}),
        ("import os, mss as m; m.grab()", {"os", "mss", ".grab", ".grab()"}),
        ("import PIL.ImageGrab", {"PIL", "PIL.ImageGrab"}),
        (
            "from PIL import ImageGrab, Image as I\nImageGrab . grab (1)",
            {"PIL", "PIL.ImageGrab", "PIL.Image", ".grab", ".grab(1)"},
        ),
        ("from Xlib import (\n    X,\n    display,\n)", {"Xlib", "Xlib.X", "Xlib.display"}),
        ("try:\n    import mss\nexcept ImportError: pass", {"mss"}),
        ("if x: import mss", {"mss"}),
        ("s.grabWindow(self.winId())", {".grabWindow", ".winId", ".winId()"}),
        ("d.desktop().winId()", {".desktop", ".desktop()", ".desktop().winId", ".winId", ".winId()"}),
        ("root.get_image(0, 0)", {".get_image", ".get_image(0)"}),
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


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load("linux")


def meant(shipped: Catalogue, language: str, text: str) -> set[str]:
    return {tool.when for tool, _ in shipped.with_words(words_in(language, text))}


QT = "from PyQt5.QtWidgets import QApplication\n"
SCREEN_READERS = [
    ("python", QT + "app.primaryScreen().grabWindow(0).save('x')"),
    ("python", QT + "QScreen.grabWindow(QApplication.desktop().winId())"),
    ("python", "import PySide6\ns = app.primaryScreen()\ns.grabWindow()"),
    ("python", "import wx\ns = wx.ScreenDC()\nm.Blit(0, 0, w, h, s, 0, 0)"),
    (
        "python",
        "from gi.repository import Gdk\nw = Gdk.get_default_root_window()\nGdk.pixbuf_get_from_window(w, 0)",
    ),
    ("ruby", "require 'rmagick'; Magick::Image.capture(true) { |o| o.filename = 'root' }"),
    ("perl", "use X11::Protocol; $x = X11::Protocol->new(); $x->GetImage($x->root, 0);"),
    ("perl", "use Imager::Screenshot 'screenshot';\nmy $img = screenshot();"),
    ("java", "import java.awt.*; class A { void a() { new Robot().createScreenCapture(r); } }"),
    ("javascript", "const shot = require('screenshot-desktop'); shot()"),
    ("javascript", "const { desktopCapturer } = require('electron'); desktopCapturer.getSources({})"),
    ("lua", "local root = Gdk.get_default_root_window()\nGdk.pixbuf_get_from_window(root, 0, 0)"),
]
OTHERS = [
    ("python", QT + "self.label.grab().save('own')"),
    ("ruby", "# Magick::Image.capture(true)\nputs 'Magick::Image.capture'"),
    ("ruby", "=begin\nMagick::Image.capture(true)\n=end\nMagick::Image.read('x')"),
    ("perl", "use X11::Protocol;\n=pod\n\n$x->GetImage(1)\n\n=cut\n$x->MapWindow(1);"),
    ("java", "class A { /* r.createScreenCapture(x) */ } // r.createScreenCapture(x)"),
    ("javascript", "// require('screenshot-desktop')\nconsole.log('desktopCapturer.getSources')"),
    ("lua", "--[[ get_default_root_window pixbuf_get_from_window ]] print(1)"),
    ("perl", "Magick::Image.capture"),
    ("cobol", "import mss"),
]


@pytest.mark.parametrize(("language", "text"), SCREEN_READERS)
def test_a_script_that_reads_the_screen(shipped: Catalogue, language: str, text: str) -> None:
    assert "capturing" in meant(shipped, language, text)


@pytest.mark.parametrize(("language", "text"), OTHERS)
def test_a_script_that_does_not(shipped: Catalogue, language: str, text: str) -> None:
    assert not meant(shipped, language, text)


def test_a_picture_of_ones_own_window_is_no_capture(shipped: Catalogue) -> None:
    assert meant(shipped, "python", QT + "s.grabWindow(self.winId())") == {"able"}


@given(st.sampled_from(["python", "ruby", "perl", "java", "javascript", "lua"]), st.text())
def test_any_text_in_any_language_is_taken(language: str, text: str) -> None:
    assert all(words_in(language, text))


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert all(script_words(text))
