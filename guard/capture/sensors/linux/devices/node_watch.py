"""Watches folders of device nodes: which nodes are there, and when one is opened or closed.

A folder that is not there yet is awaited. Where no node is of interest only creations are
asked for, so that the busy traffic in /dev (`null`, `tty`) wakes nobody up.
"""

import os
import re
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto

from guard.capture.sensors.linux.devices import inotify
from guard.capture.sensors.linux.devices.inotify import Event, Inotify, parse, tells_of_loss

_NAMES = (
    inotify.IN_CREATE
    | inotify.IN_DELETE
    | inotify.IN_MOVED_FROM
    | inotify.IN_MOVED_TO
    | inotify.IN_DELETE_SELF
    | inotify.IN_MOVE_SELF
)
_CAME = inotify.IN_CREATE | inotify.IN_MOVED_TO
_WENT = inotify.IN_DELETE | inotify.IN_MOVED_FROM
_FOLDER_WENT = inotify.IN_DELETE_SELF | inotify.IN_MOVE_SELF | inotify.IN_IGNORED
_USES = inotify.IN_OPEN | inotify.IN_CLOSE
_NOISE_REST = 0.05
"""Seconds to let events gather after a batch that meant nothing."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder and the names in it that are of interest (a regular expression for the whole name)."""

    path: str
    names: str

    def listed(self) -> list[str]:
        """Paths of the nodes that are there now; none where the folder cannot be read."""
        pattern = re.compile(self.names)
        try:
            names = os.listdir(self.path)  # noqa: PTH208 - names are wanted, not paths
        except OSError:
            return []
        return [f"{self.path}/{name}" for name in names if pattern.fullmatch(name)]


class What(Enum):
    """What happened to a node; `LOST` means that nobody knows."""

    OPENED = auto()
    CLOSED = auto()
    CAME = auto()
    WENT = auto()
    LOST = auto()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to the node at `path`."""

    what: What
    path: str = ""


class NodeWatch:
    """The nodes in some folders. Close it after use; only `interrupt` may be called from another thread."""

    def __init__(self, folders: Sequence[Folder]) -> None:
        """Begin to watch. Raises `OSError` when the kernel grants no watch at all."""
        self._all = tuple(folders)
        self._folders = {folder.path: re.compile(folder.names) for folder in folders}
        names = "|".join([*(folder.names for folder in folders), *map(re.escape, map(_name, self._folders))])
        self._any_name = re.compile(os.fsencode(names))
        self._nodes: frozenset[str] = frozenset()
        self._places: dict[int, str] = {}
        self._inotify = Inotify()
        try:
            self._arm()
        except OSError:
            self._inotify.close()
            raise

    @property
    def nodes(self) -> frozenset[str]:
        """Paths of the nodes that are there."""
        return self._nodes

    def wait(self, seconds: float | None) -> list[Change]:
        """Return what happened, after `seconds` at most (None: for ever); nothing when interrupted."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while True:
            left = None if deadline is None else deadline - time.monotonic()
            raw = self._inotify.wait(left)
            events = parse(raw) if self._matters(raw) else ()
            changes = [change for event in events for change in self._changes(event)]
            if changes or not raw:
                return changes
            if not self._inotify.rest(_NOISE_REST):
                return []

    def interrupt(self) -> None:
        """End `wait` for good."""
        self._inotify.interrupt()

    def close(self) -> None:
        """Give everything back. Call it once, when nobody waits any more."""
        self._inotify.close()

    def _matters(self, raw: bytes) -> bool:
        """Tell fast whether a batch of events can hold one of interest; in /dev thousands a second do not."""
        return bool(self._any_name.search(raw)) or tells_of_loss(raw)

    def _changes(self, event: Event) -> Iterator[Change]:
        if event.mask & inotify.IN_Q_OVERFLOW:
            yield from self._arm()
            yield Change(What.LOST)
            return
        place = self._places.get(event.watch)
        if place is None:
            return
        path = os.path.join(place, event.name) if event.name else place  # noqa: PTH118 - a string is looked up, many times a second
        pattern = self._folders.get(place)
        if pattern and event.name and pattern.fullmatch(event.name):
            yield from self._node_changes(event, path)
        elif event.mask & _FOLDER_WENT or (event.mask & (_CAME | _WENT) and path in self._folders):
            yield from self._arm()

    def _node_changes(self, event: Event, path: str) -> Iterator[Change]:
        if event.mask & (_CAME | _WENT):
            yield from self._arm()
        if event.mask & inotify.IN_OPEN:
            yield Change(What.OPENED, path)
        elif event.mask & inotify.IN_CLOSE:
            yield Change(What.CLOSED, path)

    def _arm(self) -> list[Change]:
        """Watch every folder for what is worth it now, and return which nodes came and went."""
        before = self._nodes
        self._watch_folders()
        self._nodes = self._listed()
        if {_folder(path) for path in self._nodes} != {_folder(path) for path in before}:
            self._watch_folders()
            self._nodes = self._listed()
        came = [Change(What.CAME, path) for path in sorted(self._nodes - before)]
        return [*came, *(Change(What.WENT, path) for path in sorted(before - self._nodes))]

    def _listed(self) -> frozenset[str]:
        return frozenset(path for folder in self._all for path in folder.listed())

    def _watch_folders(self) -> None:
        busy = {_folder(path) for path in self._nodes}
        masks = {folder: _NAMES | (_USES if folder in busy else 0) for folder in _with_parents(self._folders)}
        self._places = {}
        for folder, mask in masks.items():
            try:
                self._places[self._inotify.watch(folder, mask)] = folder
            except (FileNotFoundError, NotADirectoryError, PermissionError):
                continue


class Watches:
    """The watches that are open, so that whoever waits for one can be woken from another thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: tuple[NodeWatch, ...] = ()

    @contextmanager
    def open(self, folders: Sequence[Folder]) -> Iterator[NodeWatch]:
        """Watch `folders` until the block ends. Raises `OSError` when the kernel grants no watch."""
        watch = NodeWatch(folders)
        with self._lock:
            self._open = (*self._open, watch)
        try:
            yield watch
        finally:
            with self._lock:
                self._open = tuple(one for one in self._open if one is not watch)
                watch.close()

    def interrupt(self) -> None:
        """End every `wait` that is under way, for good."""
        with self._lock:
            for watch in self._open:
                watch.interrupt()


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _with_parents(folders: Iterable[str]) -> list[str]:
    """Every folder and the one it lies in, in which it may yet be made."""
    return list(dict.fromkeys(path for folder in folders for path in (_folder(folder), folder)))
