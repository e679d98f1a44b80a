"""Whatever the sensors say and in whatever order, the events tell the same story as the ledger."""

from collections.abc import Iterable

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from guard.capture.finding import Changed, Ended, Finding, Kind, Started, Strength
from guard.capture.identity import Who
from guard.capture.ledger import CLEAR_AFTER, Ledger, LedgerEvent
from tests.capture.strategies import make_sighting, make_who

SENSORS = st.sampled_from(["process-events", "x11"])
KEYS = st.sampled_from(["1", "2", "3"])
PIDS = st.integers(100, 103)


def who(pid: int, name: str, one_shot: bool, parents: list[int]) -> Who:  # noqa: FBT001 - Hypothesis hands it over
    started_by = tuple((parent, 1_000.0) for parent in parents if parent < pid)
    return make_who(pid, name, one_shot=one_shot, started_by=started_by)


WHO = st.builds(who, PIDS, st.sampled_from(["Obs", "Scrot"]), st.booleans(), st.lists(PIDS, max_size=3))


class LedgerStory(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.ledger = Ledger()
        self.now = 1_000.0
        self.open: dict[str, Finding] = {}
        self.ended: dict[str, Finding] = {}

    def hear(self, events: Iterable[LedgerEvent]) -> None:
        for event in events:
            assert event.at == self.now
            finding = event.finding
            match event:
                case Started():
                    assert finding.id not in {*self.open, *self.ended}
                    assert finding.count == 1
                    self.open[finding.id] = finding
                case Changed():
                    self._changed(finding)
                case Ended():
                    assert self.open.pop(finding.id) == finding
                    self.ended[finding.id] = finding

    def _changed(self, finding: Finding) -> None:
        before = self.open.get(finding.id)
        if before is None:
            before = self.ended.pop(finding.id)
            assert before.one_shot
            assert finding.count == before.count + 1
        assert finding != before
        # a window is told from the screen later, and what reads the keyboard from a remote control
        kinds = {finding.kind, before.kind}
        assert len(kinds) == 1 or Kind.WINDOW in kinds or kinds == {Kind.INPUT, Kind.REMOTE_CONTROL}
        assert finding.since == before.since or finding.strength is not before.strength
        assert before.count <= finding.count <= before.count + 1
        assert finding.count == 1 or finding.one_shot
        self.open[finding.id] = finding

    @rule(
        sensor=SENSORS,
        key=KEYS,
        pid=PIDS,
        who=WHO,
        kind=st.sampled_from([Kind.SCREEN, Kind.CAMERA, Kind.WINDOW, Kind.INPUT, Kind.REMOTE_CONTROL]),
        maybe=st.sampled_from([(), (), (Kind.WINDOW,)]),
        joins=st.sampled_from([(), (), ("x11",), ("process-events", "x11")]),
        strength=st.sampled_from(Strength),
        one_shot=st.booleans(),
        before=st.booleans(),
    )
    def add(self, sensor: str, key: str, pid: int, before: bool, **rest: object) -> None:  # noqa: FBT001 - Hypothesis names its arguments
        who = rest.pop("who")
        sighting = make_sighting(sensor, key, pid, **rest)
        self.hear(self.ledger.add(sighting, who, self.now, began_before=before))  # type: ignore[arg-type]  # drawn from WHO

    @rule(sensor=SENSORS, key=KEYS)
    def withdraw(self, sensor: str, key: str) -> None:
        self.ledger.withdraw(sensor, key, self.now)

    @rule(pid=PIDS)
    def gone(self, pid: int) -> None:
        self.hear(self.ledger.gone(pid, self.now))
        assert pid not in self.ledger.pids

    @rule(sensor=SENSORS, pid=PIDS, keep=st.sets(KEYS))
    def drop(self, sensor: str, pid: int, keep: set[str]) -> None:
        self.hear(self.ledger.drop(sensor, pid, self.now, keep=keep))

    @rule(seconds=st.sampled_from([0.5, CLEAR_AFTER, 60.0]))
    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.hear(self.ledger.due(self.now))
        assert self.ledger.due(self.now) == []
        assert self.ledger.next_due is None or self.ledger.next_due > self.now

    @rule()
    def clear(self) -> None:
        self.hear(self.ledger.clear(self.now))
        assert self.ledger.findings == ()

    @invariant()
    def the_events_tell_what_the_ledger_holds(self) -> None:
        assert {finding.id: finding for finding in self.ledger.findings} == self.open

    @invariant()
    def nothing_is_found_without_evidence(self) -> None:
        assert all(finding.evidence for finding in self.ledger.findings)


TestLedgerStory = LedgerStory.TestCase
TestLedgerStory.settings = settings(max_examples=150, stateful_step_count=30)
