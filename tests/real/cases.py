"""The programs that are started for real, read from programs/*.toml, and how they are disguised."""

import os
import shlex
import shutil
import sys
import tomllib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.real.desk import Desk
from tests.support.ordinary_user import can_start_this_python

FOLDER = Path(__file__).parent / "programs"
SYSTEM_PYTHON = "/usr/bin/python3"
_SYSTEM_MODULES = Path("/usr/lib/python3/dist-packages")
_MEMFD = """
import os, shutil, sys
program = shutil.which(sys.argv[1])
memory = os.memfd_create("notes", os.MFD_CLOEXEC)
os.write(memory, open(program, "rb").read())
os.execve(memory, ["notes", *sys.argv[2:]], dict(os.environ))
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One program and what the guard should say of it.

    `expect` holds the kinds of which at least one must be found with `strength`; empty:
    nothing louder than `at_most` may be said. `deb` is its Debian package. `each` are
    the disguises that it is started in as well. `large` ones run with `make test-real` only.
    """

    run: str
    deb: str
    expect: tuple[str, ...] = ()
    strength: str = "capturing"
    at_most: str = "quiet"
    large: bool = False
    each: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    disguise: str = ""
    name: str = ""

    @property
    def program(self) -> str:
        """The command that must be installed."""
        return shlex.split(self.run)[0]

    @property
    def title(self) -> str:
        """What the case is called in the table."""
        return f"{self.name or self.run[:60]}{f' ({self.disguise})' if self.disguise else ''}"

    def missing(self) -> str:
        """Say why the case cannot run here; empty when it can."""
        helper = {"memfd": SYSTEM_PYTHON, "exec -a": "bash"}.get(self.disguise, "sh")
        for name in (self.program, helper, *self.needs):
            if not name.startswith("$") and not shutil.which(name, path=f"{os.environ['PATH']}:/usr/games"):
                return f"{name} is not installed (Debian package {self.deb})"
        if self.program == "$PYTHON" and not can_start_this_python():
            return "an ordinary user cannot start this Python"
        for module in self.modules:
            if self.program == "$PYTHON" and not find_spec(module):
                return f"the Python module {module} is not installed ({self.deb})"
            if self.program != "$PYTHON" and not list(_SYSTEM_MODULES.glob(f"{module}*")):
                return f"the Python module {module} is not installed (Debian package {self.deb})"
        return ""


def cases(name: str) -> list[Case]:
    """Read programs/NAME.toml, each case once plain and once in each of its disguises."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        rows = tomllib.load(file)["case"]
    found = []
    for row in rows:
        files = tuple(row.pop("files", {}).items())
        lists: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in row.items()
        }
        plain = Case(**lists, files=files)
        found += [plain, *(_disguised(plain, how) for how in plain.each)]
    return found


def _disguised(case: Case, how: str) -> Case:
    return Case(
        case.run, case.deb, case.expect, case.strength, large=case.large, disguise=how, files=case.files
    )


def command(case: Case, desk: Desk, name: str) -> list[str]:
    """The words to start, with the files they need put in place."""
    folder = desk.make_folder(name)
    text = (
        case.run.replace("$PYTHON", sys.executable)
        .replace("$DISPLAY", desk.env["DISPLAY"])
        .replace("$FOLDER", str(folder))
        .replace("$FILM", str(desk.folder / "film.mkv"))
    )
    for file, content in case.files:
        (folder / file).write_text(content)
        desk.own(folder / file, 0o755)
    words = shlex.split(text)
    return _DISGUISES[case.disguise](words, folder) if case.disguise else words


def _path(name: str) -> str:
    return shutil.which(name) or name


def _copied(words: list[str], folder: Path) -> list[str]:
    shutil.copy(_path(words[0]), folder / "notes")
    return [str(folder / "notes"), *words[1:]]


def _symlinked(words: list[str], folder: Path) -> list[str]:
    (folder / "notes").symlink_to(_path(words[0]))
    return [str(folder / "notes"), *words[1:]]


def _hidden_in_python(words: list[str], _: Path) -> list[str]:
    return [SYSTEM_PYTHON, "-c", _MEMFD, *words]


def _deleted(words: list[str], folder: Path) -> list[str]:
    program = _copied(words, folder)[0]
    return ["sh", "-c", f'(sleep 0.02; rm {program}) & exec "$@"', "sh", program, *words[1:]]


def _wrapped(words: list[str], folder: Path) -> list[str]:
    script = folder / "notes.sh"
    script.write_text(f"#!/bin/sh\n{shlex.join(words)}\n:\n")
    script.chmod(0o755)
    return [str(script)]


def _loaded(words: list[str], folder: Path) -> list[str]:
    loader = next(
        str(path) for path in (Path("/lib64"), Path("/lib")) for path in path.glob("ld-linux*.so.*")
    )
    return [loader, *_copied(words, folder)]


def _renamed(words: list[str], _: Path) -> list[str]:
    return ["bash", "-c", 'exec -a notes "$0" "$@"', _path(words[0]), *words[1:]]


def _named_like_an_editor(words: list[str], folder: Path) -> list[str]:
    shutil.copy(_path(words[0]), folder / "gedit")
    return [str(folder / "gedit"), *words[1:]]


_DISGUISES = {
    "copied": _copied,
    "symlinked": _symlinked,
    "memfd": _hidden_in_python,
    "deleted": _deleted,
    "wrapped": _wrapped,
    "loader": _loaded,
    "exec -a": _renamed,
    "named gedit": _named_like_an_editor,
}
