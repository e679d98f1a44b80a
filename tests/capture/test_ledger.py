from collections.abc import Sequence
from dataclasses import replace

import pytest

from guard.capture.finding import Changed, Confidence, Ended, Evidence, Finding, Kind, Started, Strength
from guard.capture.ledger import CLEAR_AFTER, Ledger, LedgerEvent
from tests.capture.strategies import make_sighting, make_who

OBS = make_who(name="Obs")
SCROT = make_who(name="Scrot", one_shot=True)


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def only(events: Sequence[LedgerEvent], sort: type[LedgerEvent]) -> Finding:
    (event,) = events
    assert type(event) is sort
    return event.finding


def test_many_sensors_are_one_finding(ledger: Ledger) -> None:
    first = only(ledger.add(make_sighting("process-events"), OBS, 1.0), Started)
    both = only(ledger.add(make_sighting("x11"), OBS, 2.0), Changed)
    assert both.id == first.id
    assert both.since == 1.0
    assert both.evidence == (
        Evidence("process-events", "process-events saw it"),
        Evidence("x11", "x11 saw it"),
    )
    assert ledger.findings == (both,)


def test_the_same_sighting_again_is_no_news(ledger: Ledger) -> None:
    ledger.add(make_sighting(), OBS, 1.0)
    assert ledger.add(make_sighting(), OBS, 2.0) == []


def test_two_kinds_and_two_programs_are_findings_of_their_own(ledger: Ledger) -> None:
    ledger.add(make_sighting(key="a"), OBS, 1.0)
    ledger.add(make_sighting(key="b", kind=Kind.MICROPHONE), OBS, 1.0)
    ledger.add(make_sighting(key="c", pid=200), make_who(200, "Peek"), 1.0)
    assert [finding.id for finding in ledger.findings] == ["f1", "f2", "f3"]


def test_strength_rises_and_falls(ledger: Ledger) -> None:
    ledger.add(make_sighting("process-events", strength=Strength.RUNNING), OBS, 1.0)
    risen = only(ledger.add(make_sighting("x11"), OBS, 2.0), Changed)
    assert risen.strength is Strength.CAPTURING
    ledger.withdraw("x11", "k", 3.0)
    fallen = only(ledger.due(3.0 + CLEAR_AFTER), Changed)
    assert (fallen.id, fallen.strength) == (risen.id, Strength.RUNNING)


def test_the_better_name_wins_at_equal_strength(ledger: Ledger) -> None:
    nameless = make_who(name="thing", tool=None, confidence=Confidence.LOW)
    ledger.add(make_sighting("x11"), nameless, 1.0)
    named = only(ledger.add(make_sighting("process-events"), OBS, 2.0), Changed)
    assert (named.name, named.confidence) == ("Obs", Confidence.HIGH)


def test_the_least_sure_part_decides_how_sure_it_is(ledger: Ledger) -> None:
    unsure = make_sighting(confidence=Confidence.MEDIUM)
    assert only(ledger.add(unsure, OBS, 1.0), Started).confidence is Confidence.MEDIUM


def test_a_screenshot_again_is_counted_under_the_same_id(ledger: Ledger) -> None:
    first = only(ledger.add(make_sighting(pid=100), SCROT, 1.0), Started)
    assert (first.one_shot, first.count) == (True, 1)
    assert only(ledger.gone(100, 1.1), Ended).id == first.id
    second = ledger.add(make_sighting(key="2", pid=101), make_who(101, one_shot=True), 9.0)
    again = only(second, Changed)
    assert (again.id, again.count, again.since, again.pid) == (first.id, 2, 1.0, 101)
    assert only(ledger.gone(101, 9.1), Ended).count == 2


def test_two_screenshots_at_once_are_two(ledger: Ledger) -> None:
    ledger.add(make_sighting(pid=100), SCROT, 1.0)
    twice = only(ledger.add(make_sighting(key="2", pid=101), make_who(101, one_shot=True), 1.0), Changed)
    assert twice.count == 2
    assert only(ledger.gone(100, 1.1), Changed).count == 2
    assert only(ledger.gone(101, 1.1), Ended).count == 2


def test_one_screenshot_told_by_two_sensors_is_one(ledger: Ledger) -> None:
    ledger.add(make_sighting("process-events"), SCROT, 1.0)
    both = only(ledger.add(make_sighting("x11"), SCROT, 1.0), Changed)
    assert (both.count, len(both.evidence)) == (1, 2)


