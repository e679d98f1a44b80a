"""A session that is going on: live, asked how it is, or paused. Every path that is not a clear yes ends it.

A check-in counts as asked from the moment it was due, so a timer that comes late gives no time away.
"""

from dataclasses import replace

from guard.session import model, moves
from guard.session.model import (
    Answered,
    Asking,
    CheckInAnswer,
    Discomfort,
    EndReason,
    Event,
    ExpectMore,
    Extend,
    Finish,
    Pause,
    PauseWhy,
    Phase,
    Quit,
    Recovered,
    Resume,
    Session,
    Slept,
    Stop,
    Tick,
)
from guard.session.plan import CHECK_IN_SECONDS

_BY_A_PERSON = Answered | Extend | Finish | Stop | Discomfort | Pause


def begun(session: Session, now: float) -> Session:
    """Go live with the ticket of `session`; the first check-in comes after half an interval."""
    return Session(
        Phase.LIVE,
        plan=session.plan,
        since=now,
        live_since=now,
        answers_round=session.answers_round,
        check_in_at=_interval(session) / 2,
    )


def live(session: Session, event: Event, now: float) -> Session:
    """Return what follows in a live session."""
    ended = _ended_by(session, event, now)
    if ended is not session:
        return ended
    if isinstance(event, Slept):
        return _slept(session, event, now)
    if _time_is_over(session, now):
        return moves.end(session, EndReason.TIME_UP, now)
    if asking := _due(session, now):
        unasked = isinstance(event, Answered | Extend)  # nobody can have answered this question yet
        return in_check_in(_ask(session, asking, now), Tick() if unasked else event, now)
    return _either(session, event, now)


def in_check_in(session: Session, event: Event, now: float) -> Session:
    """Return what follows while a check-in waits; an answer that comes too late is none."""
    in_time = moves.within(model.ANSWER_SECONDS, session.since, now)
    heard = session
    if in_time and isinstance(event, _BY_A_PERSON) and _answers(session, event):
        heard = replace(session, answered=session.answered + 1)
    ended = _ended_by(heard, event, now)
    if ended is not heard:
        return ended
    reason = _silence(session, event, now)
    if isinstance(event, Slept) and reason is not EndReason.UNANSWERED:
        return _slept(session, event, now)
    if reason:
        return moves.end(session, reason, now)
    if _time_is_over(session, now):
        return moves.end(heard, EndReason.TIME_UP, now)
    if not in_time:
        return replace(moves.paused(session, now, PauseWhy.UNANSWERED), since=session.since)
    return _answer(heard, event, now)


def in_pause(session: Session, event: Event, now: float) -> Session:
    """Return what follows in a pause."""
    ended = _ended_by(session, event, now)
    if ended is not session:
        return ended
    if reason := _silence(session, event, now):
        return moves.end(session, reason, now)
    match event:
        case Resume(True, True):
            return _go_on(session, now)
        case Resume():
            return moves.end(session, EndReason.NO_FRESH_YES, now)
        case ExpectMore(expectation):
            return moves.expect(session, expectation)
    return session


def _answers(session: Session, event: Event) -> bool:
    """Tell whether `event` is an answer to what is asked."""
    match event:
        case Answered(CheckInAnswer.COMFORTABLE):
            return session.asking is Asking.HOW
        case Extend():
            return session.asking is Asking.TIME_UP
    return True


def _answer(session: Session, event: Event, now: float) -> Session:
    match event:
        case Answered(CheckInAnswer.COMFORTABLE) if session.asking is Asking.HOW:
            return replace(session, phase=Phase.LIVE, since=now, asking=None)
        case Answered(CheckInAnswer.ADJUST):
            return moves.paused(session, now, PauseWhy.ADJUST)
        case Extend(True, True) if session.asking is Asking.TIME_UP:
            return replace(session, phase=Phase.LIVE, since=now, asking=None, extended=True)
        case Extend() if session.asking is Asking.TIME_UP:
            return moves.end(session, EndReason.NO_FRESH_YES, now)
    return _either(session, event, now)


def _either(session: Session, event: Event, now: float) -> Session:
    """Whatever means the same with and without a question."""
    match event:
        case Pause(why):
            return moves.paused(session, now, why)
        case ExpectMore(expectation):
            return moves.expect(session, expectation)
    return session


def _go_on(session: Session, now: float) -> Session:
    """Go live again; once the planned time is up, two fresh yeses are its one extension."""
    up = session.limit is not None and session.elapsed(now) >= session.limit
    if up and session.extended:
        return moves.end(session, EndReason.TIME_UP, now)
    return replace(
        session,
        phase=Phase.LIVE,
        since=now,
        live_since=now,
        paused_why="",
        extended=session.extended or up,
    )


def _slept(session: Session, event: Slept, now: float) -> Session:
    asleep = moves.paused(session, now, PauseWhy.SLEEP, slept=event.seconds)
    if moves.within(moves.LONG_SLEEP_SECONDS, 0.0, event.seconds):
        return asleep
    return moves.end(asleep, EndReason.SLEPT, now)


def _silence(session: Session, event: Event, now: float) -> EndReason | None:
    """Return why a pause or check-in is over by itself; an answer that comes too late changes nothing."""
    if isinstance(event, Slept) and not moves.within(moves.LONG_SLEEP_SECONDS, 0.0, event.seconds):
        return EndReason.SLEPT
    if not moves.within(moves.PAUSE_SECONDS, session.since, now):
        return EndReason.UNANSWERED
    return None


def _due(session: Session, now: float) -> Asking | None:
    if session.limit is not None and session.elapsed(now) >= session.limit:
        return Asking.TIME_UP
    return Asking.HOW if session.elapsed(now) >= session.check_in_at else None


def _ask(session: Session, asking: Asking, now: float) -> Session:
    """Ask from the moment it was due, but not from before the session went live again."""
    due = session.check_in_at if session.limit is None else min(session.check_in_at, session.limit)
    since = min(now, max(session.since, now - (session.elapsed(now) - due)))
    return replace(
        session,
        phase=Phase.CHECK_IN,
        since=since,
        asking=asking,
        check_in_at=session.elapsed(since) + _interval(session),
        asked=session.asked + 1,
    )


def _time_is_over(session: Session, now: float) -> bool:
    """True when the one extension is used up as well."""
    return session.extended and session.limit is not None and session.elapsed(now) >= session.limit


def _interval(session: Session) -> float:
    return session.plan.check_in if session.plan is not None else CHECK_IN_SECONDS


def _ended_by(session: Session, event: Event, now: float) -> Session:
    """End a session that is going on for every event that ends one, at once and for good."""
    match event:
        case Stop():
            return moves.end(session, EndReason.STOPPED, now)
        case Discomfort() | Answered(CheckInAnswer.STOP):
            return moves.end(session, EndReason.DISCOMFORT, now)
        case Quit():
            return moves.end(session, EndReason.QUIT, now)
        case Finish():
            return moves.end(session, EndReason.FINISHED, now)
        case Recovered():
            return moves.end(session, EndReason.INTERRUPTED, now)
    return session
