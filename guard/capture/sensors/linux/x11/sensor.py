"""The X11 sensor: which programs copy the screen or record input through the X server.

It only ever asks the server what its clients hold; it never reads the screen, and takes
no input. Its thread looks once an interval, and again at once when it saw something new; it
keeps what it said while it cannot look, and takes it back when the display is gone.
"""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from guard.capture.finding import Kind, SensorMode, SensorState, Sighting
from guard.capture.sensors.linux.x11.display import Display, addresses
from guard.capture.sensors.linux.x11.eye import Eye, ReadProcess, open_wire
from guard.capture.sensors.linux.x11.resources import X11UnsupportedError
from guard.capture.sensors.linux.x11.rules import Verdict
from guard.capture.sensors.linux.x11.shm import SharedMemory
from guard.capture.sensors.linux.x11.steady import Steady
from guard.capture.sensors.linux.x11.wire import (
    Wire,
    X11Error,
    X11RefusedError,
    X11TimeoutError,
    X11UnreachableError,
)
from guard.capture.sensors.port import Report
from guard.capture.sensors.worker import Worker

_FIRST_LIMIT = 0.5  # a sensor owes its first answer within a second
_LIMIT = 3.0
_SECOND_LOOK = 0.15
_SLOWEST_RETRY = 5.0

