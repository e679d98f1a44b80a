"""Files that should not be there, and where screenshots and recordings are kept: on this disk, or also in a cloud."""

import fnmatch
import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PureWindowsPath

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import Paths, SyncedFolder
from guard.checkup.windows.keys import Keys, Kind

_SHELL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
_ONEDRIVE = r"SOFTWARE\Microsoft\OneDrive\Accounts"
_KEPT = {
    "screenshots": ("{B7BEDE81-DF94-4682-A7D8-57A52620B86F}", "My Pictures", "Pictures", "Screenshots"),
    "recordings": ("{EDC0FE71-98D8-4F4A-B920-C8DC133CB165}", "My Video", "Videos", "Captures"),
}
_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_BESIDE = ("OneDrive", "Dropbox", "iCloudDrive", "iCloud Drive", "Google Drive", "My Drive")
_VARIABLE = re.compile(r"%([^%]+)%")
_LIMITS = "Guard knows the folders of OneDrive, Dropbox, iCloud Drive and Google Drive, and no others."


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
                start, parts = self._split(pattern)
                found += self._walk(start, parts)
        except OSError as error:
            return _cannot(
                f"A folder where they would lie could not be read ({error.strerror or 'it is refused'})."
            )
        if not found:
            return Reading(Answer.SAFE)
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        return Reading(Answer.UNSAFE, evidence=(f"Found: {found[0]}{more}.",))

    def _split(self, pattern: str) -> tuple[Path, tuple[str, ...]]:
        if pattern.startswith("~/"):
            return self._home, tuple(pattern.split("/")[1:])
        whole = Path(pattern)
        return Path(whole.anchor), whole.parts[1:]

    def _walk(self, folder: Path, parts: Sequence[str]) -> list[Path]:
        """Return what matches below `folder`. Raises `OSError` for a folder that is there and closed."""
        try:
            names = self._listdir(folder)
        except (FileNotFoundError, NotADirectoryError):
            return []
        hits = [folder / name for name in names if fnmatch.fnmatchcase(name.casefold(), parts[0].casefold())]
        return (
            hits if len(parts) == 1 else [deep for hit in sorted(hits) for deep in self._walk(hit, parts[1:])]
        )


class SyncedLook:
    """`Look` for `SyncedFolder`."""

    def __init__(self, environ: Mapping[str, str], home: str, keys: Keys | None) -> None:
        """Ask `keys` for the folders of the user that `environ` describes."""
        self._environ = {name.casefold(): value for name, value in environ.items()}
        self._home = PureWindowsPath(home)
        self._keys = keys

    def __call__(self, what: SyncedFolder) -> Reading:
        """Say whether the folder lies in one that a cloud copies."""
        if self._keys is None:
            return _cannot("The registry of Windows cannot be reached.")
        try:
            folder = self._kept(self._keys, *_KEPT[what.of])
            clouds = self._clouds(self._keys)
        except (OSError, ValueError):
            return _cannot("Guard could not find out which folders are copied to a cloud.")
        if folder is None:
            return _cannot("Windows names a folder for it that Guard cannot find.")
        line = f"They are kept in {folder}."
        for cloud in clouds:
            if folder.is_relative_to(cloud):
                return Reading(
                    Answer.UNSAFE,
                    why=f"{line} A cloud copies {cloud}.",
                    evidence=(f"{line} Cloud: {cloud}.",),
                )
        return Reading(Answer.SAFE, evidence=(line, _LIMITS))

    def _kept(
        self, keys: Keys, own: str, parent: str, usual_parent: str, usual: str
    ) -> PureWindowsPath | None:
        named = self._shell(keys, own)
        if named:
            return self._expanded(named)
        above = self._shell(keys, parent)
        folder = self._expanded(above) if above else self._home / usual_parent
        return folder / usual if folder else None

    def _shell(self, keys: Keys, name: str) -> str:
        held = keys.value("HKCU", _SHELL, name)
        if held is not None and held.kind not in (Kind.EXPAND, Kind.STRING):
            raise ValueError(name)
        return str(held.data) if held else ""

    def _expanded(self, text: str) -> PureWindowsPath | None:
        whole = _VARIABLE.sub(lambda found: self._environ.get(found[1].casefold(), found[0]), text)
        path = PureWindowsPath(whole)
        return path if path.is_absolute() and "%" not in whole else None

    def _clouds(self, keys: Keys) -> list[PureWindowsPath]:
        texts = [self._environ.get(name.casefold(), "") for name in _VARIABLES]
        for account in keys.children("HKCU", _ONEDRIVE) or ():
            held = keys.value("HKCU", f"{_ONEDRIVE}\\{account}", "UserFolder")
            texts.append(str(held.data) if held else "")
        texts += [str(self._home / name) for name in _BESIDE]
        texts += [
            text
            for name in ("APPDATA", "LOCALAPPDATA")
            for text in _dropbox(self._environ.get(name.casefold()))
        ]
        return [PureWindowsPath(text) for text in texts if text]


def _dropbox(folder: str | None) -> list[str]:
    """Return the folders that Dropbox notes below `folder`. Raises `OSError` or `ValueError`."""
    if not folder:
        return []
    try:
        accounts = json.loads((Path(folder) / "Dropbox" / "info.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    if not isinstance(accounts, dict):
        raise ValueError(folder)  # noqa: TRY004 - what is wrong is the file, not a caller's argument
    return [
        one["path"]
        for one in accounts.values()
        if isinstance(one, dict) and isinstance(one.get("path"), str) and one["path"]
    ]


def _cannot(why: str) -> Reading:
    return Reading(Answer.UNKNOWN, why=why)
