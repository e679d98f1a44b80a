"""The rules themselves are tested with machines that break them."""

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

import pytest

from guard.session import machine, model, moves, running
from guard.session.machine import step
from guard.session.model import (
    AftercareDone,
    Answered,
    Asking,
    BackToPlan,
    Begin,
    Cancel,
    Discomfort,
    EndReason,
    Event,
    Extend,
    GateChanged,
    GetReady,
    Pause,
    Phase,
    PlanChosen,
    Quit,
    Recovered,
    Resume,
    Session,
    Slept,
    Stop,
    Tick,
)
from tests.session.rules import RULES, broken
from tests.session.walk import OTHER, walk

Change = Callable[[Session, Event, float, Session], Session]


def _when(event: type, phase: Phase, change: Callable[[Session, Session, float], Session]) -> Change:
    """A wrong machine: in `phase`, `event` leads elsewhere than it should."""

    def wrong(before: Session, happened: Event, now: float, then: Session) -> Session:
        if isinstance(happened, event) and before.phase is phase:
            return change(before, then, now)
        return then

    return wrong


def _stays(before: Session, _then: Session, _now: float) -> Session:
    return before


def _becomes(**fields: object) -> Callable[[Session, Session, float], Session]:
    return lambda before, _then, _now: replace(before, **fields)  # type: ignore[arg-type] # a wrong state on purpose


def _spoils(**fields: object) -> Callable[[Session, Session, float], Session]:
    return lambda _before, then, _now: replace(then, **fields)  # type: ignore[arg-type] # a wrong state on purpose


def _renewed(before: Session, _then: Session, now: float) -> Session:
    return replace(before, since=now, ticket_until=now + 1800)


def _asked(before: Session, _then: Session, now: float) -> Session:
    return replace(before, phase=Phase.CHECK_IN, since=now, asking=Asking.HOW, asked=before.asked + 1)


def _since_now(_before: Session, then: Session, now: float) -> Session:
    return replace(then, since=now)


MUTANTS: dict[str, Change] = {
    "live_only_by_ticket_or_two_yeses": _when(
        Begin, Phase.GATE, _becomes(phase=Phase.LIVE, live_since=0.0, gate_open=False)
    ),
    "ready_only_through_the_open_gate": _when(
        GetReady, Phase.GATE, _becomes(phase=Phase.READY, gate_open=True, ticket_until=9e9)
    ),
    "a_ticket_is_never_renewed": _when(GetReady, Phase.READY, _renewed),
    "a_ticket_lives_only_while_ready": _when(Begin, Phase.READY, _spoils(ticket_until=9e9)),
    "the_gate_is_open_only_before_live": _when(Begin, Phase.READY, _spoils(gate_open=True)),
    "an_old_ticket_goes_back_to_the_gate": _when(Tick, Phase.READY, _stays),
    "sleep_voids_every_yes": _when(Slept, Phase.READY, _stays),
    "another_plan_voids_every_yes": _when(PlanChosen, Phase.READY, _stays),
    "a_withdrawn_yes_voids_the_ticket": _when(GateChanged, Phase.READY, _stays),
    "void_answers_open_nothing": _when(Slept, Phase.GATE, _spoils(gate_open=True)),
    "a_new_session_asks_anew": _when(PlanChosen, Phase.CLOSED, _spoils(answers_round=0)),
    "stop_ends_at_once_at_any_time": _when(Stop, Phase.LIVE, _spoils(end_reason=EndReason.FINISHED)),
    "only_an_end_leaves_a_session": _when(
        Cancel, Phase.PAUSED, _becomes(phase=Phase.CANCELLED, paused_why="")
    ),
    "an_end_is_final": _when(BackToPlan, Phase.AFTERCARE, _becomes(phase=Phase.PREPARE, end_reason=None)),
    "discomfort_never_pauses": _when(
        Discomfort, Phase.LIVE, _becomes(phase=Phase.PAUSED, live_since=None, paused_why="practical")
    ),
    "sleep_pauses_or_ends": _when(Slept, Phase.LIVE, _stays),
    "a_long_sleep_ends_a_pause": _when(Slept, Phase.PAUSED, _stays),
    "silence_ends_a_pause": _when(Tick, Phase.PAUSED, _stays),
    "less_than_two_yeses_end_it": _when(Resume, Phase.PAUSED, _stays),
    "a_pause_is_never_renewed": _when(
        Pause, Phase.PAUSED, lambda before, _then, now: replace(before, since=now)
    ),
    "before_live_it_can_be_called_off": _when(Quit, Phase.READY, _stays),
    "a_crash_leads_to_aftercare": _when(Recovered, Phase.PREPARE, _stays),
    "only_live_time_counts": _when(Resume, Phase.PAUSED, _spoils(live_before=77.0)),
    "an_end_has_its_reason": _when(Stop, Phase.PAUSED, _spoils(end_reason=None)),
    "a_pause_has_its_reason": _when(Pause, Phase.LIVE, _spoils(paused_why="")),
    "the_plan_stays_but_for_expectations": _when(Tick, Phase.LIVE, _becomes(plan=OTHER)),
    "what_means_nothing_changes_nothing": _when(
        Tick, Phase.AFTERCARE, lambda before, _then, _now: replace(before)
    ),
}