def test_a_screenshot_under_a_reused_pid_is_another_one(ledger: Ledger) -> None:
    ledger.add(make_sighting(), SCROT, 1.0)
    other = replace(SCROT, key=(100, 2_000.0))
    assert only(ledger.add(make_sighting(), other, 2.0), Changed).count == 2


def test_two_screenshot_programs_are_two_findings(ledger: Ledger) -> None:
    ledger.add(make_sighting(pid=100), SCROT, 1.0)
    maim = make_who(101, "Maim", one_shot=True)
    assert only(ledger.add(make_sighting(key="2", pid=101), maim, 1.0), Started).count == 1


def test_a_recorder_that_runs_again_is_a_new_finding(ledger: Ledger) -> None:
    ledger.add(make_sighting(), OBS, 1.0)
    ledger.gone(100, 2.0)
    assert only(ledger.add(make_sighting(pid=101), make_who(101, "Obs"), 3.0), Started).id == "f2"


def test_a_withdrawn_sighting_lasts_a_little(ledger: Ledger) -> None:
    ledger.add(make_sighting(), OBS, 1.0)
    ledger.withdraw("process-events", "k", 2.0)
    ledger.withdraw("process-events", "k", 6.0)  # told twice: the first counts
    assert ledger.due(2.0 + CLEAR_AFTER - 0.1) == []
    assert only(ledger.due(2.0 + CLEAR_AFTER), Ended).id == "f1"
    assert ledger.findings == ()


def test_seen_again_in_time_it_never_ended(ledger: Ledger) -> None:
    ledger.add(make_sighting(), OBS, 1.0)
    ledger.withdraw("process-events", "k", 2.0)
    assert ledger.add(make_sighting(), OBS, 3.0) == []
    assert ledger.due(100.0) == []


def test_what_is_gone_ends_at_once(ledger: Ledger) -> None:
    ledger.add(make_sighting("process-events"), OBS, 1.0)
    ledger.add(make_sighting("x11"), OBS, 1.0)
    assert only(ledger.gone(100, 1.5), Ended).id == "f1"
    assert ledger.pids == set()
    assert ledger.gone(100, 1.5) == []


def test_a_helper_that_is_gone_takes_only_its_own_evidence(ledger: Ledger) -> None:
    ledger.add(make_sighting(pid=100), OBS, 1.0)
    ledger.add(make_sighting("x11", pid=101), OBS, 1.0)
    assert ledger.pids == {100, 101}
    assert only(ledger.gone(101, 2.0), Changed).evidence == (
        Evidence("process-events", "process-events saw it"),
    )


def test_drop_spares_other_sensors_and_what_to_keep(ledger: Ledger) -> None:
    ledger.add(make_sighting("process-events", "a"), OBS, 1.0)
    ledger.add(make_sighting("process-events", "b", kind=Kind.CAMERA), OBS, 1.0)
    ledger.add(make_sighting("x11", "c", kind=Kind.INPUT), OBS, 1.0)
    assert only(ledger.drop("process-events", 100, 2.0, keep={"a"}), Ended).kind is Kind.CAMERA
    assert {finding.kind for finding in ledger.findings} == {Kind.SCREEN, Kind.INPUT}


def test_a_sighting_that_turns_out_to_be_anothers_moves(ledger: Ledger) -> None:
    ledger.add(make_sighting(), OBS, 1.0)
    ended, started = ledger.add(make_sighting(), make_who(300, "Peek"), 2.0)
    assert isinstance(ended, Ended)
    assert isinstance(started, Started)
    assert (ended.finding.name, started.finding.name) == ("Obs", "Peek")


def test_what_was_there_before_stays_so(ledger: Ledger) -> None:
    ledger.add(make_sighting("process-events"), OBS, 1.0, began_before=True)
    changed = only(ledger.add(make_sighting("x11"), OBS, 2.0), Changed)
    assert changed.began_before


def test_clear_ends_everything_and_goes_on_counting(ledger: Ledger) -> None:
    ledger.add(make_sighting(key="1"), OBS, 1.0)
    ledger.add(make_sighting(key="2", pid=101), make_who(101, one_shot=True), 1.0)
    assert [type(event) for event in ledger.clear(2.0)] == [Ended, Ended]
    assert ledger.findings == ()
    assert only(ledger.add(make_sighting(key="1"), OBS, 3.0), Started).id == "f3"
    shot = ledger.add(make_sighting(key="2", pid=102), make_who(102, one_shot=True), 3.0)
    assert only(shot, Changed).count == 2
