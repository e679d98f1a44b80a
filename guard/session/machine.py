"""What may follow what in a session: one pure state machine without a clock of its own.

`now` is always seconds of a clock that keeps counting while the computer sleeps. Whatever
cannot be told (a clock that ran backwards, a timer that came late) is decided against
going on: yeses expire, a pause ends, and nothing ever leads back into a session.
Each phase has its own function; a new phase is one more function and one more row.
"""

from collections.abc import Callable
from dataclasses import replace

from guard.session.model import (
    AftercareDone,
    BackToPlan,
    Begin,
    Cancel,
    Discomfort,
    EndReason,
    Event,
    Expectation,
    ExpectMore,
    Finish,
    GateChanged,
    GetReady,
    Pause,
    PauseWhy,
    Phase,
    Plan,
    PlanChosen,
    Quit,
    Recovered,
    Resume,
    Session,
    Slept,
    Stop,
    Tick,
)

__all__ = [
    "AftercareDone",
    "BackToPlan",
    "Begin",
    "Cancel",
    "Discomfort",
    "EndReason",
    "Event",
    "ExpectMore",
    "Expectation",
    "Finish",
    "GateChanged",
    "GetReady",
    "Pause",
    "PauseWhy",
    "Phase",
    "Plan",
    "PlanChosen",
    "Quit",
    "Recovered",
    "Resume",
    "Session",
    "Slept",
    "Stop",
    "Tick",
    "new",
    "step",
]

TICKET_SECONDS = 30 * 60.0
PAUSE_SECONDS = 5 * 60.0
LONG_SLEEP_SECONDS = 30 * 60.0


def new(now: float) -> Session:
    """Return a session that is being prepared."""
    return Session(Phase.PREPARE, since=now)


def step(session: Session, event: Event, now: float) -> Session:
    """Return what follows `event`; the same object when it means nothing here."""
    return _PHASES[session.phase](session, event, now)


def _prepare(session: Session, event: Event, now: float) -> Session:
    match event:
        case PlanChosen(plan):
            return _gate(session, now, plan)
        case BackToPlan() | Stop() | Discomfort():
            return session
    return _before_live(session, event, now)


def _in_gate(session: Session, event: Event, now: float) -> Session:
    if isinstance(event, Slept) or (session.gate_open and not _within(TICKET_SECONDS, session.since, now)):
        return _void(session, event, now)
    match event:
        case GateChanged(verdict) if verdict is not session.gate_open:
            return replace(session, gate_open=verdict, since=now)
        case GetReady() if session.gate_open:
            return replace(session, phase=Phase.READY, since=now, ticket_until=now + TICKET_SECONDS)
    return _before_live(session, event, now)


def _ready(session: Session, event: Event, now: float) -> Session:
    if isinstance(event, Slept) or not _within(TICKET_SECONDS, session.since, now):
        return _void(session, event, now)
    match event:
        case GateChanged(False):
            return replace(session, phase=Phase.GATE, since=now, gate_open=False, ticket_until=None)
        case Begin():
            return Session(
                Phase.LIVE, plan=session.plan, since=now, live_since=now, answers_round=session.answers_round
            )
    return _before_live(session, event, now)


def _live(session: Session, event: Event, now: float) -> Session:
    match event:
        case Pause(why):
            return _paused(session, now, why)
        case Slept(seconds) if _within(LONG_SLEEP_SECONDS, 0.0, seconds):
            return _paused(session, now, PauseWhy.SLEEP, slept=seconds)
        case Slept(seconds):
            return _end(_paused(session, now, PauseWhy.SLEEP, slept=seconds), EndReason.SLEPT, now)
        case ExpectMore(expectation):
            return _expect(session, expectation)
    return _ended_by(session, event, now)


def _in_pause(session: Session, event: Event, now: float) -> Session:
    ended = _ended_by(session, event, now)
    if ended is not session:
        return ended
    if reason := _silence(session, event, now):
        return _end(session, reason, now)
    match event:
        case Resume(True, True):
            return replace(session, phase=Phase.LIVE, since=now, live_since=now, paused_why="")
        case Resume():
            return _end(session, EndReason.NO_FRESH_YES, now)
        case ExpectMore(expectation):
            return _expect(session, expectation)
    return session


