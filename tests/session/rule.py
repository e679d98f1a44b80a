"""What a rule is, and the words that rules share."""

from collections.abc import Callable

from guard.session.model import Event, Phase, Session

Step = Callable[[Session, Event, float], Session]
Rule = Callable[[Session, Event, float, Session], bool]

ENDED = {Phase.AFTERCARE, Phase.REFLECT, Phase.CLOSED}
OVER = {Phase.CLOSED, Phase.CANCELLED}
COUNTING = {Phase.LIVE, Phase.CHECK_IN}
BEFORE_LIVE = {Phase.PREPARE, Phase.GATE, Phase.READY}


def fresh(limit: float, before: Session, now: float) -> bool:
    return 0 <= now - before.since < limit
