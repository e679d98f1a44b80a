"""Files that should not be there, and where screenshots are kept: on this disk only, or in a cloud too.

Nothing inside Desktop, Documents or iCloud Drive is opened: macOS would ask its user for leave.
"""

import fnmatch
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import Defaults, Paths, SyncedFolder
from guard.checkup.probe import SettingProbe

_CLOUD = "Library/Mobile Documents"
_CLOUDS = {
    _CLOUD: "iCloud Drive",
    "Library/CloudStorage": "a cloud program",
    "Dropbox": "Dropbox",
    "OneDrive": "OneDrive",
    "Google Drive": "Google Drive",
    "MEGA": "MEGA",
    "Nextcloud": "Nextcloud",
    "Sync": "a cloud program",
    "iCloud Drive": "iCloud Drive",
}
_KEPT = Defaults(domain="com.apple.screencapture", key="location", kind="string", missing="")
_DESKTOP = Defaults(domain="com.apple.finder", key="FXICloudDriveDesktop", kind="bool", missing="false")
_LIMITS = "Guard knows iCloud, Dropbox, OneDrive, Google Drive, MEGA and Nextcloud, and no others."


class PathsLook:
    """`Look` for `Paths`: each part of a pattern is looked up in its folder, so that a closed folder is noticed."""

    def __init__(self, home: Path, listdir: Callable[[Path], Sequence[str]] = os.listdir) -> None:
        """Look below `home` for `~`."""
        self._home = home
        self._listdir = listdir

    def __call__(self, what: Paths) -> Reading:
        """Return the files that are there; unsafe when there is one."""
        found: list[Path] = []
        try:
            for pattern in what.globs:
                own = pattern.startswith("~/")
                start = self._home if own else Path("/")
                found += self._walk(start, pattern.removeprefix("~").strip("/").split("/"))
        except OSError:
            return _cannot("A folder where they would lie could not be read.")
        if not found:
            said = "None of the files that Guard looked for is there."
            return Reading(Answer.SAFE, evidence=(said,))
        more = f" There are {len(found) - 1} more." if len(found) > 1 else ""
        return Reading(Answer.UNSAFE, evidence=(f"{found[0]} is there.{more}",))

    def _walk(self, folder: Path, parts: Sequence[str]) -> Iterator[Path]:
        """Yield what matches below `folder`. Raises `OSError` for a folder that is there and closed."""
        try:
            names = self._listdir(folder)
        except (FileNotFoundError, NotADirectoryError):
            return
        for name in sorted(names):
            if not fnmatch.fnmatchcase(name.casefold(), parts[0].casefold()):
                continue
            if len(parts) == 1:
                yield folder / name
            else:
                yield from self._walk(folder / name, parts[1:])


class SyncedLook:
    """`Look` for `SyncedFolder`: macOS keeps screenshots and recordings of the screen in the same folder."""

    def __init__(self, home: Path, defaults: SettingProbe) -> None:
        """Ask `defaults` where the user with `home` keeps them."""
        self._home = home
        self._defaults = defaults

    def __call__(self, what: SyncedFolder) -> Reading:
        """Say whether the folder lies in one that a cloud copies."""
        del what  # screenshots and recordings lie in the same folder
        kept = self._defaults.read(_KEPT)
        desktop = self._defaults.read(_DESKTOP)
        if kept.answer is not None or desktop.answer is not None:
            return _cannot(kept.why or desktop.why)
        folder = self._folder(kept.value)
        if folder is None:
            return _cannot("macOS names a folder for it that Guard does not understand.")
        line = f"They are kept in {folder}."
        try:
            places = {folder, Path(os.path.realpath(folder))}
            cloud = self._cloud(places, desktop_copied=desktop.value == "true" or self._copied_desktop())
        except OSError:
            return _cannot("Guard could not find out which folders are copied to a cloud.")
        if cloud:
            said = f"{line} That folder is copied by {cloud}."
            return Reading(Answer.UNSAFE, why=said, evidence=(line,))
        return Reading(Answer.SAFE, evidence=(line, _LIMITS))

    def _folder(self, named: str) -> Path | None:
        if not named.strip():
            return self._home / "Desktop"
        whole = named.removeprefix("file://")
        if whole == "~" or whole.startswith("~/"):
            return self._home / whole.removeprefix("~").strip("/")
        return Path(whole) if whole.startswith("/") and "%" not in whole else None

    def _copied_desktop(self) -> bool:
        """Tell whether iCloud Drive holds a Desktop. Raises `OSError` when that is closed."""
        try:
            (self._home / _CLOUD / "com~apple~CloudDocs/Desktop").lstat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        return True

    def _cloud(self, places: set[Path], *, desktop_copied: bool) -> str:
        tops: Mapping[Path, Any] = {self._home / name: spoken for name, spoken in _CLOUDS.items()}
        for place in places:
            for top, spoken in tops.items():
                if place.is_relative_to(top):
                    return str(spoken)
            copied = (self._home / "Desktop", self._home / "Documents")
            if desktop_copied and any(place.is_relative_to(one) for one in copied):
                return "iCloud Drive"
        return ""


def _cannot(why: str) -> Reading:
    return Reading(Answer.UNKNOWN, why=why)
