"""The moves of the session machine that more than one phase makes, and how long things hold."""

from dataclasses import replace

from guard.session.model import EndReason, Expectation, Phase, Plan, Session

TICKET_SECONDS = 30 * 60.0
PAUSE_SECONDS = 5 * 60.0
LONG_SLEEP_SECONDS = 30 * 60.0


def gate(session: Session, now: float, plan: Plan | None = None) -> Session:
    """Return to a shut gate, with every answer void."""
    return Session(Phase.GATE, plan or session.plan, since=now, answers_round=session.answers_round + 1)


def paused(session: Session, now: float, why: str, slept: float = 0.0) -> Session:
    """Pause now; the `slept` seconds before it were not live."""
    awake = session.elapsed(now - max(0.0, slept))
    return replace(
        session,
        phase=Phase.PAUSED,
        since=now,
        live_since=None,
        live_before=awake,
        paused_why=why,
        asking=None,
    )


def end(session: Session, reason: EndReason, now: float) -> Session:
    """End for good; only figures outlive it."""
    return Session(
        Phase.AFTERCARE,
        plan=session.plan,
        since=now,
        live_before=session.elapsed(now),
        end_reason=reason,
        answers_round=session.answers_round + 1,
        asked=session.asked,
        answered=session.answered,
        extended=session.extended,
    )


def expect(session: Session, more: Expectation) -> Session:
    """Take one more capture as expected, for this session only."""
    if session.plan is None or more in session.plan.expected:
        return session
    return replace(session, plan=replace(session.plan, expected=(*session.plan.expected, more)))


def within(limit: float, start: float, now: float) -> bool:
    """True only if surely less than `limit` seconds have passed; never for a broken clock."""
    return 0.0 <= now - start < limit
