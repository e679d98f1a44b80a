import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.session.machine import new, step
from guard.session.model import (
    AftercareDone,
    Begin,
    Discomfort,
    EndReason,
    Event,
    Expectation,
    ExpectMore,
    GateChanged,
    GetReady,
    Pause,
    Phase,
    Plan,
    PlanChosen,
    Resume,
    Slept,
    Stop,
    Tick,
)
from tests.session.paths import TO_GATE, TO_LIVE, TO_PAUSE, TO_READY, after
from tests.session.rules import broken
from tests.session.walk import EVENTS, MINE, OTHER, PLAN, walk


def test_every_event_in_every_reachable_state_keeps_every_rule() -> None:
    steps = 0
    phases = set()
    reasons = set()
    for before, event, now, then in walk(step):
        assert not broken(before, event, now, then), (before, event, now, then)
        steps += 1
        phases.add(then.phase)
        reasons.add(then.end_reason)
    assert phases == set(Phase)
    assert reasons == {None, *EndReason}
    assert steps > 100_000


any_seconds = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(-4000, 4000),
    st.sampled_from([0.0, 1.0, 89.0, 90.0, 299.0, 300.0, 600.0, 1799.0, 1800.0]),
)
any_event = st.one_of(st.sampled_from(EVENTS), st.builds(Slept, any_seconds))
likely = st.sampled_from([*TO_PAUSE, Resume(mine=True, theirs=True)])


@settings(deadline=None)
@given(st.lists(st.tuples(any_event | likely, any_seconds | st.just(0.0)), max_size=40))
def test_a_random_walk_with_a_broken_clock_keeps_every_rule(moves: list[tuple[Event, float]]) -> None:
    session, now = new(0.0), 0.0
    for event, jump in moves:
        now = now + jump if math.isfinite(now + jump) else jump
        then = step(session, event, now)
        assert not broken(session, event, now, then), (session, event, now, then)
        session = then


@settings(deadline=None)
@given(st.lists(st.tuples(any_event, st.floats(-100, 100)), max_size=30))
def test_only_two_fresh_yeses_lead_back_from_a_pause(moves: list[tuple[Event, float]]) -> None:
    session, now = after(*TO_PAUSE), 0.0
    for event, jump in moves:
        now += jump
        if event == Resume(mine=True, theirs=True):
            continue
        session = step(session, event, now)
        if session.phase not in {Phase.PAUSED, Phase.AFTERCARE}:
            break
    assert session.phase is not Phase.LIVE or Begin() in [event for event, _ in moves]


def test_from_plan_to_close() -> None:
    session = new(0.0)
    expected: list[tuple[Event, Phase]] = [
        (PlanChosen(PLAN), Phase.GATE),
        (GetReady(), Phase.GATE),
        (GateChanged(open=True), Phase.GATE),
        (Begin(), Phase.GATE),
        (GetReady(), Phase.READY),
        (Begin(), Phase.LIVE),
        (Pause("practical"), Phase.PAUSED),
        (Resume(mine=True, theirs=True), Phase.LIVE),
        (Stop(), Phase.AFTERCARE),
        (Resume(mine=True, theirs=True), Phase.AFTERCARE),
        (AftercareDone(), Phase.CLOSED),
        (PlanChosen(OTHER), Phase.GATE),
    ]
    for now, (event, phase) in enumerate(expected):
        session = step(session, event, float(now))
        assert session.phase is phase, event
    assert not session.gate_open


@pytest.mark.parametrize(
    ("waited", "phase"), [(1799.9, Phase.LIVE), (1800.0, Phase.GATE), (-0.1, Phase.GATE)]
)
def test_a_ticket_is_good_for_thirty_minutes(waited: float, phase: Phase) -> None:
    assert step(after(*TO_READY, at=50.0), Begin(), 50.0 + waited).phase is phase


def test_an_open_gate_does_not_stay_open_overnight() -> None:
    session = step(after(*TO_GATE), GetReady(), 8 * 3600.0)
    assert session.phase is Phase.GATE
    assert not session.gate_open


def test_a_verdict_on_old_answers_does_not_open_the_gate_again() -> None:
    late = step(after(*TO_READY), GateChanged(open=True), 8 * 3600.0)
    assert late.phase is Phase.GATE
    assert not late.gate_open


@pytest.mark.parametrize(("waited", "phase"), [(299.9, Phase.PAUSED), (300.0, Phase.AFTERCARE)])
def test_a_pause_waits_five_minutes(waited: float, phase: Phase) -> None:
    assert step(after(*TO_PAUSE), Tick(), waited).phase is phase


def test_a_yes_that_comes_after_five_minutes_is_too_late() -> None:
    session = step(after(*TO_PAUSE), Resume(mine=True, theirs=True), 300.0)
    assert session.end_reason is EndReason.UNANSWERED


def test_discomfort_in_a_long_pause_is_still_what_ends_it() -> None:
    assert step(after(*TO_PAUSE), Discomfort(), 999.0).end_reason is EndReason.DISCOMFORT


def test_only_live_seconds_are_counted() -> None:
    session = after(*TO_LIVE)
    session = step(session, Pause("practical"), 60.0)
    session = step(session, Resume(mine=True, theirs=True), 200.0)
    assert session.elapsed(210.0) == 70.0
    session = step(session, Slept(100.0), 320.0)
    assert session.elapsed(999.0) == 80.0
    session = step(session, Stop(), 400.0)
    assert session.elapsed(5000.0) == 80.0


def test_a_clock_that_jumps_back_never_makes_negative_time() -> None:
    session = after(*TO_LIVE, at=1000.0)
    assert session.elapsed(0.0) == 0.0


def test_this_is_mine_adds_once_and_only_to_this_session() -> None:
    session = after(*TO_LIVE)
    more = step(session, ExpectMore(MINE), 1.0)
    assert more.plan == Plan("p1", "Robin", "signal", (MINE,))
    assert step(more, ExpectMore(MINE), 2.0) is more
    assert step(session, ExpectMore(Expectation("zoom", "screen")), 1.0).plan != more.plan


@pytest.mark.parametrize(
    ("reason", "hard"),
    [
        (EndReason.STOPPED, True),
        (EndReason.DISCOMFORT, True),
        (EndReason.UNANSWERED, True),
        (EndReason.INTERRUPTED, True),
        (EndReason.QUIT, True),
        (EndReason.FINISHED, False),
        (EndReason.NO_FRESH_YES, True),
        (EndReason.SLEPT, False),
        (EndReason.TIME_UP, False),
    ],
)
def test_an_end_that_may_have_been_hard_is_taken_as_hard(reason: EndReason, hard: bool) -> None:  # noqa: FBT001 - a table's column
    assert reason.hard is hard


def test_a_pseudonym_stays_out_of_logs() -> None:
    assert "Robin" not in repr(after(*TO_PAUSE))
