"""What may follow what in a session: one pure state machine without a clock of its own.

`now` is always seconds of a clock that keeps counting while the computer sleeps. Whatever
cannot be told (a clock that ran backwards, a timer that came late) is decided against
going on: yeses expire, a pause ends, and nothing ever leads back into a session.
Each phase has its own function; a new phase is one more function and one more row.
"""

from collections.abc import Callable
from dataclasses import replace

from guard.session import moves, running
from guard.session.model import (
    AftercareDone,
    BackToPlan,
    Begin,
    Cancel,
    Discomfort,
    EndReason,
    Event,
    ExpectMore,
    GateChanged,
    GetReady,
    Phase,
    PlanChosen,
    Quit,
    Recovered,
    ReflectDone,
    Session,
    Slept,
    Stop,
)


def new(now: float) -> Session:
    """Return a session that is being prepared."""
    return Session(Phase.PREPARE, since=now)


def step(session: Session, event: Event, now: float) -> Session:
    """Return what follows `event`; the same object when it means nothing here."""
    return _PHASES[session.phase](session, event, now)


def _prepare(session: Session, event: Event, now: float) -> Session:
    match event:
        case PlanChosen(plan):
            return moves.gate(session, now, plan)
        case BackToPlan() | Stop() | Discomfort():
            return session
    return _before_live(session, event, now)


def _in_gate(session: Session, event: Event, now: float) -> Session:
    if isinstance(event, Slept) or (
        session.gate_open and not moves.within(moves.TICKET_SECONDS, session.since, now)
    ):
        return _void(session, event, now)
    match event:
        case GateChanged(verdict) if verdict is not session.gate_open:
            return replace(session, gate_open=verdict, since=now)
        case GetReady() if session.gate_open:
            return replace(session, phase=Phase.READY, since=now, ticket_until=now + moves.TICKET_SECONDS)
    return _before_live(session, event, now)


def _ready(session: Session, event: Event, now: float) -> Session:
    if isinstance(event, Slept) or not moves.within(moves.TICKET_SECONDS, session.since, now):
        return _void(session, event, now)
    match event:
        case GateChanged(False):
            return replace(session, phase=Phase.GATE, since=now, gate_open=False, ticket_until=None)
        case Begin():
            return running.begun(session, now)
    return _before_live(session, event, now)


def _aftercare(session: Session, event: Event, now: float) -> Session:
    if isinstance(event, AftercareDone):
        hard = session.end_reason is None or session.end_reason.hard
        return replace(session, phase=Phase.CLOSED if hard else Phase.REFLECT, since=now)
    return session


def _reflect(session: Session, event: Event, now: float) -> Session:
    if isinstance(event, ReflectDone):
        return replace(session, phase=Phase.CLOSED, since=now)
    return session


def _over(session: Session, event: Event, now: float) -> Session:
    match event:
        case PlanChosen(plan):
            return moves.gate(session, now, plan)
        case BackToPlan():
            return replace(new(now), answers_round=session.answers_round + 1)
    return session


def _before_live(session: Session, event: Event, now: float) -> Session:
    """Whatever means the same in every phase before live."""
    match event:
        case PlanChosen(plan) if plan != session.plan:
            return moves.gate(session, now, plan)
        case BackToPlan():
            return replace(moves.gate(session, now), phase=Phase.PREPARE)
        case Cancel() | Stop() | Discomfort() | Quit():
            return replace(session, phase=Phase.CANCELLED, since=now, gate_open=False, ticket_until=None)
        case Recovered():
            return moves.end(session, EndReason.INTERRUPTED, now)
        case ExpectMore(expectation):
            return moves.expect(session, expectation)
    return session


def _void(session: Session, event: Event, now: float) -> Session:
    """Shut the gate because its yeses are too old; a verdict on those cannot open it again."""
    return _before_live(moves.gate(session, now), event, now)


_PHASES: dict[Phase, Callable[[Session, Event, float], Session]] = {
    Phase.PREPARE: _prepare,
    Phase.GATE: _in_gate,
    Phase.READY: _ready,
    Phase.LIVE: running.live,
    Phase.CHECK_IN: running.in_check_in,
    Phase.PAUSED: running.in_pause,
    Phase.AFTERCARE: _aftercare,
    Phase.REFLECT: _reflect,
    Phase.CLOSED: _over,
    Phase.CANCELLED: _over,
}