MUTANTS |= {
    "a_check_in_is_passed_only_by_a_timely_yes": _when(
        Tick, Phase.CHECK_IN, _becomes(phase=Phase.LIVE, asking=None)
    ),
    "what_is_due_is_asked": _when(Tick, Phase.LIVE, _stays),
    "nothing_is_asked_early": _when(Tick, Phase.LIVE, _asked),
    "the_first_check_in_comes_after_half_of_it": _when(Begin, Phase.READY, _spoils(check_in_at=1200.0)),
    "the_next_check_in_is_an_interval_away": _when(Answered, Phase.CHECK_IN, _spoils(check_in_at=9e9)),
    "a_question_waits_from_when_it_was_due": _when(Tick, Phase.LIVE, _since_now),
    "silence_pauses_and_then_ends": _when(Tick, Phase.CHECK_IN, _stays),
    "an_unanswered_check_in_has_five_minutes_in_all": _when(Tick, Phase.CHECK_IN, _since_now),
    "adjusting_pauses": _when(Answered, Phase.CHECK_IN, _stays),
    "time_is_extended_once": _when(Pause, Phase.LIVE, _spoils(extended=False)),
    "time_that_is_up_needs_two_yeses": _when(
        Answered, Phase.CHECK_IN, _becomes(phase=Phase.LIVE, asking=None, extended=True)
    ),
    "after_the_extension_it_ends_by_itself": _when(Tick, Phase.LIVE, _stays),
    "time_up_ends_it_only_after_the_extension": _when(
        Tick, Phase.CHECK_IN, _spoils(end_reason=EndReason.TIME_UP)
    ),
    "a_pause_does_not_win_time": _when(
        Resume, Phase.PAUSED, lambda before, _then, now: replace(before, phase=Phase.LIVE, live_since=now)
    ),
    "less_than_two_yeses_extend_nothing": _when(Extend, Phase.CHECK_IN, _stays),
    "a_question_is_there_only_in_a_check_in": _when(Answered, Phase.CHECK_IN, _spoils(asking=Asking.HOW)),
    "questions_and_answers_are_counted": _when(Answered, Phase.CHECK_IN, _spoils(answered=0)),
    "only_a_soft_end_is_looked_back_on": _when(AftercareDone, Phase.AFTERCARE, _spoils(phase=Phase.REFLECT)),
}


def test_every_rule_has_a_machine_that_breaks_it() -> None:
    assert set(MUTANTS) == set(RULES)


@pytest.mark.parametrize("rule", MUTANTS)
def test_a_rule_notices_the_machine_that_breaks_it(rule: str) -> None:
    def wrong_step(session: Session, event: Event, now: float) -> Session:
        return MUTANTS[rule](session, event, now, step(session, event, now))

    assert any(not RULES[rule](*taken) for taken in walk(wrong_step))


@pytest.mark.parametrize(
    ("part", "name", "wrong"),
    [
        (moves, "within", lambda _limit, _start, _now: True),
        (moves, "within", lambda limit, start, now: now - start < limit),
        (moves, "within", lambda limit, start, now: 0 <= now - start <= limit),
        (running, "_silence", lambda _session, _event, _now: None),
        (running, "_ended_by", lambda session, _event, _now: session),
        (running, "_due", lambda _session, _now: None),
        (running, "_due", lambda session, now: Asking.HOW if session.elapsed(now) >= 600 else None),
        (running, "_time_is_over", lambda _session, _now: False),
        (running, "_interval", lambda _session: 600.0),
        (running, "_answers", lambda _session, _event: False),
        (
            running,
            "_go_on",
            lambda session, now: replace(
                session, phase=Phase.LIVE, since=now, live_since=now, paused_why="", extended=True
            ),
        ),
        (machine, "_void", machine._before_live),
        (
            moves,
            "gate",
            lambda session, now, plan=None: replace(
                session, phase=Phase.GATE, plan=plan or session.plan, since=now
            ),
        ),
        (moves, "TICKET_SECONDS", 3600.0),
        (moves, "PAUSE_SECONDS", 301.0),
        (moves, "LONG_SLEEP_SECONDS", 9e12),
        (model, "ANSWER_SECONDS", 91.0),
    ],
)
def test_a_wrong_part_of_the_machine_is_noticed(
    monkeypatch: pytest.MonkeyPatch, part: ModuleType, name: str, wrong: object
) -> None:
    monkeypatch.setattr(part, name, wrong)
    assert any(broken(*taken) for taken in walk(step))
