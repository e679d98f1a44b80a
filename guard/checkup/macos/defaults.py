"""User defaults of macOS as settings: read with their types, written, and put back exactly.

A domain is read whole (`defaults export`), because only so a value's type is seen and an absent
key is told from an error in any language. A domain that is a path is a file of the whole computer:
it is read as a file and never written.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guard.checkup.check import Answer, Reading, Stored
from guard.checkup.detect import Defaults
from guard.checkup.macos import plists
from guard.checkup.macos.tools import Tool
from guard.checkup.probe import NotWritten

DEFAULTS = "/usr/bin/defaults"
_GLOBAL = {"NSGlobalDomain": ".GlobalPreferences"}
_WHOLE = re.compile(r"[+-]?[0-9]{1,10}")
_MOST = 2**31 - 1  # `defaults -int` is safe up to here
_HOST_ID = r"\.[0-9A-Fa-f-]{12,36}\.plist"
_AS_ROOT = "Guard runs as the administrator “root”, so it would see root's settings and not yours."
_UNREADABLE = "macOS does not let Guard read this setting."
_OTHER_KIND = "The setting holds something of another kind than macOS uses."
_REFUSED = "macOS did not let Guard change the setting. It is as it was."
_SHARED = "This setting belongs to the whole computer, so it needs an administrator. Nothing was changed."


class _UnclearError(Exception):
    """What a setting holds cannot be told; the text says why."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whose settings they are: home folder and short name; `root` when Guard runs with its rights."""

    home: Path
    name: str
    root: bool = False


class DefaultsProbe:
    """`SettingProbe` for `Defaults`. Values are spelled "true", "5", "Contacts Only"."""

    def __init__(self, account: Account, tool: Tool, library: Path = Path("/Library")) -> None:
        """Read and write with `tool`; profiles of an organisation lie below `library`."""
        self._account = account
        self._tool = tool
        self._library = library

    def read(self, what: Defaults) -> Reading:
        """Return the value that counts, or why it cannot be told."""
        where = f"{what.domain} {what.key}"
        try:
            self._not_as_root()
            decided = self._managed(what)
            if decided is not None:
                return _told(what, decided[0], f"A profile sets {where} to “{decided[0]}”.", managed=True)
            value = self._own(what)
            if not _is_path(what):
                self._only_here(what, value)
        except _UnclearError as error:
            return Reading(Answer.UNKNOWN, why=str(error))
        if value is not None:
            return _told(what, value, f"{where} is “{_spoken(value)}”.")
        if what.missing is None:
            why = "It was never set here, and what macOS does then is not documented."
            return Reading(Answer.UNKNOWN, why=why)
        said = f"{where} was never set; macOS then takes “{what.missing}”."
        return Reading(value=what.missing, evidence=(said,))

    def stored(self, what: Defaults) -> Stored:
        """Return what the user's own setting holds, with its type, or absent. Raises `NotWritten`."""
        try:
            self._not_as_root()
            value = self._own(what)
        except _UnclearError as error:
            raise NotWritten(f"{error} Nothing was changed.") from error
        if value is None:
            return Stored(absent=True)
        spelled = _typed(value)
        if spelled is None:
            raise NotWritten("What the setting holds could not be put back exactly. Nothing was changed.")
        return Stored(spelled)

    def write(self, what: Defaults, value: str) -> None:
        """Write `value` as the setting's kind. Raises `NotWritten`."""
        fits = {
            "bool": value in {"true", "false"},
            "int": bool(_WHOLE.fullmatch(value)) and abs(int(value)) <= _MOST,
            "string": True,
        }
        if not fits[what.kind]:
            raise NotWritten("That is not a value that the setting can hold. Nothing was changed.")
        self._put(what, what.kind, value)

    def restore(self, what: Defaults, stored: Stored) -> None:
        """Write the earlier value with its type, or delete the key where there was none. Raises `NotWritten`."""
        if not stored.absent:
            kind, _, value = stored.value.partition(" ")
            self._put(what, kind, value)
            return
        self._may_write(what)
        ran = self._tool([*_tool_for(current_host=what.current_host), "delete", what.domain, what.key])
        if not ran.ok and not self.stored(what).absent:
            raise NotWritten(_REFUSED)

    def _put(self, what: Defaults, kind: str, value: str) -> None:
        self._may_write(what)
        start = _tool_for(current_host=what.current_host)
        ran = self._tool([*start, "write", what.domain, what.key, f"-{kind}", value])
        if not ran.ok:
            raise NotWritten(f"{ran.why} {_REFUSED}".strip())

    def _may_write(self, what: Defaults) -> None:
        if self._account.root:
            raise NotWritten(f"{_AS_ROOT} Nothing was changed.")
        if _is_path(what):
            raise NotWritten(_SHARED)

    def _not_as_root(self) -> None:
        if self._account.root:
            raise _UnclearError(_AS_ROOT)

    def _own(self, what: Defaults) -> Any:
        """Return what is stored where the check looks; None for nothing. Raises `_UnclearError`."""
        if _is_path(what):
            return _file(Path(f"{what.domain.removesuffix('.plist')}.plist")).get(what.key)
        return self._export(what.domain, current_host=what.current_host).get(what.key)

    def _only_here(self, what: Defaults, value: Any) -> None:
        """Raise `_UnclearError` when the same key is stored in the other scope too, with another value."""
        other = self._export(what.domain, current_host=not what.current_host).get(what.key)
        if other is not None and (value is None or _typed(other) != _typed(value)):
            raise _UnclearError("The setting is stored in two places that do not agree.")

    def _export(self, domain: str, *, current_host: bool) -> Mapping[str, Any]:
        """Return one domain of one scope. Raises `_UnclearError`; no file at all is an empty domain."""
        files = list(self._files(domain, current_host=current_host))
        ran = self._tool([*_tool_for(current_host=current_host), "export", domain, "-"])
        if ran.code is None:
            raise _UnclearError(ran.why or _UNREADABLE)
        if not ran.ok:
            if files:
                raise _UnclearError(_UNREADABLE)
            return {}
        for file in files:
            _readable(file)
        try:
            return plists.parsed(ran.out.encode("utf-8", "replace"))
        except ValueError as error:
            raise _UnclearError(_UNREADABLE) from error

    def _files(self, domain: str, *, current_host: bool) -> Iterator[Path]:
        """Yield the files that hold one domain. Raises `_UnclearError` when their folder is closed."""
        folder = self._account.home / "Library/Preferences"
        folder = folder / "ByHost" if current_host else folder
        ending = _HOST_ID if current_host else r"\.plist"
        wanted = re.compile(re.escape(_GLOBAL.get(domain, domain)) + ending, re.IGNORECASE)
        try:
            found = [file for file in folder.iterdir() if wanted.fullmatch(file.name)]
        except FileNotFoundError:
            found = []
        except OSError as error:
            raise _UnclearError(_UNREADABLE) from error
        yield from found

    def _managed(self, what: Defaults) -> tuple[Any] | None:
        """Return what a profile of an organisation decides, in a tuple; None when there is none."""
        name = Path(what.domain).name.removesuffix(".plist")
        top = self._library / "Managed Preferences"
        for folder in (top / self._account.name, top):
            held = _file(folder / f"{_GLOBAL.get(name, name)}.plist")
            if what.key in held:
                return (held[what.key],)
        return None


