"""What the law of a place says about intimate images and recordings: information, never advice.

This module never calls anything allowed. Where nothing was confirmed, it says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal, get_args

import msgspec

from guard import datafile, resources
from guard.knowledge import places as places_
from guard.knowledge.dated import Dated, Id, Words
from guard.knowledge.places import PlaceId, Places

Subject = Literal["intimate-images", "deepfakes", "unwanted-images", "recording", "age"]
SUBJECTS: Final[tuple[Subject, ...]] = get_args(Subject)

NOT_FOUND: Final = "not found"
InForce = Annotated[
    str, msgspec.Meta(pattern=r"^([0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?|not found)$")
]


class Law(Dated, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule of one place on one subject.

    `statute`: its name and section. `in_force`: since when, as "2024", "2024-01" or
    "2024-01-31", or `NOT_FOUND`. `summary`: two short sentences in Guard's own words.
    """

    id: Id
    place: PlaceId
    subject: Subject
    statute: Words
    in_force: InForce
    summary: Words


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    law: list[Law]
    note: list[str] = []


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known on one subject for one place.

    `laws`: those of the place itself first, then of wider places it lies within.
    `gap`: a sentence to show when nothing of the place itself is confirmed, else "".
    """

    subject: Subject
    laws: tuple[Law, ...]
    gap: str


@dataclass(frozen=True, slots=True)
class Laws:
    """Every confirmed law; build it with `load`. `note`: what to read before any of them."""

    known: tuple[Law, ...]
    places: Places
    note: tuple[str, ...]

    def at(self, place: str) -> tuple[Answer, ...]:
        """Return one answer per subject for `place`, in the order of `SUBJECTS`."""
        return tuple(self._answer(place, subject) for subject in SUBJECTS)

    def _answer(self, place: str, subject: Subject) -> Answer:
        chain = self.places.chain(place)
        laws = tuple(
            law for step in chain for law in self.known if law.place == step.id and law.subject == subject
        )
        said_here = any(law.place in (chain[0].id, places_.WORLD) for law in laws)
        gap = "" if said_here else f"Guard has nothing confirmed on this for this place: {chain[0].name}."
        return Answer(subject, laws, gap)


def load(places: Places | None = None, files: Sequence[Path] | None = None) -> Laws:
    """Read every law. Raises `DataFileError`."""
    where = places_.load() if places is None else places
    known: dict[str, Law] = {}
    note: list[str] = []
    for file in _files() if files is None else files:
        read = datafile.read(file, _File)
        places_.check_known(file, "law", [law.place for law in read.law], where)
        note += read.note
        for index, law in enumerate(read.law):
            if law.id in known:
                raise datafile.error_at(file, ("law", index, "id"), f"there is another law “{law.id}”")
            known[law.id] = law
    return Laws(tuple(known.values()), where, tuple(note))


def _files() -> list[Path]:
    return [file for file in resources.files("help") if file.name.startswith("law-")]
