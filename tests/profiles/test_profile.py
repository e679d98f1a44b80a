from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.profiles.profile import (
    MAX_ABOUT,
    MAX_NAME,
    MAX_PRONOUNS,
    Profile,
    clean_name,
    new_profile,
)
from guard.profiles.wording import ProfileRefused, likeness

TODAY = date(2026, 11, 22)
PALETTE = ("juniper", "plum")


def make(name: str = "Calm Heron", *, pronouns: str = "", about: str = "", colour: str = "plum") -> Profile:
    return new_profile(name, colour=colour, palette=PALETTE, today=TODAY, pronouns=pronouns, about=about)


def test_a_profile_is_what_was_asked_for_with_a_random_id() -> None:
    made = make("Calm Heron", pronouns="she/they", about="evenings only\nno names")
    assert (made.name, made.pronouns, made.about) == ("Calm Heron", "she/they", "evenings only\nno names")
    assert (made.colour, made.created) == ("plum", TODAY)
    assert len({make().id for _ in range(200)}) == 200


def test_no_id_looks_like_an_option_of_a_command() -> None:
    assert not any(make().id.startswith("-") for _ in range(500))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Calm   Heron ", "Calm Heron"),
        ("a\u00a0b", "a b"),
        ("Zoe\u0308", "Zoë"),
        ("نرگس\u200cمن", "نرگس\u200cمن"),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("李小龙", "李小龙"),
        ("x" * MAX_NAME, "x" * MAX_NAME),
    ],
)
def test_names_of_every_script_are_kept_tidily(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "\u200d\u200c",
        "\u0301",
        "x" * (MAX_NAME + 1),
        "two\nlines",
        "car\rriage",
        "tab\there",
        "nul\x00",
        "esc\x1b[31m",
        "del\x7f",
        "line\u2028separator",
        "\u202egnip",
        "a\u2066b\u2069",
        "left\u200emark",
        "zero\u200bwidth",
        "\ufeffbom",
        "\ud800",
    ],
)
def test_names_that_hide_break_or_turn_the_line_are_refused(name: str) -> None:
    with pytest.raises(ProfileRefused) as refused:
        clean_name(name)
    assert refused.value.field == "name"


def test_a_refusal_says_what_to_do_and_never_repeats_what_was_typed() -> None:
    with pytest.raises(ProfileRefused) as refused:
        make("Secret" * 20)
    assert refused.value.sentence == "The name is too long: 120 characters, and there is room for 64."
    with pytest.raises(ProfileRefused) as refused:
        make("Sec\nret")
    assert "Sec" not in refused.value.sentence


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("pronouns", "x" * (MAX_PRONOUNS + 1)),
        ("pronouns", "they\nthem"),
        ("about", "x" * (MAX_ABOUT + 1)),
        ("about", "bell\x07"),
        ("about", "\u202eturned"),
    ],
)
def test_other_fields_have_their_limits_too(field: str, text: str) -> None:
    with pytest.raises(ProfileRefused) as refused:
        make(**{field: text})
    assert refused.value.field == field


def test_a_colour_outside_the_palette_is_refused() -> None:
    with pytest.raises(ProfileRefused, match="juniper, plum") as refused:
        make(colour="#ff0000")
    assert refused.value.field == "colour"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Robin", "robin"),
        ("STRASSE", "straße"),
        ("ﬁnch", "FINCH"),
        ("\uff32obin", "Robin"),
        ("Calm  Heron", "calm heron"),
        ("a\u200db", "ab"),
        ("Zoë", "zoe\u0308"),
    ],
)
def test_names_that_people_mix_up_are_alike(one: str, other: str) -> None:
    assert likeness(one) == likeness(other)


@pytest.mark.parametrize(("one", "other"), [("Robin", "Robyn"), ("Zoë", "Zoe"), ("Calm Heron", "CalmHeron")])
def test_names_that_people_tell_apart_are_not(one: str, other: str) -> None:
    assert likeness(one) != likeness(other)


@given(st.text(max_size=80))
def test_a_name_is_refused_or_kept_the_same_ever_after(text: str) -> None:
    try:
        name = clean_name(text)
    except ProfileRefused:
        return
    assert clean_name(name) == name
    assert 0 < len(name) <= MAX_NAME
    assert len(name.splitlines()) == 1
    assert likeness(name) == likeness(text)
