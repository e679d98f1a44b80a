"""GSettings keys of GNOME, Cinnamon, MATE and their relatives, through `gsettings` and `dconf`.

`gsettings` answers, and even claims to have set something, without a desktop, a message bus
or a store: then it gives the default. So what it says counts only when the store says the
same, and every write is read again by the caller.
"""

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from guard.checkup.check import Answer, Reading, Stored
from guard.checkup.command import Ran, Tool, run
from guard.checkup.detect import GSettings
from guard.checkup.linux import session_bus
from guard.checkup.linux.dconf import Dconf
from guard.checkup.probe import NotWritten

_TYPED = re.compile(r"^(?:@\S+|byte|u?int(?:16|32|64)|double|objectpath|signature|handle)\s+(?=\S)")
_PATH = re.compile(r"^/(?:[^/]+/)*$")
_LINE = re.compile(r"(?P<schema>\S+) (?P<key>\S+) (?P<value>\S.*)")


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is known of some schemas: effective values by schema and key, the store's by path, and locked paths."""

    why: str = ""
    no_schema: bool = False
    effective: Mapping[tuple[str, str], str] = field(default_factory=dict)
    in_store: Mapping[str, str] = field(default_factory=dict)
    locked: frozenset[str] | None = frozenset()


class GSettingsProbe:
    """`SettingProbe` for `GSettings`. Values are GVariant text without a type in front."""

    def __init__(
        self,
        environ: Mapping[str, str],
        tool: Tool | None = None,
        *,
        at_once: bool = False,
        has_bus: Callable[[Mapping[str, str]], bool] = session_bus.answers,
    ) -> None:
        """Ask on behalf of the session that `environ` describes.

        `at_once`: ask for everything with the first question and keep it, for one pass over many keys.
        """
        self._environ = dict(environ)
        self._tool = tool or (lambda argv: run(argv, self._environ))
        self._dconf = Dconf(self._environ, self._tool)
        self._has_bus = has_bus
        self._at_once = at_once
        self._all: _Seen | None = None
        self._known_paths: dict[str, str] = {}
        self._lock = threading.Lock()

    def read(self, what: GSettings) -> Reading:
        """Return the effective value of the key, or why there is none."""
        seen = self._seen(what)
        if seen.no_schema:
            return Reading(Answer.NOT_APPLICABLE, why="This desktop does not have that setting.")
        if seen.why:
            return _cannot(seen.why)
        raw = seen.effective.get((what.schema, what.key))
        if raw is None:
            return _cannot("This version of the desktop does not have that setting.")
        path = (what.path or self._known_paths.get(what.schema, "")) + what.key
        if seen.in_store.get(path, raw) != raw:
            return _cannot("What is stored for this setting is not what the desktop would go by.")
        value = plain(raw)
        return Reading(
            value=value,
            managed=self._managed(what, path, seen.locked),
            evidence=(f"{what.schema} {what.key} is {value or 'empty'}.",),
        )

    def stored(self, what: GSettings) -> Stored:
        """Return what the user set, or absent. Raises `NotWritten`."""
        return self._dconf.own(self._path(what))

    def write(self, what: GSettings, value: str) -> None:
        """Set the key for this user. Raises `NotWritten`."""
        _must(self._tool(["gsettings", "set", _target(what), what.key, value]))

    def restore(self, what: GSettings, stored: Stored) -> None:
        """Set the key as it was, or make it absent again. Raises `NotWritten`."""
        _must(self._dconf.put(self._path(what), stored))

    def _seen(self, what: GSettings) -> _Seen:
        with self._lock:
            if not self._at_once or what.path:
                return self._look(what)
            if self._all is None:
                self._all = self._look(None)
            found = self._all
            if found.why or (what.schema, what.key) in found.effective:
                return found
            return self._look(what)

    def _look(self, what: GSettings | None) -> _Seen:
        """Ask for one schema, or for all that have a place of their own."""
        try:
            folder = self._folder(what)
            if not folder:
                return _Seen(no_schema=True)
            listed = self._tool(["gsettings", "list-recursively", *([_target(what)] if what else [])])
            if listed.code is not None and "No such schema" in listed.err:
                return _Seen(no_schema=True)
            lines = map(_LINE.fullmatch, _answer(listed).split("\n"))
            store = self._dconf.values(folder)
            if isinstance(store, Ran):
                return _Seen(store.why or "The store of the desktop's settings gave no answer.")
        except NotWritten as error:
            return _Seen(error.sentence)
        effective = {(line["schema"], line["key"]): line["value"] for line in lines if line}
        return _Seen(effective=effective, in_store=store, locked=self._dconf.locks(folder))

    def _folder(self, what: GSettings | None) -> str:
        """Return where the keys are kept, "" when there is no such schema. Raises `NotWritten`."""
        if self._environ.get("GSETTINGS_BACKEND", "dconf") != "dconf":
            raise NotWritten("Settings are kept somewhere else than usual (GSETTINGS_BACKEND is set).")
        if not self._has_bus(self._environ):
            raise NotWritten("There is no desktop session here that could use the setting.")
        paths = self._paths()
        return "/" if what is None else what.path or paths.get(what.schema, "")

    def _managed(self, what: GSettings, path: str, locked: frozenset[str] | None) -> bool:
        if locked is not None:
            return path in locked
        writable = self._tool(["gsettings", "writable", _target(what), what.key])
        return writable.ok and writable.out.strip() == "false"

    def _path(self, what: GSettings) -> str:
        path = what.path or self._paths().get(what.schema)
        if path is None:
            raise NotWritten("This system does not have that setting. Nothing was changed.")
        if not _PATH.fullmatch(path):
            raise NotWritten("Guard cannot tell where this setting is kept. Nothing was changed.")
        return path + what.key

    def _paths(self) -> Mapping[str, str]:
        """Return where each schema keeps its keys; asked once, for schemas come and go with packages only."""
        if not self._known_paths:
            listed = _answer(self._tool(["gsettings", "list-schemas", "--print-paths"]))
            pairs = (line.split() for line in listed.splitlines())
            self._known_paths = dict(pair for pair in pairs if len(pair) == 2)  # noqa: PLR2004 - a name and its path
        return self._known_paths


def plain(value: str) -> str:
    """Return GVariant text without a type in front and, for a text, without its quotes."""
    text = _TYPED.sub("", value.strip())
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" and text[0] not in text[1:-1]:
        return text[1:-1]
    return text


def _target(what: GSettings) -> str:
    return f"{what.schema}:{what.path}" if what.path else what.schema


def _answer(asked: Ran) -> str:
    if not asked.ok or "WARNING" in asked.err:
        raise NotWritten(asked.why or "The desktop's settings gave no answer.")
    return asked.out


def _must(done: Ran) -> None:
    if not done.ok:
        why = done.why or "the desktop refused it."
        raise NotWritten(f"The setting could not be changed: {why} It is as it was.")


def _cannot(why: str) -> Reading:
    return Reading(Answer.UNKNOWN, why=why)
