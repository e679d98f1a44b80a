"""GSettings keys of GNOME, Cinnamon, MATE and their relatives, through `gsettings` and `dconf`.

`gsettings` answers, and even claims to have set something, without a desktop or a message
bus; so every write is read again by the caller, and without its dconf store nothing it says
counts. `dconf read` alone tells "was never set" from "was set to the default".
"""

import re
from collections.abc import Callable, Mapping

from guard.checkup.check import Answer, Reading, Stored
from guard.checkup.command import Ran, run
from guard.checkup.detect import GSettings
from guard.checkup.probe import NotWritten

_TYPED = re.compile(r"^(?:@\S+|byte|u?int(?:16|32|64)|double|objectpath|signature|handle)\s+(?=\S)")
_PATH = re.compile(r"^/(?:[^/]+/)*$")
Tool = Callable[[list[str]], Ran]


class GSettingsProbe:
    """`SettingProbe` for `GSettings`. Values are GVariant text without a type in front."""

    def __init__(self, environ: Mapping[str, str], tool: Tool | None = None) -> None:
        """Ask on behalf of the session that `environ` describes."""
        self._environ = dict(environ)
        self._tool = tool or (lambda argv: run(argv, self._environ))

    def read(self, what: GSettings) -> Reading:
        """Return the effective value of the key, or why there is none."""
        if self._environ.get("GSETTINGS_BACKEND", "dconf") != "dconf":
            return _cannot("Settings are kept somewhere else than usual (GSETTINGS_BACKEND is set).")
        got = self._tool(["gsettings", "get", _target(what), what.key])
        if got.code is None:
            return _cannot(got.why)
        if not got.ok:
            return _refused(got)
        if not (value := plain(got.out)):
            return _cannot("The setting has no value.")
        writable = self._tool(["gsettings", "writable", _target(what), what.key])
        return Reading(
            value=value,
            managed=writable.ok and writable.out.strip() == "false",
            evidence=(f"{what.schema} {what.key} is {value}.",),
        )

    def stored(self, what: GSettings) -> Stored:
        """Return what the user set, or absent. Raises `NotWritten`."""
        got = self._tool(["dconf", "read", self._key(what)])
        if not got.ok:
            raise NotWritten(
                f"Guard cannot note what to put back: {got.why or 'dconf gives no answer.'} Nothing was changed."
            )
        return Stored(got.out.strip()) if got.out.strip() else Stored(absent=True)

    def write(self, what: GSettings, value: str) -> None:
        """Set the key for this user. Raises `NotWritten`."""
        self._must(["gsettings", "set", _target(what), what.key, value])

    def restore(self, what: GSettings, stored: Stored) -> None:
        """Set the key as it was, or make it absent again. Raises `NotWritten`."""
        if stored.absent:
            self._must(["dconf", "reset", self._key(what)])
        else:
            self._must(["dconf", "write", self._key(what), stored.value])

    def _must(self, argv: list[str]) -> None:
        done = self._tool(argv)
        if not done.ok:
            why = done.why or f"{argv[0]} refused it."
            raise NotWritten(f"The setting could not be changed: {why} It is as it was.")

    def _key(self, what: GSettings) -> str:
        path = what.path or self._path_of(what.schema)
        if not _PATH.fullmatch(path):
            raise NotWritten("Guard cannot tell where this setting is kept. Nothing was changed.")
        return path + what.key

    def _path_of(self, schema: str) -> str:
        listed = self._tool(["gsettings", "list-schemas", "--print-paths"])
        for line in listed.out.splitlines() if listed.ok else []:
            name, _, path = line.partition(" ")
            if name == schema:
                return path.strip()
        raise NotWritten("This system does not have that setting. Nothing was changed.")


def plain(value: str) -> str:
    """Return GVariant text without a type in front and, for a text, without its quotes."""
    text = _TYPED.sub("", value.strip())
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" and text[0] not in text[1:-1]:
        return text[1:-1]
    return text


def _target(what: GSettings) -> str:
    return f"{what.schema}:{what.path}" if what.path else what.schema


def _refused(got: Ran) -> Reading:
    if "No such schema" in got.err:
        return Reading(Answer.NOT_APPLICABLE, why="This desktop does not have that setting.")
    if "No such key" in got.err:
        return _cannot("This version of the desktop does not have that setting.")
    return _cannot("The desktop's settings gave no answer.")


def _cannot(why: str) -> Reading:
    return Reading(Answer.UNKNOWN, why=why)
