"""Keeps a short probe from raising anything: what is seen must hold before it is said.

Screen casts are said at once. What has gone is taken back at once; the watch itself
lets a finding fade.
"""

from collections.abc import Mapping

from guard.capture.finding import Kind, Strength
from guard.capture.sensors.linux.pipewire.rules import Verdict

CAPTURE_HOLDS = 0.3
"""Seconds; programs that only try whether a microphone works are done sooner."""
NAMELESS_HOLDS = 0.6
"""Seconds; of a program that has just ended the sound server keeps the stream for a moment."""
ENDED_HOLDS = 3.0
"""Seconds; the same where the process that the program claims to be is not there any more."""
ABLE_HOLDS = 1.0
"""Seconds; a stream that starts or stops is paused for a moment."""


class Hold:
    """What has been said so far; times are seconds of any clock that never jumps."""

    def __init__(self) -> None:
        self._said: dict[str, Verdict] = {}
        self._since: dict[tuple[str, Strength], float] = {}
        self._due: float | None = None

    @property
    def due(self) -> float | None:
        """When to call `update` again even if nothing changes; None for never."""
        return self._due

    def update(
        self, seen: Mapping[str, Verdict], now: float, *, at_once: bool = False
    ) -> tuple[list[Verdict], list[str]]:
        """Take what is seen now; return what is to be said and the keys to take back.

        `at_once` is for a first look, which cannot know how long it has been so.
        """
        self._since = {
            (key, verdict.strength): self._since.get((key, verdict.strength), now)
            for key, verdict in seen.items()
        }
        waits = {key: 0.0 if at_once else self._left(verdict, now) for key, verdict in seen.items()}
        say = [v for key, v in seen.items() if waits[key] <= 0 and self._said.get(key) != v]
        gone = [key for key in self._said if key not in seen]
        self._said = {k: v for k, v in self._said.items() if k in seen} | {v.key: v for v in say}
        self._due = min((now + wait for wait in waits.values() if wait > 0), default=None)
        return say, gone

    def nothing_left(self) -> list[str]:
        """Take back everything: PipeWire is gone."""
        gone, self._said, self._since, self._due = list(self._said), {}, {}, None
        return gone

    def _left(self, verdict: Verdict, now: float) -> float:
        """Seconds until `verdict` may be said; 0 or less for now."""
        said = self._said.get(verdict.key)
        if said and said.strength is verdict.strength:
            return 0.0
        return self._since[verdict.key, verdict.strength] + _holds(verdict) - now


def _holds(verdict: Verdict) -> float:
    whose = verdict.owner
    if whose.ended and not whose.app_id:
        return ENDED_HOLDS
    if verdict.strength is not Strength.CAPTURING:
        return ABLE_HOLDS
    if verdict.kind is Kind.SCREEN:
        return 0.0
    nameless = whose.claimed and whose.pid is None and not whose.app_id
    return NAMELESS_HOLDS if nameless else CAPTURE_HOLDS
