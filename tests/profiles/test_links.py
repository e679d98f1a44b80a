import random
import time

import pytest

from guard.profiles.advice import Adviser, words_of
from guard.profiles.common import read_common
from guard.profiles.links import Links
from guard.profiles.parts import Handle
from guard.profiles.profile import Profile
from guard.profiles.self_words import SelfWord
from tests.profiles.people import person

COMMON = read_common()
NOTE = "I like long walks, old maps and quiet evenings by the sea"


def at(handle: str = "", email: str = "", platform: str = "signal") -> tuple[Handle, ...]:
    return (Handle(platform=platform, handle=handle, email=email),)


def links(one: Profile, other: Profile) -> list[tuple[str, str]]:
    return [(each.field, each.what) for each in Links(COMMON).of_profile(one, [one, other])]


LINKED = [
    ({"handles": at("mossy")}, {"handles": at("@Mossy", platform="matrix")}, "same-handle"),
    ({"handles": at("Mossy Owl")}, {"handles": at("mossy owl")}, "same-handle"),
    ({"handles": at("mossy_owl_77")}, {"handles": at("m0ssy.owl")}, "similar-handle"),
    ({"handles": at("mossyowl")}, {"handles": at(email="mossy.owl@web.de")}, "similar-handle"),
    ({"handles": at(email="a.b+x@gmail.com")}, {"handles": at(email="AB@googlemail.com")}, "same-email"),
    ({"handles": at(email="a-b@proton.me")}, {"handles": at(email="ab+shop@pm.me")}, "same-email"),
    ({"handles": at(email="a+one@own.org")}, {"handles": at(email="a+two@own.org")}, "same-email"),
    ({"picture": "ab" * 32}, {"picture": "ab" * 32}, "same-picture"),
    ({"picture": "ff00ff00ff00ff00"}, {"picture": "ff00ff00ff00ff07"}, "same-picture"),
    ({"about": NOTE}, {"about": NOTE.upper()}, "same-about"),
    ({"about": NOTE}, {"about": f"{NOTE}, and tea"}, "same-about"),
    (
        {"about": NOTE},
        {"about": "Evenings only, for old maps and quiet evenings by the harbour"},
        "same-about",
    ),
    ({"handles": at("xxcalmheronxx")}, {"name": "Calm Heron"}, "name-in-handle"),
    ({"name": "Calm Heron"}, {"handles": at("calm.h3ron")}, "name-in-handle"),
]

APART = [
    ({"handles": at("mossy")}, {"handles": at("misty")}),
    ({"handles": at("owl1")}, {"handles": at("owl2")}),
    ({"handles": at("mossyowl1")}, {"handles": at("mossycat1")}),
    ({"handles": at(email="a.b@own.org")}, {"handles": at(email="ab@own.org")}),
    ({"handles": at(email="x@gmail.com")}, {"handles": at(email="x@web.de")}),
    ({"handles": at()}, {"handles": at()}),
    ({"picture": ""}, {"picture": ""}),
    ({"picture": "ff00ff00ff00ff00"}, {"picture": "00ff00ff00ff00ff"}),
    ({"picture": "ab" * 32}, {"picture": "ab" * 31 + "aa"}),
    ({"about": NOTE}, {"about": "Early mornings, strong coffee, a bicycle and no plans at all"}),
    ({"about": "tea"}, {"about": "coffee"}),
    ({"about": "evenings only"}, {"about": "evenings only"}),
    ({"about": ""}, {"about": ""}),
    ({"name": "Bo"}, {"handles": at("bold")}),
]


@pytest.mark.parametrize(("one", "other", "what"), LINKED)
def test_what_links_two_profiles_is_told_from_both_sides(
    one: dict[str, object], other: dict[str, object], what: str
) -> None:
    first, second = (
        person(
            str(fields.get("name", name)), **{key: value for key, value in fields.items() if key != "name"}
        )
        for name, fields in (("Juniper", one), ("Linden", other))
    )
    assert what in [found for _, found in links(first, second)]
    assert what in [found for _, found in links(second, first)]
    everybody = Links(COMMON).of_all([first, second, person("Nobody")])
    assert everybody.keys() == {first.id, second.id}
    assert everybody[first.id] == Links(COMMON).of_profile(first, [second])


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_only_looks_so_links_nothing(one: dict[str, object], other: dict[str, object]) -> None:
    first, second = (
        person(
            str(fields.get("name", name)), **{key: value for key, value in fields.items() if key != "name"}
        )
        for name, fields in (("Juniper", one), ("Linden", other))
    )
    assert links(first, second) == []
    assert Links(COMMON).of_all([first, second]) == {}


def test_a_link_names_the_place_and_the_other_but_never_its_words() -> None:
    mine = person("Juniper", handles=(*at("fern"), *at("mossy", "moss@gmail.com")))
    other = person("Mossy Harbour", handles=at("mossy", "m.oss@gmail.com"), about="secretly")
    found = Links(COMMON).of_profile(mine, [other])
    assert [(each.field, each.what, each.other) for each in found] == [
        ("handles.1.handle", "same-handle", "Mossy Harbour"),
        ("handles.1.email", "same-email", "Mossy Harbour"),
    ]
    for each in found:
        assert "Mos…" in each.sentence
        assert "Harbour" not in each.sentence
        assert "moss@" not in each.sentence


def test_all_advice_comes_together_and_a_list_of_the_profiles_own_is_kept_to() -> None:
    mine = person(
        "Wagner", about="near elm street", never=("Elm Street",), share=("tea",), handles=at("mossy")
    )
    other = person("Owl", handles=at("mossy"))
    found = Adviser([SelfWord("login", "wagner")], COMMON).advise(mine, [mine, other])
    assert [(each.field, each.what) for each in found] == [
        ("name", "login"),
        ("handles.0.handle", "same-handle"),
        ("about", "never-share"),
    ]
    assert "lm" not in found[2].sentence.replace("Elm", "lm")
    assert Adviser([], COMMON).advise(person("Calm Heron"), [other]) == ()
    assert words_of([mine, person("Fern", handles=at("", "f@a.org"))]) == ["Wagner", "mossy", "Fern", "f"]


def test_two_hundred_profiles_are_compared_in_a_moment() -> None:
    chance = random.Random(3)  # noqa: S311 - only for different words
    words = [
        f"{a}{b}"
        for a in ("mel", "tor", "fin", "gol", "bra", "sip")
        for b in ("ana", "ick", "ow", "ute", "erd")
    ]
    profiles = [
        person(
            f"{chance.choice(words)} {number}",
            about=" ".join(chance.choices(words, k=30)),
            handles=tuple(
                Handle(platform=str(each), handle=f"{chance.choice(words)}{number}") for each in range(5)
            ),
        )
        for number in range(200)
    ]
    began = time.process_time()
    Links(COMMON).of_all(profiles)
    assert time.process_time() - began < 5
