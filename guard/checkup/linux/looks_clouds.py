"""Where screenshots and recordings are kept, and which folders a program copies to other computers."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from xml.parsers import expat

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import SyncedFolder
from guard.checkup.linux.looks_files import matching

_MOST_BYTES = 4 << 20
_USER_DIR = re.compile(r'^\s*XDG_(\w+)_DIR="(\$HOME)?([^"]*)"\s*$', re.MULTILINE)
_MOUNTED = {
    "fuse.rclone": "rclone",
    "fuse.onedriver": "onedriver",
    "fuse.google-drive-ocamlfuse": "Google Drive",
    "fuse.pcloud": "pCloud",
    "fuse.pCloud.fs": "pCloud",
    "fuse.odrive": "odrive",
    "davfs": "a WebDAV server",
    "fuse.davfs2": "a WebDAV server",
    "fuse.kio-fuse": "a network folder",
}
_INI_PATH = re.compile(r"^[^=\n]*localPath\s*=\s*(.+?)\s*$", re.MULTILINE)
_ONEDRIVE = re.compile(r"""^\s*sync_dir\s*=\s*["']?(.+?)["']?\s*$""", re.MULTILINE)
_NAMES = {
    "screenshots": ("PICTURES", "Pictures", "screenshot"),
    "recordings": ("VIDEOS", "Videos", "screencast"),
}
_SHOOTERS = (
    ("$/spectaclerc", r"^(?:image|video)SaveLocation(?:\[\$\w+\])?\s*=\s*(?:file://)?(.+?)/?\s*$"),
    ("$/xfce4/xfce4-screenshooter", r"^screenshot_dir\s*=\s*(?:file://)?(.+?)\s*$"),
    ("$/flameshot/flameshot.ini", r"^savePath\s*=\s*(.+?)\s*$"),
    ("$/obs-studio/basic/profiles/*/basic.ini", r"^(?:FilePath|RecFilePath)\s*=\s*(.+?)\s*$"),
)
"""Programs that keep a place of their own: the settings file ("$": the folder for settings), and the line with the place."""


def _paths_by(pattern: re.Pattern[str]) -> Callable[[str], list[str]]:
    return lambda text: [str(found) for found in pattern.findall(text)]


def dropbox(text: str) -> list[str]:
    """Return the folders in Dropbox's `info.json`. Raises `ValueError`."""
    said = json.loads(text)
    if not isinstance(said, dict):
        raise ValueError("it is no object")  # noqa: TRY004 - a file's content is wrong, not a caller's type
    kinds = (one for one in said.values() if isinstance(one, dict))
    return [one["path"] for one in kinds if isinstance(one.get("path"), str)]


def syncthing(text: str) -> list[str]:
    """Return the folders in Syncthing's `config.xml`. Raises `ValueError`."""
    found: list[str] = []
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if tag == "folder" and depth == 2 and attributes.get("path"):  # noqa: PLR2004 - in "defaults" lies one that is only a pattern
            found.append(attributes["path"])

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def entity(*_: object) -> None:
        raise ValueError("it declares entities")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.EntityDeclHandler = start, end, entity
    try:
        parser.Parse(text, True)  # noqa: FBT003 - expat knows no names
    except expat.ExpatError as error:
        raise ValueError("it is not XML") from error
    return found


_CLIENTS: tuple[tuple[str, str, Callable[[str], list[str]]], ...] = (
    ("Dropbox", "~/.dropbox/info.json", dropbox),
    ("Dropbox", "~/.var/app/com.dropbox.Client/.dropbox/info.json", dropbox),
    ("Nextcloud", "$/Nextcloud/nextcloud.cfg", _paths_by(_INI_PATH)),
    (
        "Nextcloud",
        "~/.var/app/com.nextcloud.desktopclient.nextcloud/config/Nextcloud/nextcloud.cfg",
        _paths_by(_INI_PATH),
    ),
    ("ownCloud", "$/ownCloud/owncloud.cfg", _paths_by(_INI_PATH)),
    ("OneDrive", "$/onedrive/config", _paths_by(_ONEDRIVE)),
    ("Syncthing", "$/syncthing/config.xml", syncthing),
    ("Syncthing", "$state/syncthing/config.xml", syncthing),
)
_USUAL = (
    ("OneDrive", "$/onedrive", "~/OneDrive"),
    ("Dropbox", "~/.dropbox", "~/Dropbox"),
    ("Insync", "$/Insync", "~/Insync"),
    ("MEGA", "~/.local/share/data/Mega Limited/MEGAsync", "~/MEGA"),
    ("pCloud", "~/.pcloud", "~/pCloudDrive"),
    ("Seafile", "~/.ccnet", "~/Seafile"),
)
"""Programs whose settings do not tell the folder, or need not: what shows that they are used, and the folder they make."""


class SyncedLook:
    """Looks in the settings of the user with `home`."""

    def __init__(
        self, environ: Mapping[str, str], home: Path, mounts: Path = Path("/proc/self/mounts")
    ) -> None:
        """Look where the session that `environ` describes keeps its settings."""
        self._home = home
        self._config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
        self._state = Path(environ.get("XDG_STATE_HOME") or home / ".local/state")
        self._mounts = mounts

    def __call__(self, what: SyncedFolder) -> Reading:
        """Say whether one of the places where pictures of the screen land is copied elsewhere."""
        unread: list[Path] = []
        try:
            kept = {real(place): place for place in self._kept(what.of, unread)}
            clouds = [(name, real(folder)) for name, folder in self._clouds(unread) if folder != self._home]
        except (OSError, RuntimeError):
            return _cannot("The folders could not be looked at.")
        hits = [
            f"{place} lies in a folder that {name} copies ({folder})."
            for found, place in kept.items()
            for name, folder in clouds
            if found == folder or folder in found.parents
        ]
        if hits:
            return Reading(Answer.UNSAFE, evidence=tuple(dict.fromkeys(hits)))
        if unread:
            return _cannot(f"{unread[0]} could not be read.")
        names = ", ".join(dict.fromkeys(name for name, _ in clouds)) or "no such program"
        return Reading(
            Answer.SAFE,
            evidence=(
                f"Guard looked at {', '.join(str(one) for one in kept.values())}; it found {names} at work.",
            ),
        )

    def _kept(self, of: str, unread: list[Path]) -> Iterator[Path]:
        key, usual, start = _NAMES[of]
        folder = self._user_dir(key, unread) or self._home / usual
        yield folder
        with suppress(FileNotFoundError, NotADirectoryError):
            for inside in sorted(folder.iterdir()):
                if inside.name.casefold().startswith(start) or inside.is_symlink():
                    yield inside
        for name, pattern in _SHOOTERS:
            for text in self._texts(name, unread):
                for found in re.findall(pattern, text, re.MULTILINE):
                    place = str(found).replace("$HOME", str(self._home), 1)
                    if place.startswith("/"):
                        yield Path(place)

    def _user_dir(self, key: str, unread: list[Path]) -> Path | None:
        for text in self._texts("$/user-dirs.dirs", unread):
            for name, in_home, rest in _USER_DIR.findall(text):
                if name == key and (in_home or rest.startswith("/")):
                    return Path(f"{self._home}{rest}" if in_home else rest)
        return None

    def _clouds(self, unread: list[Path]) -> Iterator[tuple[str, Path]]:
        for name, file, folders in _CLIENTS:
            for text in self._texts(file, unread):
                try:
                    yield from ((name, self._place(folder)) for folder in folders(text))
                except ValueError:
                    unread.append(self._place(file))
        for name, sign, folder in _USUAL:
            if self._place(sign).exists() and self._place(folder).is_dir():
                yield name, self._place(folder)
        for line in self._texts(str(self._mounts), unread):
            yield from mounted(line.splitlines())

    def _texts(self, name: str, unread: list[Path]) -> Iterator[str]:
        """Yield the texts of the files of that name that are there; note what cannot be read."""
        for path, error in matching(str(self._place(name))):
            if error:
                unread.append(path)
                continue
            try:
                with path.open("rb") as opened:
                    yield opened.read(_MOST_BYTES).decode("utf-8", "replace")
            except OSError:
                unread.append(path)

    def _place(self, name: str) -> Path:
        for head, folder in (("$state/", self._state), ("$/", self._config), ("~/", self._home)):
            if name.startswith(head):
                return folder / name.removeprefix(head)
        return Path(name)


def mounted(lines: Iterable[str]) -> Iterator[tuple[str, Path]]:
    """Yield the clouds that are mounted, from lines as `/proc/self/mounts` has them."""
    for line in lines:
        fields = line.split(" ")
        if len(fields) > 2 and fields[2] in _MOUNTED:  # noqa: PLR2004 - device, place, kind
            place = re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), fields[1])
            yield _MOUNTED[fields[2]], Path(place)


def real(path: Path) -> Path:
    """Return where a path leads, links followed as far as they go. Raises `OSError`, `RuntimeError`."""
    return path.resolve()


def _cannot(why: str) -> Reading:
    return Reading(Answer.UNKNOWN, why=why)
