"""Keys of KDE's configuration files, read and written with KDE's own tools.

The tools know the cascade of system and user files and what an administrator has locked;
only whether the user's own file holds a key at all is read from that file here, because
the tools do not tell "absent" from "set to the default".
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from guard.checkup.check import Answer, Reading, Stored
from guard.checkup.command import Ran, run
from guard.checkup.detect import KConfig
from guard.checkup.probe import NotWritten

_VERSIONS = ("6", "5")
_GROUP = re.compile(r"\[([^\]]*)\]")
_NOTHING = "guard-none"
Tool = Callable[[list[str]], Ran]


class KConfigProbe:
    """`SettingProbe` for `KConfig`."""

    def __init__(self, environ: Mapping[str, str], home: Path, tool: Tool | None = None) -> None:
        """Ask on behalf of the user whose `home` and `environ` these are."""
        self._environ = dict(environ)
        self._folder = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
        system = environ.get("XDG_CONFIG_DIRS") or "/etc/xdg"
        self._system = [Path(part) for part in system.split(":") if part]
        self._tool = tool or (lambda argv: run(argv, self._environ))

    def read(self, what: KConfig) -> Reading:
        """Return the effective value: the user's, the system's, or the program's default."""
        got = self._with_tool("kreadconfig", [*_address(what), "--default", _NOTHING])
        if got.code is None:
            return Reading(Answer.UNKNOWN, why=got.why)
        if not got.ok:
            return Reading(Answer.UNKNOWN, why="KDE's settings gave no answer.")
        value = got.out.strip("\r\n")
        usual = value == _NOTHING
        said = f"{what.file} {what.key} is not set, and {what.default} is usual." if usual else ""
        return Reading(
            value=what.default if usual else value,
            managed=self._locked(what),
            evidence=(said or f"{what.file} {what.key} is {value}.",),
        )

    def stored(self, what: KConfig) -> Stored:
        """Return what the user's own file holds, or absent. Raises `NotWritten`."""
        try:
            text = (self._folder / what.file).read_text(encoding="utf-8")
        except FileNotFoundError:
            return Stored(absent=True)
        except (OSError, UnicodeDecodeError) as error:
            raise NotWritten("Guard cannot note what to put back, so it changed nothing.") from error
        value = find_key(text, what.group, what.key)
        return Stored(absent=True) if value is None else Stored(value)

    def write(self, what: KConfig, value: str) -> None:
        """Set the key in the user's own file. Raises `NotWritten`."""
        self._must([*_address(what), value])

    def restore(self, what: KConfig, stored: Stored) -> None:
        """Set the key as it was, or remove it again. Raises `NotWritten`."""
        self._must([*_address(what), *(["--delete", ""] if stored.absent else [stored.value])])

    def _must(self, words: list[str]) -> None:
        done = self._with_tool("kwriteconfig", words)
        if not done.ok:
            raise NotWritten(
                f"The setting could not be changed: {done.why or 'KDE refused it.'} It is as it was."
            )

    def _with_tool(self, name: str, words: list[str]) -> Ran:
        done = Ran(None, why="KDE's tools for settings are not installed.")
        for version in _VERSIONS:
            done = self._tool([name + version, *words])
            if done.code is not None or "not installed" not in done.why:
                return done
        return Ran(None, why="KDE's tools for settings are not installed.") if done.code is None else done

    def _locked(self, what: KConfig) -> bool:
        """Tell whether an administrator has made the key, its group or the file immutable."""
        for folder in self._system:
            try:
                text = (folder / what.file).read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError):
                continue
            if is_immutable(text, what.group, what.key):
                return True
        return False


def find_key(text: str, group: tuple[str, ...], key: str) -> str | None:
    """Return the raw value of `key` in `group`, or None; the last one counts."""
    found: str | None = None
    for here, name, value in _lines(text):
        if here == group and re.sub(r"\[\$\w+\]$", "", name) == key:
            found = value
    return found


def is_immutable(text: str, group: tuple[str, ...], key: str) -> bool:
    """Tell whether a system file locks `key`: by [$i] on the key, on its group, or at the head of the file."""
    head = text.lstrip().split("\n", 1)[0].strip()
    if head == "[$i]":
        return True
    for line in text.splitlines():
        groups = tuple(_GROUP.findall(line)) if line.startswith("[") else ()
        if groups and groups[-1] == "$i" and groups[:-1] == group:
            return True
    return any(here == group and name == f"{key}[$i]" for here, name, _ in _lines(text))


def _lines(text: str) -> list[tuple[tuple[str, ...], str, str]]:
    found = []
    here: tuple[str, ...] = ()
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("["):
            here = tuple(part for part in _GROUP.findall(line) if not part.startswith("$"))
        elif "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.append((here, name.strip(), value.strip()))
    return found


def _address(what: KConfig) -> list[str]:
    groups = [word for group in what.group for word in ("--group", group)]
    return ["--file", what.file, *groups, "--key", what.key]
