from pathlib import Path

import pytest

from guard.errors import DataFileError
from guard.session import aftercare
from guard.session.model import EndReason

SOFT = '[[aftercare]]\nend = "soft"\ntitle = "t"\nintro = "i"\nsuggestions = ["a"]\n'
HARD = SOFT.replace("soft", "hard")


def test_the_words_are_few_warm_and_calm() -> None:
    endings = aftercare.load()
    for words in (endings.soft, endings.hard):
        assert 3 <= len(words.suggestions) <= 5
        for text in (words.title, words.intro, *words.suggestions):
            assert "!" not in text
            assert "?" not in text.replace("Can we talk a bit?", "")
            assert 0 < len(text) <= 110
            assert "why" not in text.lower().split()


def test_a_hard_end_needs_no_reason_and_offers_support() -> None:
    words = aftercare.load().hard
    text = " ".join((words.intro, *words.suggestions))
    assert "nobody a reason" in text
    assert "trust" in text


@pytest.mark.parametrize("reason", EndReason)
def test_the_words_follow_the_end(reason: EndReason) -> None:
    endings = aftercare.load()
    assert endings.after(reason) is (endings.hard if reason.hard else endings.soft)


def test_when_nobody_knows_the_gentlest_words_are_taken() -> None:
    endings = aftercare.load()
    assert endings.after(None) is endings.hard


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SOFT, "hard end are missing"),
        (SOFT + SOFT, "line 7, field “aftercare 2, end”"),
        (SOFT.replace("soft", "sour"), "line 2, field “aftercare 1, end”"),
        (SOFT + HARD + "[[extra]]\n", "extra"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "words.toml"
    file.write_text(text)
    with pytest.raises(DataFileError) as error:
        aftercare.load([file])
    assert says in error.value.sentence
