"""The screencopy sensor: who copies the screen of a wlroots desktop, where no portal is asked.

It looks at which memory the compositor shares with whom, never at what is in it, and asks
the compositor who has windows. As long as nothing new is shared, a look reads one file.
"""

import os
import socket
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from guard.capture.finding import Kind, SensorMode, SensorState, Sighting
from guard.capture.processes import ProcessReader
from guard.capture.sensors.linux.casts.maps import Maps
from guard.capture.sensors.linux.casts.screencopy_eye import Eye, EyeError
from guard.capture.sensors.linux.casts.screencopy_rules import Verdict
from guard.capture.sensors.linux.casts.screencopy_windows import Sockets, sockets, teller
from guard.capture.sensors.port import Report
from guard.capture.sensors.worker import Worker

_ON = "The desktop tells who has windows, and the system who shares its pictures."
_NO_WAYLAND = "This session does not run on Wayland."
_NOBODY = "No desktop answers on this session's Wayland socket; Guard tries again."
_OTHER_WAYS = (
    "This desktop hands pictures of the screen out only where the sensors screen-cast and pipewire see it."
)
_HIDDEN = "The system does not let Guard see what memory this desktop shares; Guard tries again."
_MUTE = (
    "This desktop does not tell who has windows, so copying the screen cannot be told from showing a window."
)
_BLIND = (
    "A program that copies the screen straight into the graphics card's memory, without sharing any with the desktop.",
    "A program that copies the screen and has an ordinary window of its own.",
    "A program that copies the screen once and ends within half a second.",
    "A program that copies only a small part of the screen: as much memory is shared for a picture in a menu.",
)
_OFF_BLIND = ("Programs that ask the Wayland desktop itself for copies of the screen.",)
_WITHOUT_SCREENCOPY = frozenset({"gnome-shell", "mutter", "kwin_wayland", "weston"})
_CREDENTIALS = struct.Struct("3i")


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds: between looks, before a second look at something new, for an answer, and between attempts."""

    interval: float = 0.4
    second_look: float = 0.15
    limit: float = 0.5
    retry: float = 5.0


@dataclass(frozen=True, slots=True)
class Session:
    """The Wayland socket of this session, empty where there is none, and the compositors' control sockets."""

    wayland: str
    control: Sockets


def from_environment(environ: Mapping[str, str]) -> Session:
    """Take the session from WAYLAND_DISPLAY, XDG_RUNTIME_DIR and the compositors' own variables."""
    name = environ.get("WAYLAND_DISPLAY", "")
    folder = environ.get("XDG_RUNTIME_DIR", "")
    known = name.startswith("/") or (name and folder)
    return Session(str(Path(folder, name)) if known else "", sockets(environ))


