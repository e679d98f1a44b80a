import math

import pytest

from guard.session.machine import step
from guard.session.model import (
    AftercareDone,
    Answered,
    Asking,
    Begin,
    CheckInAnswer,
    EndReason,
    Extend,
    Finish,
    GateChanged,
    GetReady,
    Pause,
    Phase,
    Plan,
    PlanChosen,
    ReflectDone,
    Resume,
    Session,
    Slept,
    Stop,
    Tick,
)
from tests.session.paths import TO_LIVE, after
from tests.session.walk import PLAN, TIMED

ASKED = 600.0


def asked(plan: Plan = PLAN, at: float = ASKED) -> Session:
    begun = after(PlanChosen(plan), GateChanged(open=True), GetReady(), Begin())
    return step(begun, Tick(), at)


@pytest.mark.parametrize(("moment", "phase"), [(599.9, Phase.LIVE), (600.0, Phase.CHECK_IN)])
def test_the_first_check_in_comes_after_half_an_interval(moment: float, phase: Phase) -> None:
    assert asked(at=moment).phase is phase


def test_the_next_check_in_comes_an_interval_after_the_last_and_time_goes_on() -> None:
    session = step(asked(), Answered(CheckInAnswer.COMFORTABLE), 660.0)
    assert (session.phase, session.elapsed(700.0)) == (Phase.LIVE, 700.0)
    assert step(session, Tick(), 1799.9) is session
    assert step(session, Tick(), 1800.0).phase is Phase.CHECK_IN


def test_pauses_put_no_check_in_off() -> None:
    session = after(*TO_LIVE)
    session = step(step(session, Pause("practical"), 500.0), Resume(mine=True, theirs=True), 700.0)
    assert step(session, Tick(), 799.9).phase is Phase.LIVE
    assert step(session, Tick(), 800.0).phase is Phase.CHECK_IN


def test_adjusting_needs_two_fresh_yeses_again() -> None:
    session = step(asked(), Answered(CheckInAnswer.ADJUST), 610.0)
    assert (session.phase, session.paused_why) == (Phase.PAUSED, "adjust")
    assert step(session, Answered(CheckInAnswer.COMFORTABLE), 620.0) is session
    assert step(session, Resume(mine=True, theirs=True), 620.0).phase is Phase.LIVE


@pytest.mark.parametrize("moment", [600.0, 700.0, 5000.0])
def test_red_ends_it_even_when_it_comes_late(moment: float) -> None:
    session = step(asked(), Answered(CheckInAnswer.STOP), moment)
    assert session.end_reason is EndReason.DISCOMFORT


@pytest.mark.parametrize(
    ("waited", "phase", "why"),
    [(89.9, Phase.CHECK_IN, ""), (90.0, Phase.PAUSED, "unanswered"), (300.0, Phase.AFTERCARE, "")],
)
def test_silence_pauses_and_then_ends(waited: float, phase: Phase, why: str) -> None:
    session = step(asked(), Tick(), ASKED + waited)
    assert (session.phase, session.paused_why) == (phase, why)


def test_a_pause_after_silence_ends_five_minutes_after_the_question() -> None:
    session = step(asked(), Tick(), ASKED + 95.0)
    assert session.elapsed(9999.0) == ASKED + 90.0
    assert step(session, Tick(), ASKED + 299.9) is session
    assert step(session, Tick(), ASKED + 300.0).end_reason is EndReason.UNANSWERED


@pytest.mark.parametrize(
    ("late", "phase"), [(5.0, Phase.CHECK_IN), (90.0, Phase.PAUSED), (300.0, Phase.AFTERCARE)]
)
def test_a_timer_that_comes_late_gives_no_time_away(late: float, phase: Phase) -> None:
    session = asked(at=ASKED + late)
    assert session.phase is phase
    assert session.elapsed(9999.0) <= ASKED + 90.0
    if phase is Phase.CHECK_IN:
        assert session.since == ASKED


def test_a_comfortable_that_comes_too_late_is_none() -> None:
    late = step(asked(), Answered(CheckInAnswer.COMFORTABLE), ASKED + 90.0)
    assert (late.phase, late.answered) == (Phase.PAUSED, 0)


def test_an_answer_to_what_nobody_was_asked_yet_only_asks() -> None:
    session = step(after(*TO_LIVE), Answered(CheckInAnswer.COMFORTABLE), ASKED)
    assert (session.phase, session.asked, session.answered) == (Phase.CHECK_IN, 1, 0)


