import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.profiles.common import read_common
from guard.profiles.exposure import Exposure
from guard.profiles.palette import Colour, read_palette
from guard.profiles.profile import clean_name
from guard.profiles.self_words import SelfWord
from guard.profiles.suggest import Style, Suggester, Words, read_words
from guard.profiles.wording import likeness

FEW = Words(
    lists={"first": ["Calm", "Early"], "second": ["Heron", "Wren"], "names": ["Robin", "Sage", "Lee"]},
    style=[
        Style(id="pairs", name="Two words", example="", parts=["first", "second"]),
        Style(id="names", name="A name", example="", parts=["names"]),
        Style(id="handle", name="Handle", example="", parts=["first", "second"], join="", lower=True),
    ],
)
STYLES = [style.id for style in read_words().style]


def suggester(words: Words = FEW, *, avoid: tuple[str, ...] = ()) -> Suggester:
    return Suggester(
        words,
        avoid=avoid,
        common=read_common(),
        rng=random.Random(7),  # noqa: S311 - the test wants to know what comes
    )


@pytest.mark.parametrize("style", STYLES)
def test_suggestions_differ_and_are_names_that_a_profile_takes(style: str) -> None:
    made = suggester(read_words()).suggest(style, 30)
    assert len({likeness(name) for name in made}) == 30
    assert all(clean_name(name) == name for name in made)


@pytest.mark.parametrize("style", STYLES)
def test_every_style_has_thousands_of_names(style: str) -> None:
    words = read_words()
    parts = next(each.parts for each in words.style if each.id == style)
    made = {likeness("".join(chosen)) for chosen in itertools.product(*(words.lists[part] for part in parts))}
    assert len(made) >= 2000


def test_styles_come_with_names_and_an_example_of_their_own_kind() -> None:
    styles = suggester(read_words()).styles
    assert len(styles) >= 5
    assert len({style.id for style in styles}) == len(styles)
    for style in styles:
        assert style.name
        assert style.example
        assert (" " in style.example) == (style.join == " ")
        assert (style.example == style.example.lower()) == style.lower


def test_handles_have_no_spaces_or_capitals() -> None:
    made = suggester().suggest("handle", 9)
    assert sorted(made) == ["calmheron", "calmwren", "earlyheron", "earlywren"]


def test_a_style_that_is_not_there_is_no_style() -> None:
    with pytest.raises(KeyError):
        suggester().suggest("poems", 1)


def test_the_same_chance_gives_the_same_suggestions_and_the_real_one_does_not() -> None:
    words = read_words()
    assert suggester(words).pairs(10) == suggester(words).pairs(10)
    assert Suggester(words).pairs(20) != Suggester(words).pairs(20)


def test_nothing_that_is_taken_is_suggested() -> None:
    assert sorted(suggester().pairs(9, taken=["calm heron", "EARLY WREN"])) == ["Calm Wren", "Early Heron"]
    assert suggester().names(9, taken=["robin", "sage", "lee"]) == []


def test_nothing_inside_or_around_what_another_profile_uses_is_suggested() -> None:
    assert sorted(suggester().pairs(9, taken=["xx_calmheron_77"])) == [
        "Calm Wren",
        "Early Heron",
        "Early Wren",
    ]
    assert sorted(suggester().suggest("handle", 9, taken=["Wren"])) == ["calmheron", "earlyheron"]
    assert suggester().names(9, taken=["al"]) != []


def test_what_shares_no_word_with_another_profile_comes_first() -> None:
    assert suggester().pairs(1, taken=["Calm Wren"]) == ["Early Heron"]
    assert len(suggester().pairs(9, taken=["Calm Wren"])) == 3


@pytest.mark.parametrize(
    ("own", "left"),
    [
        (("robin",), {"Sage", "Lee"}),
        (("Robin-PC", "home"), {"Sage", "Lee"}),
        (("robin.sage",), {"Lee"}),
        (("r0b1n",), {"Sage", "Lee"}),
        (("robinhood",), {"Sage", "Lee"}),
        (("Robyn",), {"Sage", "Lee"}),
        (("al",), {"Robin", "Sage", "Lee"}),
        (("root", "debian"), {"Robin", "Sage", "Lee"}),
    ],
)
def test_the_users_own_names_are_never_suggested(own: tuple[str, ...], left: set[str]) -> None:
    assert set(suggester(avoid=own).names(9)) == left


@given(st.lists(st.text(min_size=1, max_size=20), max_size=5), st.sampled_from(STYLES))
@settings(max_examples=20, deadline=None)
def test_whatever_the_users_words_are_nothing_suggested_leads_back(own: list[str], style: str) -> None:
    look = Exposure([SelfWord("login", word) for word in own], read_common())
    for name in suggester(read_words(), avoid=tuple(own)).suggest(style, 3):
        assert look.of_name(name) is None
        assert look.of_handle(name) is None


def test_the_words_are_many_plain_and_different() -> None:
    for each in read_words().lists.values():
        assert len(each) >= 45
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