def _told(what: Defaults, value: Any, said: str, *, managed: bool = False) -> Reading:
    text = _plain(what, value)
    if text is None:
        return Reading(Answer.UNKNOWN, why=_OTHER_KIND, evidence=(said,), managed=managed)
    return Reading(value=text, evidence=(said,), managed=managed)


def _plain(what: Defaults, value: Any) -> str | None:
    """Spell a value as its kind; None when it is of another. 0 and 1 are as good as false and true for macOS."""
    if what.kind == "bool":
        return ("false", "true")[value] if isinstance(value, int) and value in {0, 1} else None
    if what.kind == "int":
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else None
    return value if isinstance(value, str) else None


def _typed(value: Any) -> str | None:
    """Spell a value with its type, so that exactly it can be put back; None when that is not possible."""
    if isinstance(value, bool):
        return f"bool {str(value).lower()}"
    if isinstance(value, int):
        return f"int {value}" if abs(value) <= _MOST else None
    return f"string {value}" if isinstance(value, str) else None


def _spoken(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_path(what: Defaults) -> bool:
    return what.domain.startswith("/")


def _tool_for(*, current_host: bool) -> list[str]:
    return [DEFAULTS, "-currentHost"] if current_host else [DEFAULTS]


def _file(path: Path) -> Mapping[str, Any]:
    try:
        return plists.from_file(path) or {}
    except (OSError, ValueError) as error:
        raise _UnclearError(_UNREADABLE) from error


def _readable(file: Path) -> None:
    """Raise `_UnclearError` for a closed file, which macOS itself would show as an empty one."""
    try:
        with file.open("rb"):
            pass
    except FileNotFoundError:
        return
    except OSError as error:
        raise _UnclearError(_UNREADABLE) from error
