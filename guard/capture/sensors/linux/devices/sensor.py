"""The device sensor: who opens a camera or reads a keyboard directly, without asking the desktop.

The kernel tells of every opening in the folders of devices; only then are the programs
looked through. Nothing is opened or read here. While no device is in use it sleeps.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from guard.capture.finding import Kind, SensorMode, SensorState, Sighting
from guard.capture.processes import ProcessFacts
from guard.capture.sensors.linux.devices.display_sockets import DisplaySockets
from guard.capture.sensors.linux.devices.fdwalk import FdWalk, Holder
from guard.capture.sensors.linux.devices.node_watch import Change, Folder, NodeWatch, Watches, What
from guard.capture.sensors.linux.devices.nodes import FOLDERS, NodeReader, Role
from guard.capture.sensors.linux.devices.patience import Patience
from guard.capture.sensors.linux.devices.rules import (
    NAME,
    Openings,
    Use,
    is_quiet,
    kind_of,
    sightings,
    unseen_sighting,
)
from guard.capture.sensors.port import Report
from guard.capture.sensors.worker import Worker

ReadProcess = Callable[[int], ProcessFacts | None]

_ABSENT = "There is no camera and no keyboard device here; Guard notices when one appears."
_EVENTS = "The kernel tells when a camera or a keyboard device is opened."
_POLLED = (
    "The kernel tells nothing of device openings here ({reason}); Guard looks every {seconds:g} s instead."
)
_BLIND = (
    "A program that has the camera open for less than a second cannot be told from one that only lists the cameras.",
    "Programs of other users that read a keyboard directly, and those that had the camera open before Guard looked.",
    "Programs that read a keyboard through its raw HID or USB device, and those that read only a mouse or a game controller.",
    "A program with special rights that copies the screen straight from the graphics card, for the desktop itself does the same.",
)


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds: how long a device is held before it counts, when a look is repeated, how often without events, and between two looks at least."""

    hold: float = 0.7
    second_look: float = 0.3
    recheck: float = 5.0
    polling: float = 2.0
    rest: float = 0.05


@dataclass(frozen=True, slots=True)
class Places:
    """Where devices and what is known of them lie."""

    folders: Sequence[Folder] = FOLDERS
    proc: Path = Path("/proc")
    sys: Path = Path("/sys")
    udev: Path = Path("/run/udev/data")


