"""The small port between the watch and its sensors."""

from typing import Protocol

from guard.capture.finding import SensorState, Sighting
from guard.capture.processes import ProcessFacts


class Report(Protocol):
    """What a sensor may say. Every method returns at once and may be called from any thread."""

    def process_started(self, pid: int, facts: ProcessFacts | None = None) -> None:
        """Tell that `pid` is new or has executed another program; `facts` if it has been read already, for it may end soon."""

    def process_ended(self, pid: int) -> None:
        """Tell that `pid` is gone."""

    def rescan(self, why: str) -> None:
        """Tell that process events were lost: look at every process again."""

    def saw(self, sighting: Sighting) -> None:
        """Add a sighting, or replace the one with the same sensor and key."""

    def withdraw(self, sensor: str, key: str) -> None:
        """Take back a sighting that no longer holds."""

    def state(self, state: SensorState) -> None:
        """Tell how well the sensor works; the first call also ends its start-up."""

    def gap(self, since: float, until: float, why: str) -> None:
        """Tell that the sensor saw nothing between two times (seconds since the epoch)."""


class Sensor(Protocol):
    """One signal. It can fail alone, and says so through `Report.state`.

    `start` returns at once. Within a second of it the sensor has reported its first look
    (`saw`, `process_started`) and then its state; a sensor that has nothing to look at
    here reports `off` and why. After `stop` returns, its thread is gone and it reports no
    more; `stop` may be called at any time and twice. A sensor can be started again.
    After an unexpected fault it begins anew by itself, and the gap is reported.
    """

    name: str

    def start(self, report: Report) -> None:
        """Begin."""

    def stop(self) -> None:
        """End."""

    def look_after(self, now: float) -> None:
        """Begin anew if it hangs; called about each second with the monotonic time."""
