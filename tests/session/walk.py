"""A walk over every reachable state of the session machine, with every event at every boundary of time."""

from collections import deque
from collections.abc import Callable, Iterator

from guard.session.machine import (
    LONG_SLEEP_SECONDS,
    PAUSE_SECONDS,
    TICKET_SECONDS,
    AftercareDone,
    BackToPlan,
    Begin,
    Cancel,
    Discomfort,
    Event,
    Expectation,
    ExpectMore,
    Finish,
    GateChanged,
    GetReady,
    Pause,
    PauseWhy,
    Plan,
    PlanChosen,
    Quit,
    Recovered,
    Resume,
    Session,
    Slept,
    Stop,
    Tick,
    new,
)

Step = Callable[[Session, Event, float], Session]

MINE = Expectation("firefox", "camera")
PLAN = Plan("p1", "Robin", "signal")
OTHER = Plan("p2", "Kim", "signal")

EVENTS: tuple[Event, ...] = (
    PlanChosen(PLAN),
    PlanChosen(OTHER),
    BackToPlan(),
    GateChanged(open=True),
    GateChanged(open=False),
    GetReady(),
    Begin(),
    Pause(PauseWhy.PRACTICAL),
    Resume(mine=True, theirs=True),
    Resume(mine=True, theirs=False),
    Resume(mine=False, theirs=True),
    Resume(mine=False, theirs=False),
    Stop(),
    Discomfort(),
    Finish(),
    Slept(20.0),
    Slept(LONG_SLEEP_SECONDS - 1),
    Slept(LONG_SLEEP_SECONDS),
    Slept(9e9),
    Quit(),
    Tick(),
    AftercareDone(),
    Cancel(),
    ExpectMore(MINE),
    Recovered(),
)
JUMPS = (
    0.0,
    1.0,
    PAUSE_SECONDS - 1,
    PAUSE_SECONDS,
    PAUSE_SECONDS + 1,
    TICKET_SECONDS - 1,
    TICKET_SECONDS,
    TICKET_SECONDS + 1,
    9e9,
    -1.0,
    -9e9,
)


def walk(step: Step) -> Iterator[tuple[Session, Event, float, Session]]:
    """Yield every step from every reachable state, until no new kind of state appears."""
    start = 1000.0
    waiting = deque([(new(start), start)])
    seen = {_kind(*waiting[0])}
    while waiting:
        before, then = waiting.popleft()
        for jump in JUMPS:
            for event in EVENTS:
                now = then + jump
                after = step(before, event, now)
                yield before, event, now, after
                if (kind := _kind(after, now)) not in seen:
                    seen.add(kind)
                    waiting.append((after, now))


def _kind(session: Session, now: float) -> tuple[object, ...]:
    """Return what tells two states apart, with ages cut down to the side of each limit they are on."""
    age = now - session.since
    return (
        session.phase,
        session.plan,
        session.gate_open,
        session.ticket_until is None,
        session.live_since is None,
        session.live_before > 0,
        session.paused_why,
        session.end_reason,
        (age < 0, age >= PAUSE_SECONDS, age >= TICKET_SECONDS),
        session.answers_round == 0,
    )
