"""The Hyprland sensor: that the desktop hands its screen or a window out, as Hyprland itself tells.

Its event socket says when a cast begins and ends, and not to whom; so this adds to what
other sensors see, and stands alone only where none of them sees who it is.
"""

import socket
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from guard.capture.finding import Confidence, Kind, SensorMode, SensorState, Sighting, Strength
from guard.capture.sensors.port import Report
from guard.capture.sensors.worker import Worker

NAME = "hyprland"

_WHO_SEE_WHO = ("pipewire", "screencopy", "screen-cast", "process-events")
_OWNERS = {b"0": Kind.SCREEN, b"1": Kind.WINDOW, b"monitor": Kind.SCREEN, b"window": Kind.WINDOW}
_SAYS = {Kind.SCREEN: "Hyprland hands the screen out.", Kind.WINDOW: "Hyprland hands a window out."}
_EVENT = b"screencast>>"
_ON = "Hyprland tells when it begins and ends to hand the screen out."
_LOST = "Hyprland does not answer on its event socket; Guard tries again."
_BLIND = ("What Hyprland handed out already before Guard looked, unless another sensor sees it.",)
_OFF_BLIND = ("That Hyprland hands its screen out, where no other sensor sees it.",)
_CHUNK = 1 << 14
_LONGEST_LINE = 1 << 16
_LIMIT = 0.5


def event_socket(environ: Mapping[str, str]) -> Path | None:
    """Where the Hyprland of this session tells its events; None where there is none."""
    folder, instance = environ.get("XDG_RUNTIME_DIR", ""), environ.get("HYPRLAND_INSTANCE_SIGNATURE", "")
    return Path(folder, "hypr", instance, ".socket2.sock") if folder and instance else None


def change(line: bytes) -> tuple[Kind, int] | None:
    """Read `screencast>>STATE,OWNER`: what is handed out, and once more or once less; None for any other line."""
    state, _, owner = line.removeprefix(_EVENT).strip().partition(b",")
    kind = _OWNERS.get(owner) if line.startswith(_EVENT) else None
    step = {b"1": 1, b"0": -1}.get(state)
    return None if kind is None or step is None else (kind, step)


class HyprlandSensor:
    """`Sensor` over Hyprland's event socket; `clock` gives seconds since the epoch, `retry` is in seconds."""

    name = NAME

    def __init__(self, place: Path, *, retry: float = 2.0, clock: Callable[[], float] = time.time) -> None:
        self._place = place
        self._retry = retry
        self._clock = clock
        self._worker = Worker(self.name)
        self._socket: socket.socket | None = None

    def start(self, report: Report) -> None:
        """Begin to listen."""
        self._worker.start(self._run, report)

    def stop(self) -> None:
        """End the thread; a wait that is under way is cut short."""
        self._worker.stop(interrupt=self._interrupt)

    def look_after(self, now: float) -> None:
        """Begin anew if the thread hangs."""
        self._worker.look_after(now)

    def _interrupt(self) -> None:
        if self._socket is not None:
            with suppress(OSError):  # it is closed already
                self._socket.shutdown(socket.SHUT_RDWR)

    def _run(self, report: Report) -> None:
        lost: float | None = None
        while not self._worker.stopped.is_set():
            with socket.socket(socket.AF_UNIX) as self._socket, suppress(OSError):
                self._socket.settimeout(_LIMIT)
                self._socket.connect(str(self._place))
                self._socket.settimeout(None)
                if lost is not None:
                    report.gap(lost, self._clock(), _LOST)
                report.state(SensorState(NAME, SensorMode.ON, _ON, _BLIND))
                self._listen(self._socket, report)
                lost = self._clock()
            if not self._worker.stopped.is_set():
                report.state(SensorState(NAME, SensorMode.OFF, _LOST, _OFF_BLIND))
                self._worker.stopped.wait(self._retry)

    def _listen(self, sock: socket.socket, report: Report) -> None:
        """Tell of each cast until the connection ends."""
        casts: Counter[Kind] = Counter()
        rest = b""
        while not self._worker.stopped.is_set() and (data := self._receive(sock)):
            *lines, rest = (rest + data).split(b"\n")
            rest = rest[:_LONGEST_LINE]
            for kind, step in filter(None, map(change, lines)):
                before, casts[kind] = casts[kind], max(0, casts[kind] + step)
                if casts[kind] and not before:
                    report.saw(_sighting(kind))
                elif before and not casts[kind]:
                    report.withdraw(NAME, kind)
        for kind in +casts:
            report.withdraw(NAME, kind)

    def _receive(self, sock: socket.socket) -> bytes:
        with self._worker.resting, suppress(ConnectionError):
            return sock.recv(_CHUNK)
        return b""


def _sighting(kind: Kind) -> Sighting:
    medium, says = Confidence.MEDIUM, _SAYS[kind]
    return Sighting(NAME, kind, kind, Strength.CAPTURING, says, None, confidence=medium, joins=_WHO_SEE_WHO)
