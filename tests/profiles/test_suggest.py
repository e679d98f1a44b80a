import random

import pytest

from guard.profiles.palette import Colour, read_palette
from guard.profiles.profile import clean_name, likeness
from guard.profiles.suggest import Suggester, Words, read_words

FEW = Words(first=["Calm", "Early"], second=["Heron", "Wren"], names=["Robin", "Sage", "Lee"])


def suggester(words: Words = FEW, *, avoid: tuple[str, ...] = ()) -> Suggester:
    return Suggester(words, avoid=avoid, rng=random.Random(7))  # noqa: S311 - the test wants to know what comes


def test_suggestions_differ_and_are_names_that_a_profile_takes() -> None:
    words = read_words()
    made = [*suggester(words).pairs(30), *suggester(words).names(30)]
    assert len({likeness(name) for name in made}) == 60
    assert all(clean_name(name) == name for name in made)


def test_the_same_chance_gives_the_same_suggestions_and_the_real_one_does_not() -> None:
    words = read_words()
    assert suggester(words).pairs(10) == suggester(words).pairs(10)
    assert Suggester(words).pairs(20) != Suggester(words).pairs(20)


def test_nothing_that_is_taken_is_suggested() -> None:
    assert sorted(suggester().pairs(9, taken=["calm heron", "EARLY WREN"])) == ["Calm Wren", "Early Heron"]
    assert suggester().names(9, taken=["robin", "sage", "lee"]) == []


@pytest.mark.parametrize(
    ("own", "left"),
    [
        (("robin",), {"Sage", "Lee"}),
        (("Robin-PC", "home"), {"Sage", "Lee"}),
        (("robin.sage",), {"Lee"}),
        (("al",), {"Robin", "Sage", "Lee"}),
    ],
)
def test_the_users_own_names_are_never_suggested(own: tuple[str, ...], left: set[str]) -> None:
    assert set(suggester(avoid=own).names(9)) == left


def test_the_words_are_many_plain_and_different() -> None:
    words = read_words()
    for each in (words.first, words.second, words.names):
        assert len(each) >= 60
        assert len({likeness(word) for word in each}) == len(each)
        assert all(word.isalpha() and word.istitle() for word in each)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colour", read_palette().values(), ids=lambda colour: colour.id)
def test_every_colour_is_readable_on_light_and_dark(colour: Colour) -> None:
    assert contrast(colour.light, "#f4f4f2") >= 4.5
    assert contrast(colour.dark, "#303030") >= 4.5
    assert colour.name == colour.id.title()
