"""Many sensors in, one stream of started / changed / ended / gap out, with coverage.

Sensors may call from any thread; one thread of the watch does all the work in order, so
nothing else needs a lock. Listeners are called on that thread and must return quickly.
"""

import logging
import queue
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from guard.capture.clock import Clock
from guard.capture.finding import (
    Coverage,
    Finding,
    Gap,
    SensorMode,
    SensorState,
    Sighting,
    WatchEvent,
    Watching,
)
from guard.capture.identity import Identifier, Who
from guard.capture.ledger import Ledger
from guard.capture.processes import ProcessReader
from guard.capture.recognise import Match, Meaning
from guard.capture.sensors.port import Sensor

HEARTBEAT = 1.0
"""Seconds between two signs of life of the watch itself."""
GAP_AFTER = 3.0
"""Seconds without a sign of life that count as a gap."""
MOST_AT_ONCE = 64
"""Pieces of work that the watch does between two looks at the clock, when so many wait."""
START_WITHIN = 2.0
"""Seconds that a sensor has for its first look; after that it is reported as not answering."""

ALWAYS_UNSEEN = (
    "The other person's device, a second phone or a camera pointed at a screen.",
    "Capture hardware between this computer and its display, and anything outside a virtual machine.",
    "Programs that hide with administrator rights, such as drivers and rootkits.",
    "A renamed recorder that is not installed here, before it is seen capturing.",
)