def _silence(session: Session, event: Event, now: float) -> EndReason | None:
    """Return why a pause is over by itself; an answer that comes too late changes nothing."""
    if isinstance(event, Slept) and not _within(LONG_SLEEP_SECONDS, 0.0, event.seconds):
        return EndReason.SLEPT
    if not _within(PAUSE_SECONDS, session.since, now):
        return EndReason.UNANSWERED
    return None


def _aftercare(session: Session, event: Event, now: float) -> Session:
    if isinstance(event, AftercareDone):
        return replace(session, phase=Phase.CLOSED, since=now)
    return session


def _over(session: Session, event: Event, now: float) -> Session:
    match event:
        case PlanChosen(plan):
            return _gate(session, now, plan)
        case BackToPlan():
            return replace(new(now), answers_round=session.answers_round + 1)
    return session


def _before_live(session: Session, event: Event, now: float) -> Session:
    """Whatever means the same in every phase before live."""
    match event:
        case PlanChosen(plan) if plan != session.plan:
            return _gate(session, now, plan)
        case BackToPlan():
            return replace(_gate(session, now), phase=Phase.PREPARE)
        case Cancel() | Stop() | Discomfort() | Quit():
            return replace(session, phase=Phase.CANCELLED, since=now, gate_open=False, ticket_until=None)
        case Recovered():
            return _end(session, EndReason.INTERRUPTED, now)
        case ExpectMore(expectation):
            return _expect(session, expectation)
    return session


def _void(session: Session, event: Event, now: float) -> Session:
    """Shut the gate because its yeses are too old; a verdict on those cannot open it again."""
    return _before_live(_gate(session, now), event, now)


def _ended_by(session: Session, event: Event, now: float) -> Session:
    """End a live or paused session for every event that ends one, at once and for good."""
    match event:
        case Stop():
            return _end(session, EndReason.STOPPED, now)
        case Discomfort():
            return _end(session, EndReason.DISCOMFORT, now)
        case Quit():
            return _end(session, EndReason.QUIT, now)
        case Finish():
            return _end(session, EndReason.FINISHED, now)
        case Recovered():
            return _end(session, EndReason.INTERRUPTED, now)
    return session


def _gate(session: Session, now: float, plan: Plan | None = None) -> Session:
    """Return to a shut gate, with every answer void."""
    return Session(Phase.GATE, plan or session.plan, since=now, answers_round=session.answers_round + 1)


def _paused(session: Session, now: float, why: str, slept: float = 0.0) -> Session:
    awake = session.elapsed(now - max(0.0, slept))
    return replace(session, phase=Phase.PAUSED, since=now, live_since=None, live_before=awake, paused_why=why)


def _end(session: Session, reason: EndReason, now: float) -> Session:
    return Session(
        Phase.AFTERCARE,
        plan=session.plan,
        since=now,
        live_before=session.elapsed(now),
        end_reason=reason,
        answers_round=session.answers_round + 1,
    )


def _expect(session: Session, more: Expectation) -> Session:
    if session.plan is None or more in session.plan.expected:
        return session
    return replace(session, plan=replace(session.plan, expected=(*session.plan.expected, more)))


def _within(limit: float, start: float, now: float) -> bool:
    """True only if surely less than `limit` seconds have passed; never for a broken clock."""
    return 0.0 <= now - start < limit


_PHASES: dict[Phase, Callable[[Session, Event, float], Session]] = {
    Phase.PREPARE: _prepare,
    Phase.GATE: _in_gate,
    Phase.READY: _ready,
    Phase.LIVE: _live,
    Phase.PAUSED: _in_pause,
    Phase.AFTERCARE: _aftercare,
    Phase.CLOSED: _over,
    Phase.CANCELLED: _over,
}
