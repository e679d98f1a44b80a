"""Warns when two profiles can be told to be the same person. Pure.

What is compared is prepared once a profile, so that two hundred profiles are compared with each other in a moment.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from guard.profiles.caution import Caution
from guard.profiles.common import Common
from guard.profiles.folding import merged, plain, squash, unleet
from guard.profiles.profile import Profile

SHORTEST_SKELETON = 4
SHORTEST_NAME = 4
PHRASE = 6
"""Words in a row that two people hardly write by chance."""

_ALIKE_WORDS = 0.6
_FEWEST_WORDS = 4
_PERCEPTUAL_DIGITS = 16
_NEAR_BITS = 5


@dataclass(frozen=True, slots=True)
class _Traits:
    """What of a profile others can see, ready to compare: each value with the field it stands in."""

    id: str
    name: str
    name_key: str
    handles: dict[str, str]
    skeletons: dict[str, str]
    emails: dict[str, str]
    about: str
    words: frozenset[str]
    phrases: frozenset[str]
    picture: str


class Links:
    """Looks for links between profiles."""

    def __init__(self, common: Common) -> None:
        """Tell mailboxes apart by what `common` says of their providers."""
        self._common = common

    def of_profile(self, profile: Profile, others: Iterable[Profile]) -> tuple[Caution, ...]:
        """Return what links `profile` to others; it may stand among them itself."""
        mine = self._traits(profile)
        return tuple(
            caution
            for other in others
            if other.id != profile.id
            for caution in _compare(mine, self._traits(other))
        )

    def of_all(self, profiles: Collection[Profile]) -> dict[str, tuple[Caution, ...]]:
        """Return what links any two profiles, by the ids of both."""
        found: dict[str, list[Caution]] = {}
        for one, other in combinations([self._traits(profile) for profile in profiles], 2):
            for a, b in ((one, other), (other, one)):
                if cautions := _compare(a, b):
                    found.setdefault(a.id, []).extend(cautions)
        return {profile_id: tuple(cautions) for profile_id, cautions in found.items()}

    def _traits(self, profile: Profile) -> _Traits:
        handles: dict[str, str] = {}
        skeletons: dict[str, str] = {}
        emails: dict[str, str] = {}
        for place, each in enumerate(profile.handles):
            field = f"handles.{place}.handle"
            handles.setdefault(plain(each.handle).strip().lstrip("@"), field)
            skeletons.setdefault(_skeleton(each.handle), field)
            if mailbox := self._common.mailbox(each.email):
                emails.setdefault(mailbox, f"handles.{place}.email")
                skeletons.setdefault(_skeleton(mailbox.rpartition("@")[0]), f"handles.{place}.email")
        handles.pop("", None)
        words = plain(profile.about).split()
        phrases = (" ".join(words[at : at + PHRASE]) for at in range(len(words) - PHRASE + 1))
        return _Traits(
            id=profile.id,
            name=profile.name,
            name_key=merged(squash(profile.name)),
            handles=handles,
            skeletons={key: field for key, field in skeletons.items() if len(key) >= SHORTEST_SKELETON},
            emails=emails,
            about=" ".join(words),
            words=frozenset(words),
            phrases=frozenset(phrases),
            picture=profile.picture,
        )


def hidden(name: str) -> str:
    """Return enough of a pseudonym for its owner to know which one it is, and not for anybody else."""
    shown = name[: 3 if len(name) > SHORTEST_NAME else 1]
    return f"“{shown}…”"


def _compare(mine: _Traits, other: _Traits) -> list[Caution]:
    who = hidden(other.name)
    ends = f"as your profile {who}, so anyone who sees both can tell that they are one person."
    found = [Caution(field, what, f"{says} {ends}", other.id) for field, what, says in _same(mine, other)]
    found += [
        Caution(field, "name-in-handle", f"{says} your profile {who}, which links the two.", other.id)
        for field, says in _names_in_handles(mine, other)
    ]
    return found


def _same(mine: _Traits, other: _Traits) -> Iterator[tuple[str, str, str]]:
    same = mine.handles.keys() & other.handles.keys()
    for key in same:
        yield mine.handles[key], "same-handle", "This handle is the same"
    boxes = mine.emails.keys() & other.emails.keys()
    for key in boxes:
        yield mine.emails[key], "same-email", "This e-mail address reaches the same mailbox"
    told = {mine.handles[key] for key in same} | {mine.emails[key] for key in boxes}
    for key in mine.skeletons.keys() & other.skeletons.keys():
        if mine.skeletons[key] not in told:
            yield mine.skeletons[key], "similar-handle", "This handle or address is almost the same"
    if mine.picture and _same_picture(mine.picture, other.picture):
        yield "picture", "same-picture", "This picture is the same, or nearly,"
    if len(mine.words) >= _FEWEST_WORDS and _same_about(mine, other):
        yield "about", "same-about", "This note says the same, or nearly,"


def _same_picture(one: str, other: str) -> bool:
    if len(one) == len(other) == _PERCEPTUAL_DIGITS:
        return (int(one, 16) ^ int(other, 16)).bit_count() <= _NEAR_BITS
    return one == other


def _same_about(mine: _Traits, other: _Traits) -> bool:
    if mine.about == other.about or mine.phrases & other.phrases:
        return True
    both, either = len(mine.words & other.words), len(mine.words | other.words)
    return len(other.words) >= _FEWEST_WORDS and both >= _ALIKE_WORDS * either


def _names_in_handles(mine: _Traits, other: _Traits) -> Iterator[tuple[str, str]]:
    if len(mine.name_key) >= SHORTEST_NAME and any(mine.name_key in key for key in other.skeletons):
        yield "name", "This name stands in a handle or address of"
    if len(other.name_key) >= SHORTEST_NAME:
        for key, field in mine.skeletons.items():
            if other.name_key in key:
                yield field, "This handle or address holds the name of"


def _skeleton(handle: str) -> str:
    """Return what stays of a handle when signs between, numbers around and letters in disguise are gone."""
    stripped = plain(handle).strip("0123456789_-.@ ")
    return squash(unleet(stripped) if any(each.isalpha() for each in stripped) else stripped)
