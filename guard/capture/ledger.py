"""Adds sightings up to findings: one per real capture, however many sensors see it.

Pure bookkeeping: no threads, no clock, no system. Every call returns what has changed.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from guard.capture.finding import (
    Changed,
    Confidence,
    Ended,
    Evidence,
    Finding,
    Kind,
    Sighting,
    Started,
    Strength,
)
from guard.capture.fusion import FindingKey, Held, counts_pictures, direct, finding_keys, named, part_of
from guard.capture.identity import Who

LedgerEvent = Started | Changed | Ended

CLEAR_AFTER = 1.5
"""Seconds a behaviour may pause before its finding is cleared: a stream that is set up anew pauses for less."""

_SURENESS = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)


class Ledger:
    """The sightings that hold now, and the findings they add up to."""

    def __init__(self, clear_after: float = CLEAR_AFTER) -> None:
        """Withdrawn sightings are kept for `clear_after` seconds."""
        self._clear_after = clear_after
        self._held: dict[tuple[str, str], Held] = {}
        self._open: dict[FindingKey, Finding] = {}
        self._shots: dict[FindingKey, Finding] = {}
        self._next_id = 1
        self.pids: frozenset[int] = frozenset()
        """Every process of which something is held; may be asked from any thread."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is found now, oldest first."""
        return tuple(sorted(self._open.values(), key=lambda finding: int(finding.id[1:])))

    @property
    def next_due(self) -> float | None:
        """When `due` will have something to clear; None for never."""
        times = [time for held in self._held.values() for time in (held.clear_at, held.quiet_until)]
        return min((time for time in times if time is not None), default=None)

    def add(
        self, sighting: Sighting, who: Who, now: float, *, began_before: bool = False
    ) -> list[LedgerEvent]:
        """Take a sighting in, or bring the one with the same sensor and key up to date."""
        slot = (sighting.sensor, sighting.key)
        old = self._held.pop(slot, None)
        new = Held(sighting, who, now, began_before)
        same = old is not None and old.who.key == who.key and old.one_shot == new.one_shot
        if old is not None and same and old.kinds == new.kinds:
            new = replace(new, at=old.at, began_before=old.began_before, key=old.key)
        self._held[slot] = new
        self._note_pids()
        return self._settle(now, new=slot, was=old if same else None)

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
        """Clear the withdrawn sightings whose time has come, and count those that were left alone for long."""
        late = [s for s, held in self._held.items() if held.clear_at is not None and held.clear_at <= now]
        heard = [held for held in self._held.values() if held.quiet_until and held.quiet_until <= now]
        return self._remove(late, now) or (self._settle(now) if heard else [])

    def _remove(self, slots: Iterable[tuple[str, str]], now: float) -> list[LedgerEvent]:
        over = list(slots)
        for slot in over:
            del self._held[slot]
        if not over:
            return []
        self._note_pids()
        return self._settle(now)

    def _note_pids(self) -> None:
        pids = [held.sighting.pid for held in self._held.values()]
        self.pids = frozenset([pid for pid in pids if pid is not None])

    def _settle(
        self, now: float, *, new: tuple[str, str] | None = None, was: Held | None = None
    ) -> list[LedgerEvent]:
        """Compare what the sightings add up to now with what was said before; `new` has come, and `was` in its place."""
        groups = self._group(now)
        events: list[LedgerEvent] = []
        for key in [key for key in self._open if key not in groups]:
            over = self._open.pop(key)
            if over.one_shot:
                self._shots[key] = over
            events.append(Ended(now, over))
        again = self._again(new, was) if new else None
        earlier = {key: self._open.get(key) or self._shots.get(key) for key in groups}
        findings = {
            key: self._sum(key, support, earlier[key], repeated=key == again or key not in self._open)
            for key, support in groups.items()
        }
        remote = {
            key[0]: one
            for key, one in findings.items()
            if one.kind is Kind.REMOTE_CONTROL and one.strength >= Strength.CAPTURING
        }
        for key, alone in findings.items():
            finding = replace(alone, part_of=part_of(alone, key, remote))
            before, self._open[key] = earlier[key], finding
            self._shots.pop(key, None)
            if before is None:
                events.append(Started(now, finding))
            elif finding != before:
                events.append(Changed(now, finding))
        return events

    def _again(self, new: tuple[str, str], was: Held | None) -> FindingKey | None:
        """Return the finding that a new screenshot counts to; one told by a second sensor is no second screenshot."""
        shot = self._held[new]
        others = [was, *(held for slot, held in self._held.items() if slot != new)]
        told = any(one and one.key == shot.key and one.who.key == shot.who.key for one in others)
        return shot.key if shot.key and counts_pictures(shot.key) and not told else None

    def _group(self, now: float) -> dict[FindingKey, list[Held]]:
        """Sort the sightings by finding; a nameless finding goes on as that of whoever is seen to do it.

        What saw only that somebody did, and is left alone, mostly ends in a moment too: it waits.
        """
        groups: dict[FindingKey, list[Held]] = {}
        moved: dict[FindingKey, FindingKey] = {}
        for slot, key in zip(self._held, finding_keys(self._held.values()), strict=True):
            held = self._held[slot]
            alone = bool(held.sighting.joins) and key[0] == held.who.key
            quiet_until = held.quiet_until if alone and held.quiet_until and held.quiet_until > now else None
            if held.key is not None and held.key != key:
                if alone:
                    quiet_until = now + self._clear_after
                elif held.key[1] in held.kinds and not counts_pictures(held.key):
                    moved.setdefault(held.key, key)
            if (held.key, held.quiet_until) != (key, quiet_until):
                self._held[slot] = held = replace(held, key=key, quiet_until=quiet_until)
            if quiet_until is None:
                groups.setdefault(key, []).append(held)
        for old, new in moved.items():
            if old in self._open and old not in groups and new not in self._open:
                self._open[new] = self._open.pop(old)
        return groups

    def _sum(
        self, key: FindingKey, support: list[Held], earlier: Finding | None, *, repeated: bool
    ) -> Finding:
        own = direct(support, key)
        best = max(named(own), key=lambda held: (held.sighting.strength, held.who.tool is not None))
        who = best.who
        strength = max(held.sighting.strength for held in own)
        strongest = [held for held in own if held.sighting.strength is strength]
        as_before = earlier is not None and earlier.strength is strength
        if earlier is None:
            identity = f"f{self._next_id}"
            self._next_id += 1
        else:
            identity = earlier.id
        return Finding(
            id=identity,
            kind=key[1],
            strength=strength,
            name=who.name,
            tool=who.tool,
            pid=who.pid,
            exe=who.exe,
            since=earlier.since if earlier and as_before else min(held.at for held in strongest),
            evidence=tuple(
                dict.fromkeys(Evidence(held.sighting.sensor, held.sighting.says) for held in support)
            ),
            confidence=min(who.confidence, best.sighting.confidence, key=_SURENESS.index),
            one_shot=counts_pictures(key),
            count=(earlier.count if earlier else 1) + (1 if repeated and earlier else 0),
            # what was open before and begins to capture now has begun now
            began_before=any(held.began_before for held in strongest),
            harmless=who.harmless,
        )