@pytest.mark.parametrize("phase", [Phase.LIVE, Phase.CHECK_IN])
def test_sleep_in_a_check_in_pauses_as_it_does_elsewhere(phase: Phase) -> None:
    start = asked() if phase is Phase.CHECK_IN else after(*TO_LIVE)
    session = step(start, Slept(20.0), 620.0 if phase is Phase.CHECK_IN else 500.0)
    assert (session.phase, session.paused_why) == (Phase.PAUSED, "sleep")


def test_time_up_is_extended_once_with_two_yeses_and_then_ends_by_itself() -> None:
    session = asked(TIMED, at=500.0)
    assert session.asking is Asking.TIME_UP
    session = step(session, Extend(mine=True, theirs=True), 520.0)
    assert (session.phase, session.extended, session.limit) == (Phase.LIVE, True, 750.0)
    assert step(session, Tick(), 749.9) is session
    over = step(session, Tick(), 750.0)
    assert (over.phase, over.end_reason, over.extended) == (Phase.AFTERCARE, EndReason.TIME_UP, True)


def test_a_check_in_does_not_put_off_the_end_of_the_extension() -> None:
    plan = Plan("p4", "Ash", "signal", check_in=300.0, length=690.0)
    session = asked(plan, at=150.0)
    for answered, moment in ((151.0, 450.0), (451.0, 690.0)):
        session = step(step(session, Answered(CheckInAnswer.COMFORTABLE), answered), Tick(), moment)
    session = step(session, Extend(mine=True, theirs=True), 691.0)
    session = step(session, Tick(), 990.0)
    assert (session.phase, session.asking) == (Phase.CHECK_IN, Asking.HOW)
    assert step(session, Tick(), 1034.9) is session
    assert step(session, Tick(), 1035.0).end_reason is EndReason.TIME_UP


@pytest.mark.parametrize(("mine", "theirs"), [(True, False), (False, True), (False, False)])
def test_anything_but_two_yeses_ends_what_is_up(*, mine: bool, theirs: bool) -> None:
    session = step(asked(TIMED, at=500.0), Extend(mine, theirs), 501.0)
    assert session.end_reason is EndReason.NO_FRESH_YES


def test_comfortable_is_no_answer_to_time_that_is_up() -> None:
    session = asked(TIMED, at=500.0)
    assert step(session, Answered(CheckInAnswer.COMFORTABLE), 501.0) is session


def test_two_yeses_after_a_pause_in_which_the_time_was_up_are_the_extension() -> None:
    paused = step(asked(TIMED, at=500.0), Pause("practical"), 510.0)
    session = step(paused, Resume(mine=True, theirs=True), 520.0)
    assert session.extended
    again = step(step(session, Pause("practical"), 600.0), Resume(mine=True, theirs=True), 610.0)
    assert (again.phase, again.extended) == (Phase.LIVE, True)
    assert step(again, Tick(), 900.0).end_reason is EndReason.TIME_UP


def test_what_was_asked_and_answered_is_counted_and_outlives_the_end() -> None:
    session = step(asked(), Answered(CheckInAnswer.COMFORTABLE), 610.0)
    session = step(step(session, Tick(), 1800.0), Tick(), 1895.0)
    session = step(session, Stop(), 1900.0)
    session = step(session, AftercareDone(), 1901.0)
    assert (session.phase, session.asked, session.answered) == (Phase.CLOSED, 2, 1)
    assert step(session, PlanChosen(PLAN), 1902.0).asked == 0


def test_a_good_end_is_looked_back_on_and_may_be_skipped() -> None:
    session = step(after(*TO_LIVE, Finish()), AftercareDone(), 1.0)
    assert session.phase is Phase.REFLECT
    assert step(session, Tick(), 9e9) is session
    assert step(session, ReflectDone(), 2.0).phase is Phase.CLOSED


@pytest.mark.parametrize(
    ("check_in", "length"), [(299.0, 0.0), (3601.0, 0.0), (math.nan, 0.0), (1200.0, 60.0), (1200.0, -1.0)]
)
def test_a_plan_out_of_bounds_is_refused(check_in: float, length: float) -> None:
    with pytest.raises(ValueError, match="minutes"):
        Plan("p1", "Robin", "signal", check_in=check_in, length=length)
