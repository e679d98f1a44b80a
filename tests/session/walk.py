"""A walk over every reachable state of the session machine, with every event at every boundary of time."""

from collections import deque
from collections.abc import Callable, Iterator

from guard.session.machine import new
from guard.session.model import (
    ANSWER_SECONDS,
    AftercareDone,
    Answered,
    BackToPlan,
    Begin,
    Cancel,
    CheckInAnswer,
    Discomfort,
    Event,
    Expectation,
    ExpectMore,
    Extend,
    Finish,
    GateChanged,
    GetReady,
    Pause,
    PauseWhy,
    Plan,
    PlanChosen,
    Quit,
    Recovered,
    ReflectDone,
    Resume,
    Session,
    Slept,
    Stop,
    Tick,
)
from guard.session.moves import LONG_SLEEP_SECONDS, PAUSE_SECONDS, TICKET_SECONDS

Step = Callable[[Session, Event, float], Session]

MINE = Expectation("firefox", "camera")
PLAN = Plan("p1", "Robin", "signal")
TIMED = Plan("p2", "Kim", "signal", length=500.0)
"""Its time is up before anybody asks how it is."""
OTHER = Plan("p3", "Sam", "signal", check_in=600.0, length=320.0)
"""Its time is up while somebody is asked how it is."""

EVENTS: tuple[Event, ...] = (
    PlanChosen(PLAN),
    PlanChosen(TIMED),
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
    *(Answered(answer) for answer in CheckInAnswer),
    Extend(mine=True, theirs=True),
    Extend(mine=True, theirs=False),
    Extend(mine=False, theirs=True),
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
    ReflectDone(),
    Cancel(),
    ExpectMore(MINE),
    Recovered(),
)
JUMPS = (
    0.0,
    1.0,
    20.0,
    ANSWER_SECONDS - 1,
    ANSWER_SECONDS,
    200.0,
    PAUSE_SECONDS - 1,
    PAUSE_SECONDS,
    330.0,
    500.0,
    600.0,
    TICKET_SECONDS - 1,
    TICKET_SECONDS,
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
    """Return what tells two states apart, with times cut down to the side of each limit they are on."""
    plan, live = session.plan, session.elapsed(now)
    return (
        session.phase,
        None if plan is None else (plan.profile_id, bool(plan.expected)),
        session.gate_open,
        session.live_before > 0,
        session.paused_why,
        session.end_reason,
        session.asking,
        session.extended,
        (live >= session.check_in_at, session.limit is not None and live >= session.limit),
        now < session.since,
    )
