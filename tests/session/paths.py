"""Ways to the phases of a session, for tests of single steps."""

from guard.session.machine import new, step
from guard.session.model import (
    Begin,
    Event,
    GateChanged,
    GetReady,
    Pause,
    PlanChosen,
    Session,
)
from tests.session.walk import PLAN


def after(*events: Event, at: float = 0.0) -> Session:
    session = new(at)
    for event in events:
        session = step(session, event, at)
    return session


TO_GATE = (PlanChosen(PLAN), GateChanged(open=True))
TO_READY = (*TO_GATE, GetReady())
TO_LIVE = (*TO_READY, Begin())
TO_PAUSE = (*TO_LIVE, Pause("practical"))
