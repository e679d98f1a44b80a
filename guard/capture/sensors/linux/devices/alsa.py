"""The ALSA sensor: who records sound from a sound card directly, past the sound server.

The kernel tells when a recording device is opened; while one is open its state is read
once a second. While none is open this sleeps.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from guard.capture.finding import SensorMode, SensorState
from guard.capture.processes import ProcessFacts
from guard.capture.sensors.linux.devices.alsa_status import NAME, AsoundReader, sightings
from guard.capture.sensors.linux.devices.fdwalk import FdWalk
from guard.capture.sensors.linux.devices.node_watch import Folder, NodeWatch, Watches
from guard.capture.sensors.linux.devices.patience import Patience
from guard.capture.sensors.port import Report
from guard.capture.sensors.worker import Worker

_NODES = r"pcmC\d+D\d+c"
_ABSENT = "There is no device to record sound from here; Guard notices when one appears."
_EVENTS = "The kernel tells when a recording device is opened, and by whom."
_POLLED = "The kernel does not tell when a recording device is opened here; Guard looks every {seconds:g} s instead."
_BLIND = (
    "Which program records through a PulseAudio or JACK sound server is not seen.",
    "A program that records directly from the sound card for less than half a second.",
)


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds: how long a stream runs before it counts, between looks while one is open, and without events."""

    hold: float = 0.5
    interval: float = 1.0
    polling: float = 2.0


class AlsaSensor:
    """`Sensor` over the sound cards; `read` gives the facts of a process, `clock` seconds that never jump."""

    name = NAME

    def __init__(
        self,
        read: Callable[[int], ProcessFacts | None],
        *,
        devices: Path = Path("/dev/snd"),
        proc: Path = Path("/proc"),
        timing: Timing | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read = read
        self._devices = devices
        self._walk = FdWalk(proc)
        self._asound = AsoundReader(proc, self._holder)
        self._timing = timing or Timing()
        self._clock = clock
        self._worker = Worker(self.name)
        self._watches = Watches()

    def start(self, report: Report) -> None:
        """Begin to watch; without a sound card, to wait for one."""
        self._worker.start(self._run, report)

    def stop(self) -> None:
        """End, and wait for the thread."""
        self._worker.stop(interrupt=self._watches.interrupt)

    def look_after(self, now: float) -> None:
        """Begin anew if the thread hangs."""
        self._worker.look_after(now)

    def _run(self, report: Report) -> None:
        listening = _Listening(report, self._asound, self._read, self._timing.hold)
        try:
            with self._watches.open([Folder(str(self._devices), _NODES)]) as watch:
                self._listen(listening, watch)
        except OSError:
            self._listen(listening, None)  # the kernel tells nothing here

    def _listen(self, listening: "_Listening", watch: NodeWatch | None) -> None:
        listening.look(self._clock(), hold=0)
        while not self._worker.stopped.is_set():
            told = watch is not None and bool(watch.nodes)
            listening.tell_state(self._state(told=told))
            seconds = self._wait(listening, told=told, awaits=watch is not None)
            if watch is None:
                self._worker.stopped.wait(seconds)
            else:
                with self._worker.resting:
                    watch.wait(seconds)
            if not self._worker.stopped.is_set():
                listening.look(self._clock())

    def _wait(self, listening: "_Listening", *, told: bool, awaits: bool) -> float | None:
        """Seconds until the next look is due even if nothing happens; None for never."""
        if listening.open:
            due = listening.due()
            left = self._timing.interval if due is None else max(0.0, due - self._clock())
            return min(left, self._timing.interval)
        if told or (awaits and not self._asound.present):
            return None
        return self._timing.polling

    def _state(self, *, told: bool) -> SensorState:
        if told:
            return SensorState(NAME, SensorMode.ON, _EVENTS, _BLIND)
        if self._asound.present:
            why = _POLLED.format(seconds=self._timing.polling)
            return SensorState(NAME, SensorMode.LIMITED, why, _BLIND)
        return SensorState(NAME, SensorMode.OFF, _ABSENT)

    def _holder(self, node: str) -> int | None:
        """Who holds a node, if it is one process."""
        pids = {holder.pid for holder in self._walk.holders([str(self._devices / node)])}
        return pids.pop() if len(pids) == 1 else None


class _Listening:
    """Turns looks into reports; each state is told once."""

    def __init__(
        self,
        report: Report,
        asound: AsoundReader,
        read: Callable[[int], ProcessFacts | None],
        hold: float,
    ) -> None:
        self._report = report
        self._asound = asound
        self._read = read
        self._patience = Patience(hold)
        self._state: SensorState | None = None
        self.open = False

    def due(self) -> float | None:
        return self._patience.due()

    def look(self, now: float, *, hold: float | None = None) -> None:
        streams = self._asound.streams()
        self.open = bool(streams)
        say, over = self._patience.update(sightings(streams, self._read), now, hold=hold)
        for sighting in say:
            self._report.saw(sighting)
        for key in over:
            self._report.withdraw(NAME, key)

    def tell_state(self, state: SensorState) -> None:
        if state != self._state:
            self._state = state
            self._report.state(state)
