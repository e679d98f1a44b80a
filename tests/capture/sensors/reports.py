"""A `Report` that writes down what a sensor said."""

from guard.capture.finding import SensorState, Sighting
from guard.capture.processes import ProcessFacts


class Notebook:
    """Every call in order, as (what, value); lists are appended to from any thread."""

    def __init__(self) -> None:
        self.said: list[tuple[str, object]] = []
        self.states: list[SensorState] = []

    def process_started(self, pid: int, facts: ProcessFacts | None = None) -> None:
        del facts
        self.said.append(("started", pid))

    def process_ended(self, pid: int) -> None:
        self.said.append(("ended", pid))

    def rescan(self, why: str) -> None:
        self.said.append(("rescan", why))

    def saw(self, sighting: Sighting) -> None:
        self.said.append(("saw", sighting))

    def withdraw(self, sensor: str, key: str) -> None:
        self.said.append(("withdraw", (sensor, key)))

    def state(self, state: SensorState) -> None:
        self.states.append(state)
        self.said.append(("state", state.mode))

    def gap(self, since: float, until: float, why: str) -> None:
        self.said.append(("gap", (since, until, why)))

    def pids(self, what: str) -> set[object]:
        return {value for said, value in self.said if said == what}
