"""Where the journal's files lie, and whether a cloud carries their folder elsewhere."""

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


@dataclass(frozen=True, slots=True)
class Files:
    """All files that belong to the journal at `main`; they lie beside it."""

    main: Path

    @property
    def wal(self) -> Path:
        """Saved changes that are not in the main file yet."""
        return self._beside("-wal")

    @property
    def shm(self) -> Path:
        """What the open connections share."""
        return self._beside("-shm")

    @property
    def fresh(self) -> Path:
        """A file in the making, which is to become the main one."""
        return self._beside(".new")

    @property
    def presence(self) -> Path:
        """The empty file through which open journals know of each other."""
        return self._beside(".open")

    @property
    def mark(self) -> Path:
        """How far the journal had come when it was last written, sealed."""
        return self._beside(".mark")

    @property
    def backups(self) -> Path:
        """The folder of the backups."""
        return self._beside("-backups")

    @property
    def aside(self) -> Path:
        """The folder of files that were replaced, kept for a while."""
        return self._beside("-replaced")

    def _beside(self, ending: str) -> Path:
        return self.main.with_name(self.main.name + ending)


@dataclass(frozen=True, slots=True)
class _Cloud:
    name: str
    folder: re.Pattern[str]
    marks: tuple[str, ...] = ()


def _cloud(name: str, folder: str, *marks: str) -> _Cloud:
    return _Cloud(name, re.compile(rf"(?:{folder})(?:$|[ (\[-].*)", re.IGNORECASE), marks)


_CLOUDS = (
    _cloud("Dropbox", r"dropbox", ".dropbox", ".dropbox.cache"),
    _cloud("OneDrive", r"onedrive|skydrive"),
    _cloud("Nextcloud", r"nextcloud", ".sync-exclude.lst", ".nextcloudsync.log"),
    _cloud("ownCloud", r"owncloud", ".owncloudsync.log"),
    _cloud("iCloud", r"icloud ?drive|mobile documents|com~apple~clouddocs"),
    _cloud("Google Drive", r"google ?drive|my drive|\.shortcut-targets-by-id", ".tmp.drivedownload"),
    _cloud("Syncthing", r"syncthing", ".stfolder"),
    _cloud("MEGA", r"mega(?:sync)?", ".megaignore"),
    _cloud("pCloud", r"pcloud ?drive"),
    _cloud("a cloud service", r"cloudstorage"),
)


def cloud_warning(path: Path) -> str:
    """Return a sentence when `path` lies in a folder that a cloud service carries elsewhere; "" when none is known.

    Known by names of folders and by the services' own marks in them. A service that leaves
    neither is not seen, so "" is no promise.
    """
    for place in {path.absolute(), _resolved(path)}:
        for folder in place.parents:
            for cloud in _CLOUDS:
                if cloud.folder.fullmatch(folder.name) or _marked(folder, cloud):
                    return (
                        f"The journal would lie in a folder that {cloud.name} seems to copy to other computers. "
                        "It stays encrypted there, but deleting would not reach those copies and two computers could "
                        "spoil each other's file; choose a folder that stays on this computer."
                    )
    return ""


def _marked(folder: Path, cloud: _Cloud) -> bool:
    with suppress(OSError):
        return any((folder / mark).exists() for mark in cloud.marks)
    return False


def _resolved(path: Path) -> Path:
    with suppress(OSError, RuntimeError):  # a loop of links
        return path.resolve()
    return path.absolute()


def sync_file(file: Path) -> None:
    """Return once the disk has the contents of `file`. Raises `OSError`."""
    handle = os.open(file, os.O_RDWR)  # Windows flushes only what may be written
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Return once the disk has the names in `folder`, where the system can promise that."""
    with suppress(OSError):  # Windows opens no folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
