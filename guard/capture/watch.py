"""Many sensors in, one stream of started / changed / ended / gap out, with coverage.

Sensors may call from any thread; one thread of the watch does all the work in order, so
nothing else needs a lock. Listeners are called on that thread and must return quickly.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from guard.capture.breath import HEARTBEAT, Breath
from guard.capture.clock import Clock
from guard.capture.finding import Coverage, Finding, Gap, SensorState, Sighting, WatchEvent, Watching
from guard.capture.health import Health, off
from guard.capture.identity import Identifier
from guard.capture.inbox import Inbox
from guard.capture.processes import ProcessFacts, ProcessReader
from guard.capture.sensors.port import Report, Sensor
from guard.capture.tracker import PROCESS_SENSOR, Tracker

__all__ = ["PROCESS_SENSOR", "START_WITHIN", "Watch"]

START_WITHIN = 2.0
"""Seconds that a sensor has for its first look; after that it is reported as not answering."""

_SHORTEST_WAIT = 0.05

_log = logging.getLogger(__name__)
Listener = Callable[[WatchEvent], None]


class Watch:
    """Runs the sensors and tells listeners what they add up to."""

    def __init__(
        self,
        identifier: Identifier,
        reader: ProcessReader,
        sensors: Sequence[Sensor],
        clock: Clock,
        *,
        start_within: float = START_WITHIN,
    ) -> None:
        """Nothing runs before `start`."""
        self._tracker = Tracker(identifier, reader, clock)
        self._sensors = tuple(sensors)
        self._health = Health([sensor.name for sensor in self._sensors])
        self._clock = clock
        self._start_within = start_within
        self._listeners: list[Listener] = []
        self._inbox = Inbox(self)
        self._waiting: list[WatchEvent] | None = []
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None
        self._snapshot: tuple[tuple[Finding, ...], Coverage] = ((), self._health.coverage)
        self._cared = 0.0

    # for the one who runs the watch

    def subscribe(self, listener: Listener) -> None:
        """Call `listener` with every event from now on. Subscribe before `start`."""
        self._listeners.append(listener)

    def start(self) -> None:
        """Start the sensors and the watch's own thread; returns at once. After `stop` it may begin anew."""
        if self._thread is not None:
            return
        self._inbox.empty()
        self._health.forget()
        self._ready.clear()
        self._waiting = [*self._tracker.clear()]
        self._snapshot = ((), self._health.coverage)
        self._thread = threading.Thread(target=self._run, name="guard-watch", daemon=True)
        self._thread.start()

    def wait_ready(self, seconds: float) -> bool:
        """Wait until every sensor has had its first look or its time is up."""
        return self._ready.wait(seconds)

    def stop(self) -> None:
        """Stop the watch, then every sensor; listeners hear no more."""
        if self._thread is not None:
            self._inbox.close()
            self._thread.join()  # it starts the sensors, so none can start after this
            self._thread = None
        for sensor in self._sensors:
            self._safely(sensor.stop)

    @property
    def report(self) -> Report:
        """Where sensors report to."""
        return self._inbox

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is found at this moment; safe from any thread."""
        return self._snapshot[0]

    @property
    def coverage(self) -> Coverage:
        """What can be seen at this moment; safe from any thread."""
        return self._snapshot[1]

    def knows(self, pid: int) -> bool:
        """Tell whether anything is held of the process; safe from any thread."""
        return self._tracker.knows(pid)

    # on the watch's own thread: what sensors said, out of the inbox

    def look_at(self, pid: int, facts: ProcessFacts | None) -> None:
        """Look at a process that is new or runs another program now."""
        self._tell(self._tracker.look_at(pid, facts, began_before=self._starting))

    def forget(self, pid: int) -> None:
        """Let go what a process did: it is no more."""
        self._tell(self._tracker.forget(pid))

    def rescan(self, why: str) -> None:
        """Look at every process again."""
        for events in self._tracker.rescan(why, began_before=self._starting):
            self._tell(events)

    def add(self, sighting: Sighting) -> None:
        """Take a sighting in."""
        self._tell(self._tracker.add(sighting, began_before=self._starting))

    def withdraw(self, sensor: str, key: str) -> None:
        """Take a sighting back."""
        self._tracker.withdraw(sensor, key)

    def note(self, state: SensorState) -> None:
        """Note how well a sensor works."""
        self._health.note(state)
        if not self._starting:
            self._tell([Watching(self._clock.wall(), self._health.coverage)])
        elif not self._health.silent:
            self._open_the_stream()

    def pass_on(self, since: float, until: float, why: str) -> None:
        """Tell of a sensor's own gap."""
        self._tell([Gap(self._clock.wall(), since, until, why)])

    # on the watch's own thread

    def _run(self) -> None:
        self._safely(self._tracker.prepare)
        for sensor in self._sensors:
            self._start(sensor)
        breath = Breath(self._clock)
        self._cared = breath.awake - HEARTBEAT
        while self._inbox.work_through(self._patience(), self._safely):
            missed = breath.take()
            if missed:
                self._safely(partial(self._missed, *missed))
                breath.take()  # looking again took its time
            if breath.awake - self._cared >= HEARTBEAT:
                self._cared = breath.awake
                self._care(breath)
            self._safely(self._tell_what_is_due)

    def _care(self, breath: Breath) -> None:
        for sensor in self._sensors:
            self._safely(partial(sensor.look_after, breath.awake))
        if self._starting and breath.age > self._start_within:
            self._safely(self._give_up_on_silent_sensors)

    def _patience(self) -> float:
        """Seconds until something is due even if nothing happens."""
        due = self._tracker.patience
        return HEARTBEAT if due is None else min(HEARTBEAT, max(_SHORTEST_WAIT, due))

    def _safely(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception:  # noqa: BLE001 - one of the program's three doors: a fault in one look must not end the watch
            _log.exception("the watch met an unexpected fault")

    def _start(self, sensor: Sensor) -> None:
        try:
            sensor.start(self._inbox)
        except Exception:  # noqa: BLE001 - the same door: a sensor fails alone
            _log.exception("the sensor %s could not start", sensor.name)
            self.note(off(sensor.name, "it failed to start"))

    @property
    def _starting(self) -> bool:
        """What is seen before the stream opens was there when the watch began."""
        return self._waiting is not None

    def _give_up_on_silent_sensors(self) -> None:
        for name in self._health.silent:
            self._health.note(off(name, f"it has not answered within {self._start_within:g} s"))
        self._open_the_stream()

    def _open_the_stream(self) -> None:
        self._tell_what_is_due()
        first_look, self._waiting = self._waiting or [], None
        self._tell([Watching(self._clock.wall(), self._health.coverage), *first_look])
        self._ready.set()

    def _missed(self, seconds: float, why: str) -> None:
        until = self._clock.wall()
        self._tell([Gap(until, until - seconds, until, why)])
        self.rescan(f"the watch was {why}")

    def _tell_what_is_due(self) -> None:
        self._tell(self._tracker.due())

    def _tell(self, events: Iterable[WatchEvent]) -> None:
        for event in map(self._tracker.presented, events):
            if self._waiting is not None:
                self._waiting.append(event)
                continue
            # fresh for each event, so that a listener who looks finds what it was told
            self._snapshot = (self._tracker.findings, self._health.coverage)
            for listener in self._listeners:
                self._safely(partial(listener, event))
