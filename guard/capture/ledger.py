"""Adds sightings up to findings: one per real capture, however many sensors see it.

Pure bookkeeping: no threads, no clock, no system. Every call returns what has changed.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from guard.capture.finding import Changed, Confidence, Ended, Evidence, Finding, Sighting, Started
from guard.capture.identity import Who

LedgerEvent = Started | Changed | Ended
FindingKey = tuple[object, ...]

CLEAR_AFTER = 5.0
"""Seconds a behaviour may pause before its finding is cleared (GNOME's indicator waits as long)."""

_SURENESS = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)


@dataclass(frozen=True, slots=True)
class _Held:
    sighting: Sighting
    who: Who
    key: FindingKey
    at: float
    began_before: bool
    clear_at: float | None = None


class Ledger:
    """The sightings that hold now, and the findings they add up to."""

    def __init__(self, clear_after: float = CLEAR_AFTER) -> None:
        """Withdrawn sightings are kept for `clear_after` seconds."""
        self._clear_after = clear_after
        self._held: dict[tuple[str, str], _Held] = {}
        self._open: dict[FindingKey, Finding] = {}
        self._shots: dict[FindingKey, Finding] = {}
        self._next_id = 1
        self._pids: frozenset[int] | None = frozenset()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is found now, oldest first."""
        return tuple(self._open.values())

    @property
    def pids(self) -> frozenset[int]:
        """Every process of which something is held; asked far more often than it changes."""
        if self._pids is None:
            pids = (held.sighting.pid for held in self._held.values())
            self._pids = frozenset(pid for pid in pids if pid is not None)
        return self._pids

    def add(
        self, sighting: Sighting, who: Who, now: float, *, began_before: bool = False
    ) -> list[LedgerEvent]:
        """Take a sighting in, or bring the one with the same sensor and key up to date."""
        slot = (sighting.sensor, sighting.key)
        self._pids = None
        old = self._held.get(slot)
        key = _finding_key(sighting, who)
        again = old is None or old.key != key
        # the same screenshot told by a second sensor is no second screenshot
        new_run = not any(held.key == key and held.who.key == who.key for held in self._held.values())
        at = now if old is None or again else old.at
        self._held[slot] = _Held(
            sighting, who, key, at, began_before if again or old is None else old.began_before
        )
        events = self._settle(old.key, now) if old is not None and old.key != key else []
        return events + self._settle(key, now, repeated=new_run and _one_shot(sighting, who))

    def withdraw(self, sensor: str, key: str, now: float) -> None:
        """Let a sighting go after `clear_after` seconds unless it is seen again before."""
        held = self._held.get((sensor, key))
        if held is not None and held.clear_at is None:
            self._held[sensor, key] = replace(held, clear_at=now + self._clear_after)

    def drop(self, sensor: str, pid: int, now: float, *, keep: Collection[str] = ()) -> list[LedgerEvent]:
        """Let what one sensor said of a process go at once, but for the keys to `keep`."""
        if pid not in self.pids:
            return []
        stale = (
            slot
            for slot, held in self._held.items()
            if slot[0] == sensor and held.sighting.pid == pid and slot[1] not in keep
        )
        return self._remove(stale, now)

    def gone(self, pid: int, now: float) -> list[LedgerEvent]:
        """Let go whatever the process `pid` did: it is no more."""
        if pid not in self.pids:
            return []
        return self._remove((s for s, held in self._held.items() if held.sighting.pid == pid), now)

    def clear(self, now: float) -> list[LedgerEvent]:
        """Let everything go; ids and the counts of one-shots go on."""
        return self._remove(self._held.keys(), now)

    def due(self, now: float) -> list[LedgerEvent]:
        """Clear the withdrawn sightings whose time has come."""
        late = (s for s, held in self._held.items() if held.clear_at is not None and held.clear_at <= now)
        return self._remove(late, now)

    def _remove(self, slots: Iterable[tuple[str, str]], now: float) -> list[LedgerEvent]:
        keys = [self._held.pop(slot).key for slot in list(slots)]
        if keys:
            self._pids = None
        return [event for key in dict.fromkeys(keys) for event in self._settle(key, now)]

    def _settle(self, key: FindingKey, now: float, *, repeated: bool = False) -> list[LedgerEvent]:
        """Compare what supports a finding now with what was said of it before."""
        support = [held for held in self._held.values() if held.key == key]
        before = self._open.get(key)
        if not support:
            if before is None:
                return []
            del self._open[key]
            if before.one_shot:
                self._shots[key] = before
            return [Ended(now, before)]
        earlier = before or self._shots.pop(key, None)
        finding = self._sum(support, earlier, repeated=repeated and earlier is not None)
        self._open[key] = finding
        if earlier is None:
            return [Started(now, finding)]
        return [] if finding == before else [Changed(now, finding)]

    def _sum(self, support: list[_Held], earlier: Finding | None, *, repeated: bool) -> Finding:
        best = max(support, key=lambda held: (held.sighting.strength, held.who.tool is not None))
        who = best.who
        strongest = [held for held in support if held.sighting.strength is best.sighting.strength]
        as_before = earlier is not None and earlier.strength is best.sighting.strength
        if earlier is None:
            identity = f"f{self._next_id}"
            self._next_id += 1
        else:
            identity = earlier.id
        return Finding(
            id=identity,
            kind=best.sighting.kind,
            strength=best.sighting.strength,
            name=who.name,
            tool=who.tool,
            pid=who.pid,
            exe=who.exe,
            since=earlier.since if earlier and as_before else min(held.at for held in strongest),
            evidence=tuple(
                dict.fromkeys(Evidence(held.sighting.sensor, held.sighting.says) for held in support)
            ),
            confidence=min(who.confidence, best.sighting.confidence, key=_SURENESS.index),
            one_shot=all(_one_shot(held.sighting, held.who) for held in support),
            count=(earlier.count if earlier else 1) + (1 if repeated else 0),
            # what was open before and begins to capture now has begun now
            began_before=any(held.began_before for held in strongest),
            harmless=who.harmless,
        )


def _one_shot(sighting: Sighting, who: Who) -> bool:
    return sighting.one_shot or who.one_shot


def _finding_key(sighting: Sighting, who: Who) -> FindingKey:
    """A screenshot program is the same one each time it runs; anything else is one run."""
    if _one_shot(sighting, who):
        return ("one-shot", who.tool or who.exe or who.name, sighting.kind)
    return (who.key, sighting.kind)
