from pathlib import Path

import pytest

from guard.errors import DataFileError
from guard.session import aftercare
from guard.session.model import EndReason

SOFT = '[[aftercare]]\nend = "soft"\ntitle = "t"\nintro = "i"\nsuggestions = ["a"]\n'
HARD = SOFT.replace("soft", "hard")
OWN = HARD + 'after = ["unanswered"]\n'
SPECIAL = [EndReason.UNANSWERED, EndReason.INTERRUPTED]


def test_the_words_are_few_warm_and_calm() -> None:
    endings = aftercare.load()
    for words in (endings.soft, endings.hard, *endings.special):
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
    words = endings.after(reason)
    assert words.end == ("hard" if reason.hard else "soft")
    if reason not in SPECIAL:
        assert words is (endings.hard if reason.hard else endings.soft)


@pytest.mark.parametrize("reason", SPECIAL)
def test_an_end_that_nobody_chose_is_not_called_a_decision(reason: EndReason) -> None:
    endings = aftercare.load()
    words = endings.after(reason)
    assert "Stopping" not in words.intro
    assert "nothing to explain" in words.intro
    assert words.suggestions == endings.hard.suggestions


@pytest.mark.parametrize("reason", [EndReason.STOPPED, EndReason.DISCOMFORT, EndReason.QUIT])
def test_a_stop_is_always_called_right(reason: EndReason) -> None:
    assert "Stopping is always right" in aftercare.load().after(reason).intro


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
        (SOFT + HARD + OWN + OWN, "field “aftercare 4, after”"),
        (SOFT + HARD + OWN.replace("unanswered", "finished"), "not all of them are hard ends"),
        (SOFT + HARD + OWN.replace("unanswered", "bored"), "field “aftercare 3, after"),
        (SOFT + HARD.replace('suggestions = ["a"]', ""), "nothing to suggest"),
        (SOFT + OWN, "hard end are missing"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "words.toml"
    file.write_text(text)
    with pytest.raises(DataFileError) as error:
        aftercare.load([file])
    assert says in error.value.sentence
