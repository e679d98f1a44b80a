"""Who helps: helplines, image removal and support by place and need, each as it was last seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal, get_args

import msgspec

from guard import datafile, resources
from guard.knowledge import places as places_
from guard.knowledge.dated import Dated, Https, Id, Words
from guard.knowledge.places import PlaceId, Places

Need = Literal[
    "crisis",
    "image-removal",
    "under-18",
    "sextortion",
    "victim-support",
    "abuse",
    "stalking",
    "sexual-harm",
    "lgbtq",
    "men",
]
NEEDS: Final[tuple[Need, ...]] = get_args(Need)

Phone = Annotated[str, msgspec.Meta(pattern=r"^\+?[0-9]+([ -][0-9]+)*$")]


class Service(Dated, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One service.

    `does`: what it does, `audience`: for whom, `place`: where it works, `needs`: what it is
    good for, `languages`: their English names, `hours` and `cost`: in words ("not found" where
    nobody could tell). Ways to reach it: `web` always, `phones` as dialled in that place, `text`
    and `chat` where they exist. `anonymous`: can it be used without giving a name?
    """

    id: Id
    name: Words
    does: Words
    audience: Words
    place: PlaceId
    needs: Annotated[tuple[Need, ...], msgspec.Meta(min_length=1)]
    languages: Annotated[tuple[Words, ...], msgspec.Meta(min_length=1)]
    hours: Words
    web: Https
    phones: tuple[Phone, ...] = ()
    text: str = ""
    chat: bool = False
    cost: Words
    anonymous: Literal["yes", "no", "unknown"]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    service: list[Service]


@dataclass(frozen=True, slots=True)
class Services:
    """Every known service; build it with `load`."""

    known: tuple[Service, ...]
    places: Places

    def at(self, place: str, need: Need | None = None) -> tuple[Service, ...]:
        """Return who helps at `place` (with `need`, if given): local first, worldwide last."""
        return tuple(
            service
            for step in self.places.chain(place)
            for service in self.known
            if service.place == step.id and (need is None or need in service.needs)
        )

    def for_any(self, place: str, needs: Sequence[Need]) -> tuple[Service, ...]:
        """Return who helps at `place` with any of `needs`, each once: local first, then as `needs` are ordered."""
        distance = {step.id: steps for steps, step in enumerate(self.places.chain(place))}
        rank = {need: position for position, need in enumerate(needs)}
        fitting = [service for service in self.at(place) if not rank.keys().isdisjoint(service.needs)]
        return tuple(
            sorted(
                fitting,
                key=lambda service: (
                    distance[service.place],
                    min(rank.get(need, len(rank)) for need in service.needs),
                ),
            )
        )


def load(places: Places | None = None, files: Sequence[Path] | None = None) -> Services:
    """Read every service. Raises `DataFileError`."""
    where = places_.load() if places is None else places
    known: dict[str, Service] = {}
    for file in _files() if files is None else files:
        listed = datafile.read(file, _File).service
        places_.check_known(file, "service", [service.place for service in listed], where)
        for index, service in enumerate(listed):
            if service.id in known:
                problem = f"there is another service “{service.id}”"
                raise datafile.error_at(file, ("service", index, "id"), problem)
            known[service.id] = service
    return Services(tuple(known.values()), where)


def _files() -> list[Path]:
    return [file for file in resources.files("help") if file.name.startswith("services-")]