_BLIND = (
    "A program that copies the screen with plain image reads leaves no trace on an X display.",
    "A program that reads the state of the keyboard again and again leaves no trace on an X display.",
    "What a program without a window listens to does not show on an X display: a reader of every key and one that waits for a mouse look the same, so it is told as one that may see keys.",
    "A program with a window that listens to the keyboard while other windows are in use leaves no trace on an X display.",
    "What the desktop's own compositor does with the screen is not judged, for it has to hold all of it.",
)
_SEES = "Guard looks more than once a second at what the programs on this display hold."
_WAYLAND = "This session runs on Wayland, and here it sees only programs that use X11."
_WAYLAND_BLIND = "Programs that use Wayland directly do not show up on the X display."
_NAMELESS = (
    "This X server does not tell which process is behind a connection, so what it sees has no program's name."
)


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds between looks, and how long the first and the later ones may take."""

    interval: float = 0.75
    first_limit: float = _FIRST_LIMIT
    limit: float = _LIMIT


class X11Sensor:
    """`Sensor` over one X display; `read` gives the facts of a process, `clock` seconds since the epoch.

    `own_pid` is this program's unless told otherwise.
    """

    name = "x11"

    def __init__(
        self,
        display: Display,
        read: ReadProcess,
        *,
        shared: SharedMemory | None = None,
        timing: Timing | None = None,
        clock: Callable[[], float] = time.time,
        own_pid: int | None = None,
    ) -> None:
        self._display = display
        self._own_pid = own_pid or os.getpid()
        self._read = read
        self._shared = shared or SharedMemory()
        self._timing = timing or Timing()
        self._clock = clock
        self._worker = Worker(self.name)
        self._lock = threading.Lock()
        self._wire: Wire | None = None

    def start(self, report: Report) -> None:
        """Begin to look; without a display say so and do nothing."""
        self.stop()
        why = self._nowhere()
        if why:
            report.state(SensorState(self.name, SensorMode.OFF, why))
            return
        self._worker.start(self._run, report)

    def stop(self) -> None:
        """End the thread; a question that is under way is cut short."""
        self._worker.stop(interrupt=self._interrupt)

    def look_after(self, now: float) -> None:
        """Begin anew if the thread hangs."""
        self._worker.look_after(now)

    def _interrupt(self) -> None:
        with self._lock:
            if self._wire:
                self._wire.interrupt()

    def _nowhere(self) -> str:
        if not self._display.name:
            return "There is no X display."
        if not addresses(self._display.name):
            return (
                "The X display is on another computer, and Guard opens no network connection to look at it."
            )
        return ""

    def _run(self, report: Report) -> None:
        watch = _Watch(report, self._display, self._clock)
        limit = self._timing.first_limit
        wait = self._timing.interval
        while not self._worker.stopped.is_set():
            try:
                self._look_on(watch, limit)
            except X11Error as error:
                if self._worker.stopped.is_set():
                    return
                watch.failed(error)
            limit = self._timing.limit
            wait = min(wait * 2, _SLOWEST_RETRY) if watch.failures > 1 else self._timing.interval
            self._worker.stopped.wait(wait)

    def _look_on(self, watch: "_Watch", limit: float) -> None:
        """Connect and look until the display fails or the sensor is stopped."""
        wire = open_wire(self._display, limit)
        with self._lock:
            self._wire = wire
        try:
            if self._worker.stopped.is_set():
                return
            eye = Eye(wire, self._display, self._shared, self._read, self._own_pid)
            wait = min(_SECOND_LOOK, self._timing.interval)
            watch.first_look(eye.look(limit))
            while not self._worker.stopped.wait(wait):
                watch.looked(eye.look(limit), named=eye.names_programs)
                wait, limit = watch.patience(self._timing.interval), self._timing.limit
        finally:
            with self._lock:
                if self._wire is wire:
                    self._wire = None
            wire.close()


class _Watch:
    """Turns looks and failures into reports; each state is told once."""

    def __init__(self, report: Report, display: Display, clock: Callable[[], float]) -> None:
        self._report = report
        self._display = display
        self._clock = clock
        self._steady = Steady()
        self._state: SensorState | None = None
        self._last_look: float | None = None
        self._failure = ""
        self.failures = 0

    def first_look(self, seen: dict[str, Verdict]) -> None:
        """Take the first look of a connection; its state follows the second, when all is known."""
        self._tell(seen)
        if self._failure and self._last_look is not None:
            self._report.gap(self._last_look, self._clock(), self._failure)
        self._failure, self.failures = "", 0

    def looked(self, seen: dict[str, Verdict], *, named: bool) -> None:
        """Take any later look."""
        self._tell(seen)
        self._last_look = self._clock()
        why = " ".join(
            text for text, true in ((_WAYLAND, self._display.wayland), (_NAMELESS, not named)) if true
        )
        blind = (*_BLIND, _WAYLAND_BLIND) if self._display.wayland else _BLIND
        self._say_state(SensorMode.LIMITED if why else SensorMode.ON, why or _SEES, blind)

    def patience(self, interval: float) -> float:
        """Seconds until the next look: soon when something may have begun or be over."""
        return min(_SECOND_LOOK, interval) if self._steady.doubts else interval

    def failed(self, error: X11Error) -> None:
        """Take a failure: what was said stands, unless the display is gone."""
        self.failures += 1
        if isinstance(error, X11UnreachableError):
            for key in self._steady.nothing_left():
                self._report.withdraw(X11Sensor.name, key)
        self._failure = _reason(error)
        self._say_state(SensorMode.OFF, self._failure, ())

    def _tell(self, seen: dict[str, Verdict]) -> None:
        say, take_back = self._steady.update(seen)
        for verdict in say:
            self._report.saw(_sighting(verdict))
        for key in take_back:
            self._report.withdraw(X11Sensor.name, key)

    def _say_state(self, mode: SensorMode, why: str, blind: tuple[str, ...]) -> None:
        state = SensorState(X11Sensor.name, mode, why, blind)
        if state != self._state:
            self._state = state
            self._report.state(state)


def _sighting(verdict: Verdict) -> Sighting:
    return Sighting(
        sensor=X11Sensor.name,
        key=verdict.key,
        kind=verdict.kind,
        strength=verdict.strength,
        says=verdict.says,
        pid=verdict.pid,
        confidence=verdict.confidence,
        # shared memory does not say of what it is a picture
        maybe=(Kind.WINDOW,) if verdict.kind is Kind.SCREEN else (),
    )


def _reason(error: X11Error) -> str:
    if isinstance(error, X11UnreachableError):
        return "No X server answers on this display; Guard tries again."
    if isinstance(error, X11RefusedError):
        return "The X server does not let Guard in; Guard tries again."
    if isinstance(error, X11TimeoutError):
        return "The X server does not answer in time; Guard tries again."
    if isinstance(error, X11UnsupportedError):
        return "This X server does not tell what its programs use (it has no X-Resource extension)."
    return f"The connection to the X server failed ({error}); Guard tries again."
