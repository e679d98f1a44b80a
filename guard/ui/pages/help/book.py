"""Everything the Help page can say, read from this computer alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from guard.errors import GuardError
from guard.knowledge import guides, law, places, services
from guard.knowledge.guides import Guide
from guard.knowledge.law import Laws
from guard.knowledge.places import WORLD, Place, Places
from guard.knowledge.services import Services

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class HelpBook:
    """What could be read; `troubles` are sentences about what could not."""

    places: Places
    guides: tuple[Guide, ...]
    services: Services
    laws: Laws
    troubles: tuple[str, ...] = ()


def read_book() -> HelpBook:
    """Read all of it. A part that cannot be read is empty, so that the others still help."""
    troubles: list[str] = []

    def attempt(read: Callable[[], T], instead: T) -> T:
        try:
            return read()
        except GuardError as error:
            troubles.append(error.sentence)
            return instead

    nowhere = Places({WORLD: Place(id=WORLD, name="Anywhere else", within="")})
    where = attempt(places.load, nowhere)
    return HelpBook(
        where,
        attempt(guides.load, ()),
        attempt(lambda: services.load(where), Services((), where)),
        attempt(lambda: law.load(where), Laws((), where, ())),
        tuple(troubles),
    )
