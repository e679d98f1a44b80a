"""Which installed program a file is a copy of: an index of the known ones by what their files have in common."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from guard.capture.recognise import base_name
from guard.capture.sensors.linux.build_id import code_mark, fingerprint

USUAL_FOLDERS = (
    "/usr/bin",
    "/usr/local/bin",
    "/usr/sbin",
    "/usr/local/sbin",
    "/usr/games",
    "/run/current-system/sw/bin",
)
"""Where systems install programs. PATH may name a network folder, which may never answer."""

_LOOKED_AT_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class _Known:
    """A program file as it was: what tells whether it has changed, its fingerprint, and what it is called."""

    stamp: int
    mark: str
    called: str


class InstalledPrograms:
    """The programs in `folders` whose base names are `wanted`; read when first asked, and what is new after a change."""

    def __init__(
        self,
        folders: Sequence[str],
        wanted: Callable[[str], bool],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._look_again = float("-inf")
        self._folders = tuple(folders)
        self._wanted = wanted
        self._changed: tuple[int, ...] = ()
        self._known: dict[str, _Known] = {}
        self._by_fingerprint: dict[str, str] = {}
        self._codes: dict[_Known, str] = {}
        self._by_code: dict[str, str] | None = None

    def called(self, mark: str) -> str:
        """The base name of the installed program whose fingerprint is `mark`; empty when there is none."""
        now = self._clock()
        if now >= self._look_again:
            self._look_again = now + _LOOKED_AT_EVERY
            changed = tuple([_changed(folder) for folder in self._folders])
            if changed != self._changed:
                self._read()
                self._changed = changed
        return self._by_fingerprint.get(mark, "")

    def with_code(self, mark: str) -> str:
        """The base name of the installed program with the code mark `mark`; empty for none. Ask `called` first."""
        if self._by_code is None:
            before = self._codes
            self._codes = {
                known: before.get(known) or code_mark_of(path) for path, known in self._known.items()
            }
            self._by_code = {}
            for known, code in self._codes.items():
                self._by_code.setdefault(code, known.called)
            self._by_code.pop("", None)
        return self._by_code.get(mark, "")

    def _read(self) -> None:
        paths = [f"{folder}/{name}" for folder in self._folders for name in _listed(folder, self._wanted)]
        self._known = {path: known for path in paths if (known := self._program(path))}
        self._by_fingerprint, self._by_code = {}, None
        for known in self._known.values():
            self._by_fingerprint.setdefault(known.mark, known.called)

    def _program(self, path: str) -> _Known | None:
        """Read one program, or take what is known of an unchanged one."""
        stamp, known = _stamp(path), self._known.get(path)
        if known is not None and known.stamp == stamp:
            return known
        real = os.path.realpath(path)
        mark, name = fingerprint_of(real), base_name(real)
        return _Known(stamp, mark, name if self._wanted(name) else base_name(path)) if mark else None


def fingerprint_of(path: str) -> str:
    """The fingerprint of the file at `path`; empty where it cannot be read."""
    return _read_of(path, fingerprint)


def code_mark_of(path: str) -> str:
    """The code mark of the program at `path`; empty where it cannot be read or is none."""
    return _read_of(path, code_mark)


def _read_of(path: str, read: Callable[[int], str]) -> str:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError:
        return ""
    try:
        return read(descriptor)
    except OSError:  # a folder, or a file that went away
        return ""
    finally:
        os.close(descriptor)


def _listed(folder: str, wanted: Callable[[str], bool]) -> list[str]:
    """The names that are wanted, of the thousands there may be."""
    try:
        with os.scandir(folder) as entries:
            return sorted([entry.name for entry in entries if wanted(entry.name)])
    except OSError:
        return []


def _stamp(path: str) -> int:
    """Another number for another file, or for other contents."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a Path for each would double the cost
    except OSError:
        return 0
    return hash((found.st_dev, found.st_ino, found.st_ctime_ns, found.st_size))


def _changed(folder: str) -> int:
    try:
        return Path(folder).stat().st_mtime_ns
    except OSError:
        return 0
