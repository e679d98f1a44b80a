"""Stands between a sensor and the watch, so that a sensor that fails can be taken over.

It remembers what the sensor has said. After a failure it says that nothing is watched,
and with the first state afterwards it tells the gap and takes back what no longer holds.
"""

import threading
from collections.abc import Callable

from guard.capture.finding import SensorMode, SensorState, Sighting
from guard.capture.processes import ProcessFacts
from guard.capture.sensors.port import Report


class Relay:
    """`Report` of one sensor; `clock` gives seconds since the epoch."""

    def __init__(self, report: Report, sensor: str, clock: Callable[[], float]) -> None:
        self._report = report
        self._sensor = sensor
        self._clock = clock
        self._lock = threading.Lock()
        self._over = False
        self._said: set[str] = set()
        self._left: set[str] = set()
        self._state: SensorState | None = None
        self._worked: SensorState | None = None
        self._gap: tuple[float, str] | None = None
        self._failed = False

    def failed(self, why: str, since: float | None = None) -> None:
        """Say that nothing is seen now, `since` the given time or from now on."""
        with self._lock:
            if self._over:
                return
            if self._gap is None and self._worked is not None:
                self._gap = (self._clock() if since is None else since, why)
            self._left |= self._said
            self._said = set()
            self._failed = True
            blind = (f"What the sensor {self._sensor} watches.",)
            self._say(SensorState(self._sensor, SensorMode.OFF, why, blind))

    def hand_over(self, why: str, since: float) -> "Relay":
        """Let this one say nothing more, and return one that goes on from here; for a sensor that hangs."""
        heir = Relay(self._report, self._sensor, self._clock)
        with self._lock:
            self._over = True
            heir._said, heir._left = self._said, self._left
            heir._state, heir._worked, heir._gap = self._state, self._worked, self._gap
        heir.failed(why, since)
        return heir

    def silence(self) -> None:
        """Pass nothing on from now on."""
        with self._lock:
            self._over = True

    @property
    def took_over(self) -> bool:
        """Tell whether the sensor has failed before, so that what it watched may have changed unseen."""
        return self._failed

    # the `Report` port

    def process_started(self, pid: int, facts: ProcessFacts | None = None) -> None:
        """Pass it on."""
        with self._lock:
            if not self._over:
                self._report.process_started(pid, facts)

    def process_ended(self, pid: int) -> None:
        """Pass it on."""
        with self._lock:
            if not self._over:
                self._report.process_ended(pid)

    def rescan(self, why: str) -> None:
        """Pass it on."""
        with self._lock:
            if not self._over:
                self._report.rescan(why)

    def saw(self, sighting: Sighting) -> None:
        """Pass it on and remember it."""
        with self._lock:
            if not self._over:
                self._said.add(sighting.key)
                self._report.saw(sighting)

    def withdraw(self, sensor: str, key: str) -> None:
        """Pass it on and forget it."""
        with self._lock:
            if not self._over:
                self._said.discard(key)
                self._report.withdraw(sensor, key)

    def state(self, state: SensorState) -> None:
        """Pass it on; the first one after a failure ends the look that a new start begins with."""
        with self._lock:
            if self._over:
                return
            for key in self._left - self._said:
                self._report.withdraw(self._sensor, key)
            self._left = set()
            if self._gap and (state.mode is not SensorMode.OFF or state == self._worked):
                self._report.gap(self._gap[0], self._clock(), self._gap[1])
                self._gap = None
            self._worked = state
            self._say(state)

    def gap(self, since: float, until: float, why: str) -> None:
        """Pass it on."""
        with self._lock:
            if not self._over:
                self._report.gap(since, until, why)

    def _say(self, state: SensorState) -> None:
        if state != self._state:
            self._state = state
            self._report.state(state)
