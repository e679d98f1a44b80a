"""Programs of this user that run now, known by their file, their own name or the script they run.

With thousands of programs the list takes a while, so one pass over many checks reads it once.
"""

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import Processes

UNREAD = "The list of running programs could not be read."
_PROC = Path("/proc")
_COMM = 15  # the kernel keeps this many letters of a name
_MOST_BYTES = 1 << 16
_INTERPRETERS = ("python", "perl", "ruby", "node", "gjs", "bash", "sh", "dash", "java", "electron")
_MOST_LINES = 8


@dataclass(frozen=True, slots=True)
class Seen:
    """One program that runs: every name it goes by, and its file as far as it can be seen."""

    pid: int
    names: frozenset[str]
    path: str


Listing = Callable[[], tuple[Seen, ...]]
"""Gives the programs that run; none when they could not be read, for this program itself runs."""


class ListedOnce:
    """Reads the list of programs of the user `uid` (this one) once, when it is first wanted. From any thread."""

    def __init__(self, proc: Path = _PROC, uid: int | None = None) -> None:
        """Read nothing yet."""
        self._proc = proc
        self._uid = uid
        self._reading = threading.Lock()
        self._list: tuple[Seen, ...] | None = None

    def __call__(self) -> tuple[Seen, ...]:
        """Return the list; the first to ask reads it, the others wait for it."""
        with self._reading:
            if self._list is None:
                self._list = listed(self._proc, self._uid)
            return self._list


def processes(what: Processes, proc: Path = _PROC, uid: int | None = None) -> Reading:
    """Say whether one of these programs of the user `uid` (this one) runs."""
    return judged(what, listed(proc, uid))


def listed(proc: Path = _PROC, uid: int | None = None) -> tuple[Seen, ...]:
    """Return the programs of the user `uid` (this one) that run now."""
    try:
        return tuple(_running(proc, os.getuid() if uid is None else uid))
    except OSError:
        return ()


def hits(names: Iterable[str], running: tuple[Seen, ...]) -> dict[str, str]:
    """Return a sentence about each running program that goes by one of `names`, and that name."""
    wanted = {name.casefold(): name for name in names}
    cut = {name[:_COMM]: name for name in wanted if len(name) > _COMM}
    found: dict[str, str] = {}
    for one in running:
        name = next((wanted[name] for name in sorted(one.names) if name in wanted), None)
        name = name or next((wanted[cut[name]] for name in sorted(one.names) if name in cut), None)
        if name is not None:
            at = f" ({one.path})" if one.path else ""
            found.setdefault(f"{name}{at} is running.", name)
    return found


def judged(what: Processes, running: tuple[Seen, ...]) -> Reading:
    """Say whether one of these programs is in the list."""
    if not running:
        return Reading(Answer.UNKNOWN, why=UNREAD)
    found = hits(what.names, running)
    if not found:
        return Reading(Answer.SAFE, evidence=("None of the programs that Guard looked for is running.",))
    return Reading(
        Answer.UNSAFE,
        why=f"Running now: {', '.join(dict.fromkeys(found.values()))}.",
        evidence=tuple(found)[:_MOST_LINES],
    )


def _running(proc: Path, uid: int) -> Iterator[Seen]:
    with os.scandir(proc) as entries:
        for entry in entries:
            if not (entry.name.isascii() and entry.name.isdigit()):
                continue
            with suppress(OSError):  # it has ended meanwhile
                if entry.stat(follow_symlinks=False).st_uid == uid:
                    yield _seen(entry.path, int(entry.name))


def _seen(folder: str, pid: int) -> Seen:
    path = ""
    with suppress(OSError):
        path = os.readlink(f"{folder}/exe").removesuffix(" (deleted)")  # noqa: PTH115 - thousands are read at once
    words = _read(f"{folder}/cmdline").rstrip("\0").split("\0")
    program = path.rpartition("/")[2]
    comm = _read(f"{folder}/comm").strip()
    if program.startswith(comm):  # cut short it would be the name of other programs, too
        comm = program
    names = {comm, program, words[0].rpartition("/")[2], *_scripts(program, words)}
    return Seen(pid, frozenset(name.casefold() for name in names if name), path)


def _read(file: str) -> str:
    """Return the beginning of a file of the kernel's. Raises `OSError`."""
    opened = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(opened, _MOST_BYTES).decode("utf-8", "replace")
    finally:
        os.close(opened)


def _scripts(program: str, words: list[str]) -> Iterator[str]:
    """The script or module that an interpreter runs, without its ending too."""
    if not program.startswith(_INTERPRETERS):
        return
    for word in words[1:]:
        if not word.startswith("-"):
            name = PurePosixPath(word).name
            yield name
            yield PurePosixPath(name).stem
            return
