"""Decides when what a sensor sees has lasted long enough to be told, and when it is over; pure."""

from collections.abc import Iterable

from guard.capture.finding import Sighting


class Patience:
    """Decides when a use has lasted long enough to be told, and when it is over."""

    def __init__(self, hold: float) -> None:
        """A use counts after `hold` seconds."""
        self._hold = hold
        self._since: dict[str, float] = {}
        self._said: dict[str, Sighting] = {}

    def update(
        self, seen: Iterable[tuple[Sighting, bool]], now: float, *, hold: float | None = None
    ) -> tuple[list[Sighting], list[str]]:
        """Take one look (sightings, and whether each is certain at once); return what to say and to take back."""
        latest = {sighting.key: (sighting, certain) for sighting, certain in seen}
        self._since = {key: self._since.get(key, now) for key in latest}
        hold = self._hold if hold is None else hold
        say = [
            sighting
            for key, (sighting, certain) in latest.items()
            if (certain or now >= self._since[key] + hold) and self._said.get(key) != sighting
        ]
        self._said.update({sighting.key: sighting for sighting in say})
        over = [key for key in self._said if key not in latest]
        for key in over:
            del self._said[key]
        return say, over

    def due(self) -> float | None:
        """When the next use will have lasted long enough."""
        waiting = [since for key, since in self._since.items() if key not in self._said]
        return min(waiting) + self._hold if waiting else None

    @property
    def busy(self) -> bool:
        """Tell whether there is a use at all."""
        return bool(self._since)