class ScreencopySensor:
    """`Sensor` over a Wayland session; `clock` gives the wall time, `own_pid` is this program's unless told."""

    name = "screencopy"

    def __init__(
        self,
        session: Session,
        reader: ProcessReader,
        *,
        maps: Maps | None = None,
        timing: Timing | None = None,
        clock: Callable[[], float] = time.time,
        own_pid: int | None = None,
    ) -> None:
        self._session = session
        self._reader = reader
        self._maps = maps or Maps()
        self._timing = timing or Timing()
        self._clock = clock
        self._own_pid = own_pid or os.getpid()
        self._worker = Worker(self.name)

    def start(self, report: Report) -> None:
        """Begin to look; without a Wayland session say so and do nothing."""
        self.stop()
        if not self._session.wayland:
            report.state(SensorState(self.name, SensorMode.OFF, _NO_WAYLAND))
            return
        self._worker.start(self._run, report)

    def stop(self) -> None:
        """End the thread."""
        self._worker.stop()

    def look_after(self, now: float) -> None:
        """Begin anew if the thread hangs."""
        self._worker.look_after(now)

    def _run(self, report: Report) -> None:
        telling = _Telling(report, self._clock)
        while not self._worker.stopped.is_set():
            try:
                self._look_on(telling, self._eye())
            except EyeError as error:
                telling.lost(str(error), gone=error.gone)
            self._worker.stopped.wait(self._timing.retry)

    def _look_on(self, telling: "_Telling", eye: Eye | None) -> None:
        if eye is None:
            telling.needless()
            return
        eye.look(time.monotonic())  # nothing is believed at first sight
        self._worker.stopped.wait(self._timing.second_look)
        while not self._worker.stopped.is_set():
            telling.looked(eye.look(time.monotonic()))
            self._worker.stopped.wait(
                self._timing.second_look if eye.wants_second_look else self._timing.interval
            )

    def _eye(self) -> Eye | None:
        """Find the compositor; None for one that hands out no copies in this way. Raises `EyeError`."""
        pid = compositor(self._session.wayland, self._timing.limit)
        facts = self._reader.read(pid) if pid else None
        if pid is None or facts is None:
            raise EyeError(_NOBODY, gone=True)
        if (facts.exe or facts.comm).rpartition("/")[2] in _WITHOUT_SCREENCOPY:
            return None
        ask = teller(self._session.control, pid, facts.uid)
        if ask is None:
            raise EyeError(_MUTE)
        if self._maps.shared(pid) is None:
            raise EyeError(_HIDDEN)
        eye = Eye(pid, self._reader, self._maps, ask, limit=self._timing.limit, own_pid=self._own_pid)
        eye.greet()
        return eye


class _Telling:
    """Turns looks and failures into reports; each state is told once."""

    def __init__(self, report: Report, clock: Callable[[], float]) -> None:
        self._report = report
        self._clock = clock
        self._said: dict[str, Verdict] = {}
        self._state: SensorState | None = None
        self._last_look: float | None = None
        self._failure = ""

    def looked(self, seen: dict[str, Verdict]) -> None:
        """Take one look."""
        for key, verdict in seen.items():
            if self._said.get(key) != verdict:
                self._report.saw(_sighting(key, verdict))
        self._withdraw(self._said.keys() - seen.keys())
        self._said = dict(seen)
        if self._failure and self._last_look is not None:
            self._report.gap(self._last_look, self._clock(), self._failure)
        self._failure, self._last_look = "", self._clock()
        self._say(SensorMode.ON, _ON, _BLIND)

    def needless(self) -> None:
        """Take that this compositor is watched by other sensors."""
        self._withdraw(set(self._said))
        self._said = {}
        self._say(SensorMode.OFF, _OTHER_WAYS, ())

    def lost(self, why: str, *, gone: bool) -> None:
        """Take a failure: what was said stands, unless the compositor is gone."""
        if gone:
            self._withdraw(set(self._said))
            self._said = {}
        self._failure = why
        self._say(SensorMode.OFF, why, _OFF_BLIND)

    def _withdraw(self, keys: set[str]) -> None:
        for key in keys:
            self._report.withdraw(ScreencopySensor.name, key)

    def _say(self, mode: SensorMode, why: str, blind: tuple[str, ...]) -> None:
        state = SensorState(ScreencopySensor.name, mode, why, blind)
        if state != self._state:
            self._state = state
            self._report.state(state)


def compositor(path: str, limit: float) -> int | None:
    """Which process listens on a Wayland socket, as the kernel attests it; None where nobody does."""
    try:
        with socket.socket(socket.AF_UNIX) as sock:
            sock.settimeout(limit)
            sock.connect(path)
            raw = sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    except OSError:
        return None
    pid = int(_CREDENTIALS.unpack(raw)[0])
    return pid if pid > 0 else None


def _sighting(key: str, verdict: Verdict) -> Sighting:
    return Sighting(
        sensor=ScreencopySensor.name,
        key=key,
        kind=verdict.kind,
        strength=verdict.strength,
        says=verdict.says,
        pid=verdict.pid,
        confidence=verdict.confidence,
        maybe=(Kind.WINDOW,) if verdict.kind is Kind.SCREEN else (),
    )
