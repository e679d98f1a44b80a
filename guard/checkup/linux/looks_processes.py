"""Programs of this user that run now, known by their file, their own name or the script they run.

With thousands of programs the list takes a while, so one pass over many checks reads it once.
"""

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import Processes
from guard.checkup.probe import Look

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


def processes(what: Processes, proc: Path = _PROC, uid: int | None = None) -> Reading:
    """Say whether one of these programs of the user `uid` (this one) runs."""
    return _judged(what, _listed(proc, uid))


class ProcessesLook:
    """Looks like `processes`, with one list for everything that is asked: for one pass only. From any thread."""

    def __init__(self, proc: Path = _PROC, uid: int | None = None) -> None:
        """Read nothing yet."""
        self._proc = proc
        self._uid = uid
        self._reading = threading.Lock()
        self._list: tuple[Seen, ...] | None = None

    def __call__(self, what: Processes) -> Reading:
        """Say whether one of these programs runs; the first to ask reads the list, the others wait for it."""
        with self._reading:
            if self._list is None:
                self._list = _listed(self._proc, self._uid)
        return _judged(what, self._list)


def looks_for_one_pass() -> Mapping[type, Look]:
    """Return what may keep what it has read, because it is used for one pass only."""
    return {Processes: ProcessesLook()}


def _listed(proc: Path, uid: int | None) -> tuple[Seen, ...]:
    try:
        return tuple(_running(proc, os.getuid() if uid is None else uid))
    except OSError:
        return ()


def _judged(what: Processes, running: tuple[Seen, ...]) -> Reading:
    if not running:  # this program itself runs, so an empty list is no list
        return Reading(Answer.UNKNOWN, why="The list of running programs could not be read.")
    wanted = {name.casefold(): name for name in what.names}
    cut = {name[:_COMM]: name for name in wanted if len(name) > _COMM}
    hits: dict[str, str] = {}
    for one in running:
        found = next((wanted[name] for name in sorted(one.names) if name in wanted), None)
        found = found or next((wanted[cut[name]] for name in sorted(one.names) if name in cut), None)
        if found is not None:
            at = f" ({one.path})" if one.path else ""
            hits.setdefault(f"{found}{at} is running.", found)
    if not hits:
        return Reading(Answer.SAFE, evidence=("None of the programs that Guard looked for is running.",))
    return Reading(
        Answer.UNSAFE,
        why=f"Running now: {', '.join(dict.fromkeys(hits.values()))}.",
        evidence=tuple(hits)[:_MOST_LINES],
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
    names = {_read(f"{folder}/comm").strip(), program, words[0].rpartition("/")[2], *_scripts(program, words)}
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
