from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.profiles import parts
from guard.profiles.parts import Handle, Limit
from guard.profiles.profile import Profile, checked
from guard.profiles.wording import ProfileRefused
from tests.profiles.people import person

PALETTE = ("plum", "teal")


def kept(**fields: Any) -> Profile:
    return checked(person("Calm Heron", **fields), PALETTE)


def limit(topic: str, level: parts.Level = "never", channel: parts.Channel = "text") -> Limit:
    return Limit(topic=topic, channel=channel, level=level)


def test_every_part_is_kept_tidily_and_once() -> None:
    made = kept(
        handles=(
            Handle(platform=" Signal ", handle="@calm  heron", email=" a@b.org "),
            Handle(platform="signal", handle="@CALM heron", email="A@b.org"),
            Handle(platform="matrix", email="a@b.org"),
        ),
        share=("tea ", "", "Tea", "  ", "maps"),
        never=("Elm  Street", "elm street", "", "李"),
        limits=(limit(" face "), limit("FACE"), limit("face", channel="live")),
        picture=" ABCDEF0123456789 ",
        retired=date(2026, 12, 1),
    )
    assert made.handles == (
        Handle(platform="Signal", handle="@calm heron", email="a@b.org"),
        Handle(platform="matrix", email="a@b.org"),
    )
    assert made.share == ("tea", "maps")
    assert made.never == ("Elm Street", "李")
    assert made.limits == (limit("face"), limit("face", channel="live"))
    assert made.picture == "abcdef0123456789"
    assert made.retired == date(2026, 12, 1)


def test_what_is_kept_once_is_kept_the_same_ever_after() -> None:
    made = kept(share=(" a  b", "A b"), never=("c  d",), limits=(limit(" e"),), picture="AB" * 32)
    assert checked(made, PALETTE) == made


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("handles.0.platform", {"handles": (Handle(platform=" ", handle="x"),)}),
    ("handles.0.platform", {"handles": (Handle(platform="x" * 41, handle="x"),)}),
    ("handles.1.handle", {"handles": (Handle(platform="x", handle="x"), Handle(platform="x"))}),
    ("handles.0.handle", {"handles": (Handle(platform="x", handle="x" * 81),)}),
    ("handles.0.handle", {"handles": (Handle(platform="x", handle="a\nb"),)}),
    ("handles.0.email", {"handles": (Handle(platform="x", email="nobody"),)}),
    ("handles.0.email", {"handles": (Handle(platform="x", email="@b.org"),)}),
    ("handles.0.email", {"handles": (Handle(platform="x", email="a b@c.org"),)}),
    ("handles", {"handles": tuple(Handle(platform="x", handle=str(each)) for each in range(13))}),
    ("share.1", {"share": ("fine", "x" * 121)}),
    ("share.0", {"share": ("\u202eturned",)}),
    ("share", {"share": tuple(map(str, range(21)))}),
    ("never.1", {"never": ("Elm", "x")}),
    ("never.0", {"never": ("?!",)}),
    ("never.0", {"never": ("x" * 81,)}),
    ("never", {"never": tuple(f"word {each}" for each in range(41))}),
    ("limits.0.topic", {"limits": (limit(" "),)}),
    ("limits.0.topic", {"limits": (limit("x" * 81),)}),
    ("limits.1.level", {"limits": (limit("face"), limit("Face", "ask-first"))}),
    ("limits", {"limits": tuple(limit(f"topic {each}") for each in range(201))}),
    ("picture", {"picture": "no digest"}),
    ("picture", {"picture": "ab"}),
    ("picture", {"picture": "a" * 17}),
    ("picture", {"picture": "a" * 130}),
    ("colour", {}),
]


@pytest.mark.parametrize(("field", "fields"), REFUSED)
def test_what_cannot_be_kept_is_refused_at_its_place(field: str, fields: dict[str, Any]) -> None:
    palette = ("teal",) if field == "colour" else PALETTE
    with pytest.raises(ProfileRefused) as refused:
        checked(person("Calm Heron", **fields), palette)
    assert refused.value.field == field
    assert refused.value.sentence.endswith(".")
    assert "xxx" not in refused.value.sentence


@given(
    st.lists(st.text(max_size=20), max_size=5),
    st.lists(st.text(max_size=20), max_size=5),
    st.text(max_size=20),
)
@settings(max_examples=100, deadline=None)
def test_anything_is_refused_or_kept_the_same_ever_after(
    share: list[str], never: list[str], topic: str
) -> None:
    try:
        made = kept(share=tuple(share), never=tuple(never), limits=(limit(topic),))
    except ProfileRefused:
        return
    assert checked(made, PALETTE) == made
    assert msgspec.json.decode(msgspec.json.encode(made), type=Profile) == made