class DevicesSensor:
    """`Sensor` over device nodes; `read` gives the facts of a process, `clock` seconds that never jump."""

    name = NAME

    def __init__(
        self,
        read: ReadProcess,
        *,
        places: Places | None = None,
        timing: Timing | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._places = places or Places()
        self._timing = timing or Timing()
        self._look = _Look(read, self._places)
        self._clock = clock
        self._worker = Worker(self.name)
        self._watches = Watches()

    def start(self, report: Report) -> None:
        """Begin to watch; without devices, to wait for some."""
        self._worker.start(self._run, report)

    def stop(self) -> None:
        """End, and wait for the thread."""
        self._worker.stop(interrupt=self._watches.interrupt)

    def look_after(self, now: float) -> None:
        """Begin anew if the thread hangs."""
        self._worker.look_after(now)

    def _run(self, report: Report) -> None:
        watching = _Watching(report, self._look, self._timing, self._clock)
        reason = ""
        try:
            with self._watches.open(self._places.folders) as watch:
                self._listen(watch, watching)
        except OSError as error:
            reason = error.strerror or "no reason given"
        self._poll(watching, reason)

    def _listen(self, watch: NodeWatch, watching: "_Watching") -> None:
        watching.first_look(watch.nodes)
        if self._worker.stopped.wait(self._timing.second_look if watching.busy else 0):
            return
        watching.confirm(watch.nodes)
        watching.tell_state(watch.nodes, _EVENTS)
        while not self._worker.stopped.is_set():
            with self._worker.resting:
                changes = watch.wait(watching.patience())
            if self._worker.stopped.is_set():
                return
            watching.count(changes)
            watching.look(watch.nodes)
            self._worker.stopped.wait(self._timing.rest)  # so that a storm of openings costs little
            if any(change.what in (What.CAME, What.WENT) for change in changes):
                watching.tell_state(watch.nodes, _EVENTS)

    def _poll(self, watching: "_Watching", reason: str) -> None:
        why = _POLLED.format(reason=reason, seconds=self._timing.polling)
        watching.count([Change(What.LOST)])
        while not self._worker.stopped.is_set():
            nodes = self._look.nodes()
            watching.look(nodes)
            watching.tell_state(nodes, why, limited=True)
            self._worker.stopped.wait(self._timing.polling)


class _Look:
    """Looks through the programs once, for whoever holds some nodes."""

    def __init__(self, read: ReadProcess, places: Places) -> None:
        self._read = read
        self._walk = FdWalk(places.proc)
        self._displays = DisplaySockets(places.proc)
        self.describe = NodeReader(places.sys, places.udev).describe
        self._folders = places.folders

    def uses(self, nodes: frozenset[str]) -> tuple[list[Use], Counter[str]]:
        """Return the uses that are not the desktop's own, and how many files each node is held by."""
        holders = self._walk.holders(nodes)
        uses = {(one.pid, one.path): self._use(one) for one in holders if self._walk.reads(one)}
        return [use for use in uses.values() if use], Counter(holder.path for holder in holders)

    def nodes(self) -> frozenset[str]:
        """The nodes there are, for who is not told."""
        return frozenset(path for folder in self._folders for path in folder.listed())

    def _use(self, holder: Holder) -> Use | None:
        node = self.describe(holder.path)
        kind = kind_of(node)
        if kind is None:
            return None
        offers = kind is Kind.INPUT and self._displays.served_with(self._walk.sockets(holder.pid))
        facts = self._read(holder.pid)
        if facts is None or is_quiet(kind, facts, offers_display=offers):
            return None
        shares = kind is Kind.CAMERA and self._walk.maps(holder.pid, holder.path)
        return Use(holder.pid, node, shares, offers, facts.comm)


class _Watching:
    """Turns looks into reports; each state is told once."""

    def __init__(self, report: Report, look: _Look, timing: Timing, clock: Callable[[], float]) -> None:
        self._report = report
        self._look = look
        self._timing = timing
        self._clock = clock
        self._patience = Patience(timing.hold)
        self._openings = Openings()
        self._again: float | None = None
        self._state: SensorState | None = None

    @property
    def busy(self) -> bool:
        return self._patience.busy

    def patience(self) -> float | None:
        """Seconds until the next look is due even if nothing happens."""
        times = [time for time in (self._again, self._patience.due()) if time is not None]
        return max(0.0, min(times) - self._clock()) if times else None

    def count(self, changes: Sequence[Change]) -> None:
        self._openings.count(changes)
        if any(change.what is What.OPENED for change in changes):
            self._again = self._clock() + self._timing.second_look

    def first_look(self, nodes: frozenset[str]) -> None:
        self.look(nodes)

    def confirm(self, nodes: frozenset[str]) -> None:
        """Take what two looks in a row have seen as there already."""
        self.look(nodes, hold=0)

    def look(self, nodes: frozenset[str], *, hold: float | None = None) -> None:
        now = self._clock()
        uses, visible = self._look.uses(nodes)
        seen = [*sightings(uses), *((one, False) for one in self._unseen(visible))]
        say, over = self._patience.update(seen, now, hold=hold)
        for sighting in say:
            self._report.saw(sighting)
        for key in over:
            self._report.withdraw(NAME, key)
        if self._again is not None and self._again <= now:
            self._again = None
        if self._again is None and self.busy:
            self._again = now + self._timing.recheck

    def tell_state(self, nodes: frozenset[str], why: str, *, limited: bool = False) -> None:
        roles = {self._look.describe(path).role for path in nodes}
        if roles <= {Role.NOTHING}:
            state = SensorState(NAME, SensorMode.OFF, _ABSENT)
        else:
            state = SensorState(NAME, SensorMode.LIMITED if limited else SensorMode.ON, why, _BLIND)
        if state != self._state:
            self._state = state
            self._report.state(state)

    def _unseen(self, visible: Counter[str]) -> list[Sighting]:
        found = (unseen_sighting(self._look.describe(path)) for path in self._openings.unseen(visible))
        return [sighting for sighting in found if sighting]
