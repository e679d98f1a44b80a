"""Preferences of every Firefox profile of this user.

A fix writes a marked block into `user.js`, which Firefox reads at its start; Firefox then
keeps the value in `prefs.js` too. So putting back may have to mend that file as well, and
that can be done only while Firefox is closed.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from guard import durable
from guard.checkup import firefox_files as files
from guard.checkup.check import Answer, Reading, Stored
from guard.checkup.detect import FirefoxPref
from guard.checkup.probe import NotWritten

_NOT_NOTED = "Firefox's settings cannot be read, so Guard changed nothing."
_OPEN = "Firefox is open and would undo this. Close it and try again; nothing was changed."


class FirefoxPrefProbe:
    """`SettingProbe` for `FirefoxPref`. What is stored is a JSON object: profile folder -> value as the file spells it, or null."""

    def __init__(
        self, homes: Sequence[Path], policies: Sequence[Path] = (), *, running: Callable[[Path], bool]
    ) -> None:
        """Look in `homes` for profiles, in `policies` for what an organisation decides; `running` tells whether a profile is open."""
        self._homes = tuple(homes)
        self._policies = tuple(policies)
        self._running = running

    def read(self, what: FirefoxPref) -> Reading:
        """Return the value of the first profile, and the others' beside it."""
        try:
            held = self._held(what)
        except NotWritten:
            return Reading(Answer.UNKNOWN, why="Firefox's settings cannot be read.")
        if not held:
            return Reading(Answer.NOT_APPLICABLE, why="No Firefox profile was found for this user.")
        values = [what.default if spelled is None else files.unquoted(spelled) for spelled in held.values()]
        said = tuple(
            f"Firefox profile {Path(folder).name}: {what.name} is {value or 'empty'}{'' if held[folder] else ', as usual'}."
            for folder, value in zip(held, values, strict=True)
        )
        return Reading(value=values[0], more=tuple(values[1:]), evidence=said, managed=self._managed(what))

    def stored(self, what: FirefoxPref) -> Stored:
        """Return what each profile has set, or absent when none has. Raises `NotWritten`."""
        held = {folder: value for folder, value in self._held(what).items() if value is not None}
        return Stored(json.dumps(held, sort_keys=True)) if held else Stored(absent=True)

    def write(self, what: FirefoxPref, value: str) -> None:
        """Set the preference in the marked block of every profile. Raises `NotWritten`."""
        for profile in self._profiles():
            file = profile / "user.js"
            _replace(file, files.with_own(_text(file), what.name, files.literal(value)))

    def restore(self, what: FirefoxPref, stored: Stored) -> None:
        """Set every profile as it was. Raises `NotWritten`."""
        held: dict[str, str] = {} if stored.absent else json.loads(stored.value)
        profiles = self._profiles()
        plans = [(profile, self._plan(profile, what.name, held.get(str(profile)))) for profile in profiles]
        for profile, (user, prefs) in plans:
            if prefs is not None:
                _replace(profile / "prefs.js", prefs)
            _replace(profile / "user.js", user)

    def _plan(self, profile: Path, name: str, wanted: str | None) -> tuple[str, str | None]:
        """Return the new `user.js`, and the new `prefs.js` when that has to change too."""
        user = files.with_own(_text(profile / "user.js"), name, None)
        prefs = _text(profile / "prefs.js")
        now = files.find(user, name)
        if (now if now is not None else files.find(prefs, name)) == wanted:
            return user, None
        if now is not None:
            raise NotWritten("Another line of user.js sets this too, so Guard left it alone.")
        if self._running(profile):
            raise NotWritten(_OPEN)
        rest = files.without(prefs, name)
        return user, rest if wanted is None else rest + files.line(name, wanted)

    def _held(self, what: FirefoxPref) -> dict[str, str | None]:
        found: dict[str, str | None] = {}
        for profile in self._profiles():
            own = files.find(_text(profile / "user.js"), what.name)
            found[str(profile)] = (
                own if own is not None else files.find(_text(profile / "prefs.js"), what.name)
            )
        return found

    def _profiles(self) -> list[Path]:
        try:
            return files.profiles(self._homes)
        except (OSError, ValueError) as error:
            raise NotWritten(_NOT_NOTED) from error

    def _managed(self, what: FirefoxPref) -> bool:
        for file in self._policies:
            try:
                said = json.loads(file.read_text(encoding="utf-8"))
                if what.name in said["policies"]["Preferences"]:
                    return True
            except (OSError, ValueError, KeyError, TypeError):
                continue
        return False


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise NotWritten(_NOT_NOTED) from error


def _replace(file: Path, text: str) -> None:
    """Write a file durably, through a link too; one that only Guard wrote into goes away again."""
    if text == _text(file):
        return
    try:
        if not text and not file.is_symlink():
            file.unlink()
            durable.sync_folder(file.parent)
            return
        durable.write(file.resolve(), text.encode("utf-8"))
    except OSError as error:
        raise NotWritten(f"Firefox's settings could not be changed ({error.strerror}).") from error
