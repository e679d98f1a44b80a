"""The private Python environment beside the sources: what it holds, and when it has to be made anew.

A stamp, written last, says what was installed. A venv without one was never
finished and is made again; one with an older stamp is brought up to date.
"""

import enum
import hashlib
import json
import os
import re
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from bootstrap_report import Failure, Report, Result

LEVELS = ("run", "test", "real")  # each holds what the one before it holds
_NOT_FOUND = re.compile(
    r"No matching distribution|Could not find a version|ResolutionImpossible|conflicting dependencies"
)
_PIP_ENVIRONMENT = {
    "PIP_USER": "0",
    "PIP_NO_INPUT": "1",
    "PIP_ROOT_USER_ACTION": "ignore",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
}


class Action(enum.Enum):
    """What has to be done about the venv."""

    NOTHING = "nothing"
    INSTALL = "install"
    REBUILD = "rebuild"


@dataclass(frozen=True)
class Stamp:
    """What a venv was made from: the Python and the place it is tied to, its inputs' hash, and how much it holds."""

    python: str
    place: str
    inputs: str
    level: str


def decide(found: Stamp | None, wanted: Stamp) -> Action:
    """Compare the stamp `found` with the one `wanted`."""
    if found is None or (found.python, found.place) != (wanted.python, wanted.place):
        return Action.REBUILD
    if found.inputs != wanted.inputs or LEVELS.index(found.level) < LEVELS.index(wanted.level):
        return Action.INSTALL
    return Action.NOTHING


class Venv:
    """The environment in `.venv`."""

    def __init__(self, root: Path, report: Report, python: str | None = None) -> None:
        """Work in the source tree `root`, with the interpreter `python` (by default the one outside any venv)."""
        self._root = root
        self._report = report
        self._base = python or os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
        self._constraints = root / "packaging" / "constraints.txt"
        self._home = root / ".venv"
        self._python = self._home / "bin" / "python"
        self._stamp = self._home / "guard-stamp.json"

    def action(self, level: str) -> Action:
        """Return what has to be done to have everything for `level`."""
        found = self._found() if self._python.exists() else None
        return decide(found, self._wanted(level))

    def carry_out(self, action: Action, level: str) -> None:
        """Make or mend the venv, and stamp it. Raises `Failure`."""
        found = self._found()
        self._stamp.unlink(missing_ok=True)
        if action is Action.REBUILD:
            made = self._report.run([self._base, "-m", "venv", "--clear", str(self._home)])
            if made.code:
                raise self._report.failure("The private Python environment could not be made", made)
        elif found and LEVELS.index(found.level) > LEVELS.index(level):
            level = found.level
        what = ".[test]" if level != "run" else "."
        installed = self._pip("install", "--editable", what, "--constraint", str(self._constraints))
        if installed.code and _NOT_FOUND.search(installed.output):
            installed = self._pip("install", "--editable", what)
            if not installed.code:
                self._report.say(
                    "The exact versions Guard is tested with cannot be had here; the newest allowed ones were taken."
                )
        if installed.code:
            raise self._report.failure("Guard's Python packages could not be installed", installed)
        self._stamp.write_text(json.dumps(asdict(self._wanted(level)), indent=2) + "\n", encoding="utf-8")

    def lock(self) -> None:
        """Write the constraints anew: the newest version of everything that pyproject.toml allows."""
        plan = self._root / "build" / "lock.json"
        plan.parent.mkdir(exist_ok=True)
        answer = self._pip(
            "install", "--dry-run", "--ignore-installed", "--quiet", "--report", str(plan), ".[test]"
        )
        if answer.code:
            raise self._report.failure("The newest versions could not be found out", answer)
        items = json.loads(plan.read_text(encoding="utf-8"))["install"]
        pins = sorted(
            f"{item['metadata']['name']}=={item['metadata']['version']}"
            for item in items
            if "dir_info" not in item["download_info"]
        )
        if not pins:
            raise Failure("No versions were found; packaging/constraints.txt was left as it was.")
        head = self._constraints.read_text(encoding="utf-8").splitlines()[0]
        self._constraints.write_text("\n".join([head, *sorted(pins, key=str.lower)]) + "\n", encoding="utf-8")

    def _pip(self, *words: str) -> Result:
        argv = [str(self._python), "-m", "pip", *words, "--progress-bar", "off"]
        return self._report.run(argv, env=_PIP_ENVIRONMENT, cwd=self._root)

    def _found(self) -> Stamp | None:
        try:
            return Stamp(**json.loads(self._stamp.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _wanted(self, level: str) -> Stamp:
        inputs = hashlib.sha256()
        for file in (self._root / "pyproject.toml", self._constraints):
            inputs.update(file.read_bytes() + b"\0")
        return Stamp(f"{self._base} {sys.version}", str(self._home), inputs.hexdigest(), level)
