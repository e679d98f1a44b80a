"""Turns what sensors say of processes into what it means for the findings; for one thread alone."""

import logging
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import partial

from guard.capture.clock import Clock
from guard.capture.finding import Changed, Finding, Sighting, WatchEvent
from guard.capture.identity import Identifier, Who
from guard.capture.ledger import Ledger
from guard.capture.processes import ProcessFacts, ProcessReader
from guard.capture.recognise import Match, Meaning

PROCESS_SENSOR = "process-events"
_REMEMBERED = 64

_log = logging.getLogger(__name__)


class Tracker:
    """The findings of now, with the programs behind them. Every call returns what has changed."""

    def __init__(self, identifier: Identifier, reader: ProcessReader, clock: Clock) -> None:
        self._identifier = identifier
        self._presentation = identifier.presentation
        self._reader = reader
        self._clock = clock
        self._ledger = Ledger()
        self._ended: OrderedDict[int, None] = OrderedDict()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is found now, oldest first, as the desktop presents it."""
        return tuple([self._presentation.finding(finding) for finding in self._ledger.findings])

    def knows(self, pid: int) -> bool:
        """Tell whether anything is held of the process; may be asked from any thread."""
        return pid in self._ledger.pids

    @property
    def patience(self) -> float | None:
        """Seconds until `due` has something to tell; None for never."""
        due = self._ledger.next_due
        return None if due is None else due - self._clock.wall()

    def look_at(
        self, pid: int, facts: ProcessFacts | None = None, *, began_before: bool
    ) -> Sequence[WatchEvent]:
        """Look at a process that is new or runs another program now; at `facts` if it has been read."""
        now = self._clock.wall()
        seen = self._identifier.look(pid, facts)
        meanings = seen.match.meanings if seen and seen.match else ()
        events: list[WatchEvent] = []
        if seen and seen.match and meanings:
            owner = self._identifier.owner_of(seen)
            sightings = [_process_sighting(pid, meaning, seen.match) for meaning in meanings]
            for sighting in sightings:
                events += self._ledger.add(sighting, owner, now, began_before=began_before)
        kept = {_slot(pid, meaning) for meaning in meanings}
        return [*events, *self._ledger.drop(PROCESS_SENSOR, pid, now, keep=kept)]

    def forget(self, pid: int) -> Sequence[WatchEvent]:
        """Let go what a process did: it is no more."""
        if self.knows(pid):
            self._ended[pid] = None
            if len(self._ended) > _REMEMBERED:
                self._ended.popitem(last=False)
        return self._ledger.gone(pid, self._clock.wall())

    def rescan(self, why: str, *, began_before: bool) -> Iterator[Sequence[WatchEvent]]:
        """Look at every process again, one after the other."""
        _log.info("looking at every process again: %s", why)
        live = set(self._reader.pids())
        yield from map(self.forget, self._ledger.pids - live)
        yield from map(partial(self.look_at, began_before=began_before), live)

    def add(self, sighting: Sighting, *, began_before: bool) -> Sequence[WatchEvent]:
        """Take a sighting in; not one of a process whose end has been told, as a sensor's look takes its time."""
        who = None
        if sighting.pid is not None:
            if sighting.pid in self._ended and self._is_gone(sighting.pid):
                return ()
            self._ended.pop(sighting.pid, None)
            who = self._identifier.of(sighting.pid)
        if who is None:
            name = sighting.who or "A program that cannot be named"
            key = ("app", sighting.app_id) if sighting.app_id else (sighting.sensor, sighting.key)
            who = Who(key=key, name=name, confidence=sighting.confidence)
        return self._ledger.add(sighting, who, self._clock.wall(), began_before=began_before)

    def _is_gone(self, pid: int) -> bool:
        """Tell whether a process has ended, although its parent may not have taken notice yet."""
        facts = self._reader.read(pid)
        return facts is None or (facts.exe is None and not facts.argv)

    def withdraw(self, sensor: str, key: str) -> None:
        """Take a sighting back."""
        self._ledger.withdraw(sensor, key, self._clock.wall())

    def due(self) -> Sequence[WatchEvent]:
        """Tell what time alone has changed, and what the desktop says of a program only now."""
        now = self._clock.wall()
        told_late = self._presentation.catch_up()
        dressed = (finding for finding in self._ledger.findings if (finding.pid, finding.exe) in told_late)
        return [*(Changed(now, finding) for finding in dressed), *self._ledger.due(now)]

    def presented(self, event: WatchEvent) -> WatchEvent:
        """Return the event as the desktop presents the program that it tells of."""
        return self._presentation.event(event)

    def prepare(self) -> None:
        """Begin to read what the desktop knows of programs; returns at once."""
        self._presentation.prepare()

    def clear(self) -> Sequence[WatchEvent]:
        """Let everything go."""
        return self._ledger.clear(self._clock.wall())


def _slot(pid: int, meaning: Meaning) -> str:
    return f"{pid}:{meaning.kind}"


def _process_sighting(pid: int, meaning: Meaning, match: Match) -> Sighting:
    return Sighting(
        PROCESS_SENSOR,
        _slot(pid, meaning),
        meaning.kind,
        meaning.strength,
        meaning.says,
        pid,
        one_shot=meaning.one_shot,
        confidence=match.confidence,
    )
