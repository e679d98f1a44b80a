"""The screen-cast sensor: who asks the desktop for the screen, over the session bus, and gets it.

It listens to the few calls and signals with which screens, windows, pictures, mouse and
keyboard are handed out, and keeps of each only who asked and for what. It says nothing on
the bus but questions to the bus itself and one look at what was cast before it came.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from guard.capture.finding import SensorMode, SensorState, Sighting
from guard.capture.sensors.linux.casts.screen_cast_bus import (
    Bus,
    BusError,
    BusRefusedError,
    BusTimeoutError,
    places,
)
from guard.capture.sensors.linux.casts.screen_cast_messages import RULES, Asked, Came, Heard, Left, heard
from guard.capture.sensors.linux.casts.screen_cast_people import People, ReadProcess
from guard.capture.sensors.linux.casts.screen_cast_rules import Casts, Change, Verdict
from guard.capture.sensors.port import Report
from guard.capture.sensors.worker import Worker

_ON = "The session bus tells who asks for the screen and is given it."
_BLIND = (
    "A desktop that hands out its screen without the session bus, as wlroots desktops such as sway do.",
    "Pictures that the desktop takes by itself, with its own screenshot key.",
)
_NOBODY = (
    "No desktop portal, GNOME or KDE is on the session bus at the moment, so nothing can be asked for there."
)
_OFF_BLIND = ("Screen casts, screenshots and remote control that a program gets from the desktop's portal.",)
_WHO_SEE_WHO = ("pipewire", "screencopy", "remote-access", "process-events")
_NO_BUS = "This session has no message bus on this computer."


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds: for the first connection and each later question, between signs of life and attempts."""

    first_limit: float = 0.4
    limit: float = 0.5
    heartbeat: float = 10.0
    first_retry: float = 0.25
    slowest_retry: float = 5.0


