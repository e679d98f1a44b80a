"""Keeps one odd look from raising or hiding anything: two looks or more to say it, two to take it back."""

from collections.abc import Mapping

from guard.capture.finding import Strength
from guard.capture.sensors.linux.x11.rules import Verdict

_LOOKS = 2


class Steady:
    """What has been said so far.

    A certain verdict is said at once, and so is one that grew stronger; one that grew
    weaker waits for a second look, and one of what may yet turn out otherwise for several.
    """

    def __init__(self) -> None:
        self._said: dict[str, Verdict] = {}
        self._last: dict[str, Strength] = {}
        self._looks: dict[str, int] = {}
        self._missed: dict[str, int] = {}

    @property
    def doubts(self) -> bool:
        """Tell whether the last look missed what was said, or saw what is not said yet: the next had better come soon."""
        return bool(self._missed) or not self._last.keys() <= self._said.keys()

    def update(self, seen: Mapping[str, Verdict]) -> tuple[list[Verdict], list[str]]:
        """Take one look's verdicts; return what is to be said now and the keys to take back."""
        self._looks = {key: self._looks.get(key, 0) + 1 for key in seen}
        say = [
            verdict
            for verdict in seen.values()
            if self._ripe(verdict) and self._said.get(verdict.key) != verdict
        ]
        self._said.update({verdict.key: verdict for verdict in say})
        self._last = {key: verdict.strength for key, verdict in seen.items()}
        self._missed = {key: self._missed.get(key, 0) + 1 for key in self._said if key not in seen}
        return say, self._take_back()

    def nothing_left(self) -> list[str]:
        """Take back everything at once: the display is gone."""
        self._missed = dict.fromkeys(self._said, _LOOKS)
        self._last, self._looks = {}, {}
        return self._take_back()

    def _ripe(self, verdict: Verdict) -> bool:
        said = self._said.get(verdict.key)
        if said is None:
            return verdict.certain or self._looks[verdict.key] >= verdict.looks
        return verdict.strength >= said.strength or self._last.get(verdict.key) == verdict.strength

    def _take_back(self) -> list[str]:
        gone = [key for key, missed in self._missed.items() if missed >= _LOOKS]
        for key in gone:
            del self._said[key], self._missed[key]
        return gone
