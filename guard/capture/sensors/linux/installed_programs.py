"""Which installed program a file is a copy of: an index of the known ones by what their files have in common."""

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from guard.capture.sensors.linux.build_id import fingerprint

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


class InstalledPrograms:
    """The programs in `folders` whose base names are `wanted`; read when first asked, and after a change."""

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
        self._by_fingerprint: dict[str, str] = {}

    def called(self, mark: str) -> str:
        """The base name of the installed program whose fingerprint is `mark`; empty when there is none."""
        now = self._clock()
        if now >= self._look_again:
            self._look_again = now + _LOOKED_AT_EVERY
            changed = tuple(map(_changed, self._folders))
            if changed != self._changed:
                self._by_fingerprint = self._read()
                self._changed = changed
        return self._by_fingerprint.get(mark, "")

    def _read(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for folder in self._folders:
            for name in _listed(folder):
                if self._wanted(name):
                    path = os.path.realpath(f"{folder}/{name}")
                    real = os.path.basename(path)  # noqa: PTH119 - a Path for each would double the cost
                    found.setdefault(fingerprint_of(path), real if self._wanted(real) else name)
        found.pop("", None)
        return found


def fingerprint_of(path: str) -> str:
    """The fingerprint of the file at `path`; empty where it cannot be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError:
        return ""
    try:
        return fingerprint(descriptor)
    except OSError:  # a folder, or a file that went away
        return ""
    finally:
        os.close(descriptor)


def _listed(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 - only names are needed
    except OSError:
        return []


def _changed(folder: str) -> int:
    try:
        return Path(folder).stat().st_mtime_ns
    except OSError:
        return 0
