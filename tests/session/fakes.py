"""A clock set by hand, and folders that work, break or get stuck."""

from threading import Event

from guard.session.keeper import SessionKeeper
from guard.session.model import Begin, GateChanged, GetReady, Phase, Plan, PlanChosen
from guard.session.unfinished import MarkerError

PLAN = Plan("p1", "Robin", "signal")
TO_READY = (PlanChosen(PLAN), GateChanged(open=True), GetReady())
TO_LIVE = (*TO_READY, Begin())


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class FakeMarker:
    """Notes what was asked of it, in order."""

    def __init__(self, *, pending: bool = False) -> None:
        self.asked: list[str] = []
        self._pending = pending

    def set(self) -> None:
        self.asked.append("set")

    def clear(self) -> None:
        self.asked.append("clear")

    def pending(self) -> bool:
        return self._pending


class BrokenMarker:
    """A folder that can be neither written nor read."""

    def set(self) -> None:
        raise MarkerError("It could not be noted.")

    def clear(self) -> None:
        raise MarkerError("It could not be removed.")

    def pending(self) -> bool:
        raise MarkerError("It could not be seen.")


class StuckMarker(FakeMarker):
    """A disk that never answers until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = Event()

    def set(self) -> None:
        self.let_go.wait()
        super().set()


def live(keeper: SessionKeeper) -> None:
    for event in TO_LIVE:
        keeper.do(event)
    assert keeper.session.phase is Phase.LIVE