class ScreenCastSensor:
    """`Sensor` over the session bus at `address`; `read` gives a process's facts, `clock` the wall time."""

    name = "screen-cast"

    def __init__(
        self,
        address: str,
        read: ReadProcess,
        *,
        timing: Timing | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._address = address
        self._read = read
        self._timing = timing or Timing()
        self._clock = clock
        self._worker = Worker(self.name)
        self._lock = threading.Lock()
        self._links: tuple[Bus, ...] = ()

    def start(self, report: Report) -> None:
        """Begin to listen, or say that there is no session bus."""
        self.stop()
        if not places(self._address):
            report.state(SensorState(self.name, SensorMode.OFF, _NO_BUS, _OFF_BLIND))
            return
        self._worker.start(self._run, report)

    def stop(self) -> None:
        """End the thread; a wait that is under way is cut short."""
        self._worker.stop(interrupt=self._interrupt)

    def look_after(self, now: float) -> None:
        """Begin anew if the thread hangs."""
        self._worker.look_after(now)

    def _interrupt(self) -> None:
        with self._lock:
            for link in self._links:
                link.interrupt()

    def _run(self, report: Report) -> None:
        telling = _Telling(report, self._clock)
        wait, limit = self._timing.first_retry, self._timing.first_limit
        while not self._worker.stopped.is_set():
            try:
                self._listen(telling, limit)
            except BusError as error:
                if self._worker.stopped.is_set():
                    return
                if telling.lost(error):
                    wait = self._timing.first_retry
            limit = self._timing.limit
            self._worker.stopped.wait(wait)
            wait = min(wait * 2, self._timing.slowest_retry)

    def _listen(self, telling: "_Telling", limit: float) -> None:
        """Connect twice, for a listener may not speak, and hear the bus out until it ends."""
        try:
            ear = self._link(limit)
            people = People(self._link(limit), self._read, self._timing.limit)
            ear.listen(RULES, limit)
            telling.connected(people)
            self._hear(ear, telling, people)
        finally:
            with self._lock:
                links, self._links = self._links, ()
            for link in links:
                link.close()

    def _hear(self, ear: Bus, telling: "_Telling", people: People) -> None:
        while not self._worker.stopped.is_set():
            with self._worker.resting:
                message = ear.receive(self._timing.heartbeat)
            if message is None:
                people.alive()
                telling.alive()
            elif (said := heard(message)) is not None:
                telling.take(said, people)

    def _link(self, limit: float) -> Bus:
        link = Bus(self._address, limit)
        with self._lock:
            self._links = (*self._links, link)
        if self._worker.stopped.is_set():  # too late for `stop` to see this connection
            link.interrupt()
        return link


class _Telling:
    """Turns what is heard, and the bus's ends, into reports; each state is told once."""

    def __init__(self, report: Report, clock: Callable[[], float]) -> None:
        self._report = report
        self._clock = clock
        self._casts: Casts | None = None
        self._services: frozenset[str] = frozenset()
        self._state: SensorState | None = None
        self._alive: float | None = None
        self._gap: tuple[float, str] | None = None

    def connected(self, people: People) -> None:
        """Take a bus that answers: look at what is cast already, then say how it stands."""
        self._casts = Casts(people.is_between)
        for one in people.running():
            self._tell(self._casts.already(one.path, one.service, one.kind, one.says, one.caller), people)
        self._services = people.services()
        self.alive()
        if self._gap:
            self._report.gap(self._gap[0], self._clock(), self._gap[1])
            self._gap = None
        self._say_on()

    def alive(self) -> None:
        """Take a sign of life."""
        self._alive = self._clock()

    def take(self, said: Heard, people: People) -> None:
        """Take one thing that was heard."""
        if self._casts is None:
            return
        if isinstance(said, Asked):
            people.meet(said.caller)
        self._tell(self._casts.hear(said), people)
        if isinstance(said, Left):
            people.leave(said.name)
            self._services -= {said.name}
        elif isinstance(said, Came):
            self._services |= {said.name}
        self._say_on()

    def lost(self, error: BusError) -> bool:
        """Take the end of a connection, or that there is none; returns True if it had worked."""
        worked = self._casts is not None
        if self._casts is not None:
            self._withdraw(self._casts.forget().gone)
            self._casts = None
        why = f"The session bus cannot be listened to ({error}); Guard tries again."
        if isinstance(error, BusRefusedError):
            why = f"The session bus does not let Guard listen ({error}); Guard tries again."
        if worked and self._gap is None and self._alive is not None:
            stuck = isinstance(error, BusTimeoutError)  # then it had fallen silent before this was noticed
            self._gap = (self._alive if stuck else self._clock(), why)
        self._say(SensorState(ScreenCastSensor.name, SensorMode.OFF, why, _OFF_BLIND))
        return worked

    def _tell(self, change: Change, people: People) -> None:
        for verdict in change.say:
            self._report.saw(_sighting(verdict, people))
        self._withdraw(change.gone)

    def _withdraw(self, keys: tuple[str, ...]) -> None:
        for key in keys:
            self._report.withdraw(ScreenCastSensor.name, key)

    def _say_on(self) -> None:
        blind = _BLIND if self._services else (*_BLIND, _NOBODY)
        self._say(SensorState(ScreenCastSensor.name, SensorMode.ON, _ON, blind))

    def _say(self, state: SensorState) -> None:
        if state != self._state:
            self._state = state
            self._report.state(state)


def _sighting(verdict: Verdict, people: People) -> Sighting:
    person = people.meet(verdict.caller) if verdict.caller else None
    return Sighting(
        sensor=ScreenCastSensor.name,
        key=verdict.key,
        kind=verdict.kind,
        strength=verdict.strength,
        says=verdict.says,
        pid=person.pid if person else None,
        who=person.name if person else None,
        one_shot=verdict.one_shot,
        confidence=verdict.confidence,
        maybe=verdict.maybe,
        joins=() if person and person.pid is not None and not verdict.between else _WHO_SEE_WHO,
    )