PROCESS_SENSOR = "process-events"
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
        self._identifier = identifier
        self._presentation = identifier.presentation
        self._reader = reader
        self._sensors = tuple(sensors)
        self._clock = clock
        self._start_within = start_within
        self._listeners: list[Listener] = []
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._ledger = Ledger()
        self._states: dict[str, SensorState] = {}
        self._waiting: list[WatchEvent] | None = []
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None
        self._snapshot: tuple[tuple[Finding, ...], Coverage] = ((), self._coverage())

    # for the one who runs the watch

    def subscribe(self, listener: Listener) -> None:
        """Call `listener` with every event from now on. Subscribe before `start`."""
        self._listeners.append(listener)

    def start(self) -> None:
        """Start the sensors and the watch's own thread; returns at once. After `stop` it may begin anew."""
        if self._thread is not None:
            return
        self._work = queue.SimpleQueue()
        self._states.clear()
        self._ready.clear()
        self._waiting = [*self._ledger.clear(self._clock.wall())]
        self._snapshot = ((), self._coverage())
        self._thread = threading.Thread(target=self._run, name="guard-watch", daemon=True)
        self._thread.start()

    def wait_ready(self, seconds: float) -> bool:
        """Wait until every sensor has had its first look or its time is up."""
        return self._ready.wait(seconds)

    def stop(self) -> None:
        """Stop the watch, then every sensor; listeners hear no more."""
        if self._thread is not None:
            self._work.put(None)
            self._thread.join()  # it starts the sensors, so none can start after this
            self._thread = None
        for sensor in self._sensors:
            self._safely(sensor.stop)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is found at this moment; safe from any thread."""
        return self._snapshot[0]

    @property
    def coverage(self) -> Coverage:
        """What can be seen at this moment; safe from any thread."""
        return self._snapshot[1]

    # for sensors: the `Report` port

    def process_started(self, pid: int) -> None:
        """Look at a process that is new or runs another program now."""
        self._work.put(lambda: self._look_at(pid))

    def process_ended(self, pid: int) -> None:
        """Forget a process."""
        self._work.put(lambda: self._forget(pid))

    def rescan(self, why: str) -> None:
        """Look at every process again."""
        self._work.put(lambda: self._rescan(why))

    def saw(self, sighting: Sighting) -> None:
        """Take a sighting in."""
        self._work.put(lambda: self._add(sighting))

    def withdraw(self, sensor: str, key: str) -> None:
        """Take a sighting back."""
        self._work.put(lambda: self._ledger.withdraw(sensor, key, self._clock.wall()))

    def state(self, state: SensorState) -> None:
        """Note how well a sensor works."""
        self._work.put(lambda: self._note(state))

    def gap(self, since: float, until: float, why: str) -> None:
        """Pass a sensor's own gap on."""
        self._work.put(lambda: self._tell([Gap(self._clock.wall(), since, until, why)]))

    # on the watch's own thread

    def _run(self) -> None:
        self._safely(self._presentation.prepare)
        for sensor in self._sensors:
            self._start(sensor)
        started = beat = self._clock.elapsed()
        awake = self._clock.awake()
        while self._do_what_waits():
            now, now_awake = self._clock.elapsed(), self._clock.awake()
            if now - beat > HEARTBEAT + GAP_AFTER:
                asleep = (now - beat) - (now_awake - awake) > GAP_AFTER
                self._safely(partial(self._missed, now - beat, "suspended" if asleep else "stopped"))
                now, now_awake = self._clock.elapsed(), self._clock.awake()  # looking again took its time
            beat, awake = now, now_awake
            for sensor in self._sensors:
                self._safely(partial(sensor.look_after, now_awake))
            if self._waiting is not None and now - started > self._start_within:
                self._safely(self._give_up_on_silent_sensors)
            self._safely(lambda: self._tell(self._ledger.due(self._clock.wall())))

    def _do_what_waits(self) -> bool:
        """Wait for work, at most a heartbeat, and do all that waits by then; False when it is time to stop."""
        try:
            work = self._work.get(timeout=self._patience())
        except queue.Empty:
            return True
        more = min(self._work.qsize(), MOST_AT_ONCE)
        while work is not None:
            self._safely(work)
            if not more:
                return True
            more -= 1
            work = self._work.get()
        return False

    def _patience(self) -> float:
        """Seconds until something is due even if nothing happens."""
        due = self._ledger.next_due
        return HEARTBEAT if due is None else min(HEARTBEAT, max(_SHORTEST_WAIT, due - self._clock.wall()))

    def _safely(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception:  # noqa: BLE001 - one of the program's three doors: a fault in one look must not end the watch
            _log.exception("the watch met an unexpected fault")

    def _start(self, sensor: Sensor) -> None:
        try:
            sensor.start(self)
        except Exception:  # noqa: BLE001 - the same door: a sensor fails alone
            _log.exception("the sensor %s could not start", sensor.name)
            self._note(_off(sensor.name, "it failed to start"))

    def _look_at(self, pid: int) -> None:
        now = self._clock.wall()
        before = self._waiting is not None
        seen = self._identifier.look(pid)
        meanings = seen.match.meanings if seen and seen.match else ()
        events: list[WatchEvent] = []
        if seen and seen.match and meanings:
            owner = self._identifier.owner_of(seen)
            sightings = [_process_sighting(pid, meaning, seen.match) for meaning in meanings]
            for sighting in sightings:
                events += self._ledger.add(sighting, owner, now, began_before=before)
        kept = {_slot(pid, meaning) for meaning in meanings}
        self._tell([*events, *self._ledger.drop(PROCESS_SENSOR, pid, now, keep=kept)])

    def _forget(self, pid: int) -> None:
        self._tell(self._ledger.gone(pid, self._clock.wall()))

    def _rescan(self, why: str) -> None:
        _log.info("looking at every process again: %s", why)
        live = set(self._reader.pids())
        for pid in self._ledger.pids - live:
            self._forget(pid)
        for pid in live:
            self._look_at(pid)

    def _add(self, sighting: Sighting) -> None:
        who = None if sighting.pid is None else self._identifier.of(sighting.pid)
        if who is None:
            name = sighting.who or "A program that cannot be named"
            key = ("app", sighting.app_id) if sighting.app_id else (sighting.sensor, sighting.key)
            who = Who(key=key, name=name, confidence=sighting.confidence)
        self._tell(
            self._ledger.add(sighting, who, self._clock.wall(), began_before=self._waiting is not None)
        )

    def _note(self, state: SensorState) -> None:
        self._states[state.name] = state
        if self._waiting is None:
            self._tell([Watching(self._clock.wall(), self._coverage())])
        elif all(sensor.name in self._states for sensor in self._sensors):
            self._open_the_stream()

    def _give_up_on_silent_sensors(self) -> None:
        for sensor in self._sensors:
            if sensor.name not in self._states:
                why = f"it has not answered within {self._start_within:g} s"
                self._states[sensor.name] = _off(sensor.name, why)
        self._open_the_stream()

    def _open_the_stream(self) -> None:
        first_look, self._waiting = self._waiting or [], None
        self._tell([Watching(self._clock.wall(), self._coverage()), *first_look])
        self._ready.set()

    def _missed(self, seconds: float, why: str) -> None:
        until = self._clock.wall()
        self._tell([Gap(until, until - seconds, until, why)])
        self._rescan(f"the watch was {why}")

    def _coverage(self) -> Coverage:
        states = tuple(self._states[sensor.name] for sensor in self._sensors if sensor.name in self._states)
        here = [spot for state in states for spot in state.blind_spots]
        return Coverage(states, tuple(dict.fromkeys([*here, *ALWAYS_UNSEEN])))

    def _tell(self, events: Iterable[WatchEvent]) -> None:
        for event in map(self._presentation.event, events):
            if self._waiting is not None:
                self._waiting.append(event)
                continue
            # fresh for each event, so that a listener who looks finds what it was told
            findings = tuple(map(self._presentation.finding, self._ledger.findings))
            self._snapshot = (findings, self._coverage())
            for listener in self._listeners:
                self._safely(partial(listener, event))


def _off(sensor: str, why: str) -> SensorState:
    return SensorState(sensor, SensorMode.OFF, why, (f"What the sensor {sensor} watches.",))


def _slot(pid: int, meaning: Meaning) -> str:
    return f"{pid}:{meaning.kind}"


def _process_sighting(pid: int, meaning: Meaning, match: Match) -> Sighting:
    return Sighting(
        PROCESS_SENSOR,
        _slot(pid, meaning),
        meaning.kind,
        meaning.strength,
        meaning.says,
        pid,
        one_shot=meaning.one_shot,
        confidence=match.confidence,
    )
