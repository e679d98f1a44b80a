"""A program that a setting is about: does it run, is it only installed, or is it not here at all?"""

import shutil
from collections.abc import Mapping
from pathlib import Path

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import Processes, Program
from guard.checkup.linux.looks_processes import UNREAD, ListedOnce, Listing, hits, judged, listed
from guard.checkup.probe import Look

_USUAL = "/usr/local/bin:/usr/bin:/bin:/usr/games"


class ProgramLook:
    """`Look` for `Program`: "running", "another" (one of `instead` runs), "installed" or "absent"."""

    def __init__(self, environ: Mapping[str, str], home: Path, running: Listing = listed) -> None:
        """Search where the session that `environ` describes does; `running` lists what runs."""
        self._path = ":".join(filter(None, (environ.get("PATH", ""), f"{home}/.local/bin", _USUAL)))
        self._running = running

    def __call__(self, what: Program) -> Reading:
        """Say whether the program runs or is installed."""
        running = self._running()
        if not running:
            return Reading(Answer.UNKNOWN, why=UNREAD)
        name = what.names[0]
        if found := hits(what.names, running):
            return Reading(value="running", evidence=tuple(found))
        there = self._installed(what)
        state = "is not running now" if there else "is not installed"
        evidence = (f"{name} is installed and not running.",) if there else (f"{name} is not installed.",)
        if others := hits(what.instead, running):
            known = ", ".join(dict.fromkeys(others.values()))
            why = f"{name} {state}. Another program does its work: {known}, whose settings Guard cannot read."
            return Reading(value="another", why=why, evidence=(*evidence, *others))
        if not there:
            return Reading(value="absent", why=f"{name} is not installed.", evidence=evidence)
        counts = "what is set for it does nothing" if what.needed else "this counts once it starts"
        return Reading(value="installed", why=f"{name} is not running now, so {counts}.", evidence=evidence)

    def _installed(self, what: Program) -> bool:
        on_path = any(shutil.which(name, path=self._path) for name in what.names)
        return on_path or any(Path(file).exists() for file in what.files)


def looks_for_one_pass(environ: Mapping[str, str], home: Path) -> Mapping[type, Look]:
    """Return what may keep the list of programs that it has read, because it is used for one pass only."""
    once = ListedOnce()
    return {Processes: lambda what: judged(what, once()), Program: ProgramLook(environ, home, once)}
