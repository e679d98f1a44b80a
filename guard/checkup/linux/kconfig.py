"""Keys of KDE's configuration files, read and written with KDE's own tools.

The tools know the cascade of system and user files and what an administrator has locked;
only whether the user's own file holds a key at all is read from that file here, because
the tools do not tell "absent" from "set to the default".
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from guard.checkup.check import Answer, Reading, Stored
from guard.checkup.command import Ran, Tool, run
from guard.checkup.detect import KConfig
from guard.checkup.probe import NotWritten

_VERSIONS = ("6", "5")
_GROUP = re.compile(r"\[([^\]]*)\]")
_FLAGS = re.compile(r"\[\$(\w+)\]$")
_ESCAPED = re.compile(r"\\(?:x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_ESCAPES = {"s": " ", "t": "\t", "n": "\n", "r": "\r"}
_BLANK = " \t\r"
_NOTHING = "guard-none"
_TRUE, _FALSE = ("true", "on", "yes", "1"), ("false", "off", "no", "0")
_NOT_NOTED = "Guard cannot note what to put back, so it changed nothing."


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
        value = got.out.removesuffix("\n")
        managed = self._locked(what)
        if value == _NOTHING:
            said = f"{what.file} {what.key} is not set, and {what.default} is usual."
            return Reading(value=what.default, managed=managed, evidence=(said,))
        said = f"{what.file} {what.key} is {value or 'empty'}."
        return Reading(value=_spelled_as(what.default, value), managed=managed, evidence=(said,))

    def stored(self, what: KConfig) -> Stored:
        """Return what the user's own file holds, or absent. Raises `NotWritten`."""
        try:
            text = (self._folder / what.file).read_text(encoding="utf-8")
        except FileNotFoundError:
            return Stored(absent=True)
        except (OSError, UnicodeDecodeError) as error:
            raise NotWritten(_NOT_NOTED) from error
        found = find_key(text, what.group, what.key)
        if found is None:
            return Stored(absent=True)
        value, flags = found
        if flags:  # expanded, locked or deleted by the user's own hand: the tools would not put that back
            raise NotWritten(_NOT_NOTED)
        return Stored(value)

    def write(self, what: KConfig, value: str) -> None:
        """Set the key in the user's own file. Raises `NotWritten`."""
        self._must([*_address(what), "--", value])

    def restore(self, what: KConfig, stored: Stored) -> None:
        """Set the key as it was, or remove it again. Raises `NotWritten`."""
        if stored.absent:
            self._must([*_address(what), "--delete", ""])
        else:
            self.write(what, stored.value)

    def _must(self, words: list[str]) -> None:
        done = self._with_tool("kwriteconfig", words)
        if not done.ok:
            raise NotWritten(
                f"The setting could not be changed: {done.why or 'KDE refused it.'} It is as it was."
            )

    def _with_tool(self, name: str, words: list[str]) -> Ran:
        for version in _VERSIONS:
            done = self._tool([name + version, *words])
            if not done.missing:
                return done
        return Ran(None, why="KDE's tools for settings are not installed.", missing=True)

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


def find_key(text: str, group: tuple[str, ...], key: str) -> tuple[str, str] | None:
    """Return the value of `key` in `group` and its flags ("i", "e", ...), or None; the last one counts."""
    found = None
    for here, _, name, value in _lines(text):
        flags = _FLAGS.search(name)
        if here == group and _FLAGS.sub("", name) == key:
            found = (_ESCAPED.sub(_unescaped, value), flags[1] if flags else "")
    return found


def is_immutable(text: str, group: tuple[str, ...], key: str) -> bool:
    """Tell whether a system file locks `key`: by [$i] on the key, on its group, or on the whole file."""
    for here, locked, name, _ in _lines(text):
        if locked and here in ((), group):
            return True
        flags = _FLAGS.search(name)
        if here == group and flags and "i" in flags[1] and _FLAGS.sub("", name) == key:
            return True
    return False


def _lines(text: str) -> Iterator[tuple[tuple[str, ...], bool, str, str]]:
    """Yield group, whether it is locked, key with flags, and raw value; a group's own line has no key."""
    here: tuple[str, ...] = ()
    locked = False
    for raw in text.split("\n"):
        line = raw.strip(_BLANK)
        if line.startswith("["):
            parts = _GROUP.findall(line)
            here = tuple(part for part in parts if not part.startswith("$"))
            locked = any(part.startswith("$") and "i" in part for part in parts)
            yield here, locked, "", ""
        elif "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            yield here, locked, name.strip(_BLANK), value.strip(_BLANK)


def _unescaped(found: re.Match[str]) -> str:
    number, letter = found.groups()
    return chr(int(number, 16)) if number else _ESCAPES.get(letter, letter)


def _spelled_as(default: str, value: str) -> str:
    """Spell a truth value as `default` does: KDE knows several words for each."""
    if default in {"true", "false"}:
        word = value.strip().lower()
        return "true" if word in _TRUE else "false" if word in _FALSE else value
    return value


def _address(what: KConfig) -> list[str]:
    groups = [word for group in what.group for word in ("--group", group)]
    return ["--file", what.file, *groups, "--key", what.key]
