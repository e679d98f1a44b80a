"""The places Guard knows something about, and what lies within what.

A place is always chosen by its user. A caller may suggest the territory of the computer's
language settings; nobody ever looks at a network address.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import msgspec

from guard import datafile, resources
from guard.knowledge.dated import Words

WORLD: Final = "001"
"""The id of the whole world (UN M49); every chain of places ends there."""

PlaceId = Annotated[str, msgspec.Meta(pattern=r"^(001|[A-Z]{2}(-[A-Z0-9]{1,3})?)$")]


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A country, a part of one, or a group of countries.

    `id`: ISO 3166 (a country "IE", a part "GB-SCT", the European Union "EU") or `WORLD`.
    `within`: the next wider place, "" for the world only.
    """

    id: PlaceId
    name: Words
    within: str = WORLD


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    place: list[Place]


@dataclass(frozen=True, slots=True)
class Places:
    """Every known place by id; build it with `load`."""

    known: Mapping[str, Place]

    def all(self) -> tuple[Place, ...]:
        """Return the places to choose from by name, the whole world last."""
        return tuple(
            sorted(self.known.values(), key=lambda place: (place.id == WORLD, place.name.casefold()))
        )

    def parts(self, place: str) -> tuple[Place, ...]:
        """Return the places right inside `place` by name; those can have rules of their own."""
        return tuple(each for each in self.all() if each.within == place and each.id != place)

    def chain(self, place: str) -> tuple[Place, ...]:
        """Return `place`, then what it lies within, out to the world; the world alone if it is not known."""
        steps = [self.known.get(place, self.known[WORLD])]
        while steps[-1].id != WORLD:
            steps.append(self.known[steps[-1].within])
        return tuple(steps)

    def suggested(self, territory: str | None) -> Place | None:
        """Return the place a territory of the language settings ("DE") names, to be confirmed by its user."""
        found = self.known.get((territory or "").upper())
        return None if found is None or found.id == WORLD else found


def load(file: Path | None = None) -> Places:
    """Read the list of places. Raises `DataFileError`."""
    path = resources.root() / "help" / "places.toml" if file is None else file
    listed = datafile.read(path, _File).place
    known: dict[str, Place] = {}
    for index, place in enumerate(listed):
        if place.id in known:
            raise datafile.error_at(path, ("place", index, "id"), f"there is another place “{place.id}”")
        known[place.id] = place
    if WORLD not in known:
        raise datafile.error_at(path, ("place",), f"the place “{WORLD}” is missing")
    for index, place in enumerate(listed):
        _check_leads_to_the_world(path, index, place, known)
    return Places(known)


def check_known(file: Path, key: str, ids: Sequence[str], places: Places) -> None:
    """Raise `DataFileError` for the first of `ids` (one per `key` table of `file`) that is no place."""
    for index, place in enumerate(ids):
        if place not in places.known:
            raise datafile.error_at(file, (key, index, "place"), f"there is no place “{place}”")


def _check_leads_to_the_world(file: Path, index: int, start: Place, known: Mapping[str, Place]) -> None:
    passed: set[str] = set()
    place = start
    while place.id != WORLD:
        passed.add(place.id)
        if place.within not in known or place.within in passed:
            problem = f"“{start.id}” does not lie within a place that leads to the world"
            raise datafile.error_at(file, ("place", index), problem)
        place = known[place.within]
