"""A watch with a clock and sensors that do as they are told, and an ear for its events."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from guard.capture.desktop_entry import DesktopEntries
from guard.capture.finding import SensorMode, SensorState, WatchEvent
from guard.capture.identity import Identifier
from guard.capture.sensors.port import Report, Sensor
from guard.capture.watch import Watch
from tests.capture.strategies import FakeReader, small_catalogue
from tests.support.waiting import wait_until

E = TypeVar("E", bound=WatchEvent)
_PATIENCE = 20.0


class FakeClock:
    """Stands still unless moved."""

    def __init__(self) -> None:
        self._wall, self._awake, self._elapsed = 1_795_341_600.0, 100.0, 100.0

    def wall(self) -> float:
        return self._wall

    def awake(self) -> float:
        return self._awake

    def elapsed(self) -> float:
        return self._elapsed

    def move(self, seconds: float, *, asleep: bool = False) -> None:
        self._wall += seconds
        self._elapsed += seconds
        self._awake += 0 if asleep else seconds


class FakeSensor:
    """Runs `first_look` when started, then says it is on unless it is to be silent."""

    def __init__(
        self,
        name: str = "process-events",
        first_look: Callable[[Report], None] = lambda _: None,
        *,
        silent: bool = False,
    ) -> None:
        self.name = name
        self.running = 0
        self.stops = 0
        self.cared: list[float] = []
        self._first_look = first_look
        self._silent = silent

    def start(self, report: Report) -> None:
        self._first_look(report)
        self.running += 1
        if not self._silent:
            report.state(SensorState(self.name, SensorMode.ON, "it works"))

    def stop(self) -> None:
        self.running = 0
        self.stops += 1

    def look_after(self, now: float) -> None:
        self.cared.append(now)


class Watcher:
    """A watch, its fakes, and what it told."""

    def __init__(
        self, sensors: Sequence[Sensor], reader: FakeReader, entries: DesktopEntries | None = None
    ) -> None:
        self.reader = reader
        self.clock = FakeClock()
        self.events: list[WatchEvent] = []
        identifier = Identifier(small_catalogue(), reader, entries=entries)
        self.watch = Watch(identifier, reader, sensors, self.clock)
        self.watch.subscribe(self.events.append)

    def settle(self) -> None:
        """Wait until the watch has done all the work that it has been given."""
        for _ in range(2):  # the second time, what followed the first is done too
            done = threading.Event()
            self.watch._inbox.do(done.set)
            assert done.wait(_PATIENCE)

    def move(self, seconds: float, *, asleep: bool = False) -> None:
        """Let time pass between two breaths of the watch."""
        self.watch._inbox.do(lambda: self.clock.move(seconds, asleep=asleep))
        self.settle()

    def told(self, sort: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, sort)]

    def ready(self) -> "Watcher":
        assert self.watch.wait_ready(_PATIENCE)
        self.settle()
        return self


@contextmanager
def watching(
    *sensors: Sensor, reader: FakeReader | None = None, entries: DesktopEntries | None = None
) -> Iterator[Watcher]:
    """Run a watch with `sensors` (or one that works) until the block ends; no thread may be left."""
    watcher = Watcher(sensors or (FakeSensor(),), reader or FakeReader(), entries)
    watcher.watch.start()
    try:
        yield watcher
    finally:
        watcher.watch.stop()
        wait_until(lambda: "guard-watch" not in {thread.name for thread in threading.enumerate()})
