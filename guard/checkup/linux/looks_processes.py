"""Programs of this user that run now, known by their file, their own name or the script they run."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import Processes

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
    own = os.getuid() if uid is None else uid
    try:
        running = list(_running(proc, own))
    except OSError:
        running = []
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
                    yield _seen(Path(entry.path), int(entry.name))


def _seen(folder: Path, pid: int) -> Seen:
    path = ""
    with suppress(OSError):
        path = str((folder / "exe").readlink()).removesuffix(" (deleted)")
    with (folder / "cmdline").open("rb") as file:
        words = file.read(_MOST_BYTES).decode("utf-8", "replace").rstrip("\0").split("\0")
    comm = (folder / "comm").read_text(encoding="utf-8", errors="replace").strip()
    names = {comm, Path(path).name, Path(words[0]).name, *_scripts(Path(path).name, words)}
    return Seen(pid, frozenset(name.casefold() for name in names if name), path)


def _scripts(program: str, words: list[str]) -> Iterator[str]:
    """The script or module that an interpreter runs, without its ending too."""
    if not program.startswith(_INTERPRETERS):
        return
    for word in words[1:]:
        if not word.startswith("-"):
            name = Path(word).name
            yield name
            yield Path(name).stem
            return
