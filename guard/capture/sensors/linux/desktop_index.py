"""Every desktop entry there is, found by what it starts; read on a thread of its own."""

import logging
import os
import stat
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from guard.capture.sensors.linux.desktop_file import DesktopFile, parse
from guard.capture.sensors.linux.launchers import Launcher, Resolve

_LARGEST = 262_144
_MOST = 5_000
_DEEPEST = 4
_ENDING = ".desktop"

_log = logging.getLogger(__name__)
Stamp = tuple[int, int, int]
Launchers = tuple[Launcher, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """The entries by id, by program file, and by the folders that are theirs or that they name."""

    by_id: Mapping[str, Launcher] = field(default_factory=dict)
    by_program: Mapping[str, Launchers] = field(default_factory=dict)
    by_folder: Mapping[str, Launchers] = field(default_factory=dict)
    by_claim: Mapping[str, Launchers] = field(default_factory=dict)


def index_of(launchers: Iterable[Launcher]) -> Index:
    """Sort entries by what they start."""
    by_id = {launcher.entry.id: launcher for launcher in launchers}
    programs, folders, claims = (defaultdict[str, list[Launcher]](list) for _ in range(3))
    for launcher in by_id.values():
        for program in launcher.programs:
            programs[program].append(launcher)
        for claim in launcher.claims:
            claims[claim].append(launcher)
        if launcher.folder:
            folders[launcher.folder].append(launcher)
    by_program, by_folder, by_claim = (
        {key: tuple(found) for key, found in each.items()} for each in (programs, folders, claims)
    )
    return Index(by_id, by_program, by_folder, by_claim)


def application_folders(environ: Mapping[str, str], home: Path) -> tuple[Path, ...]:
    """Where desktop entries lie, the most important first."""
    data = Path(environ.get("XDG_DATA_HOME") or home / ".local/share")
    shared = [
        Path(part)
        for part in (environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
        if part.startswith("/")
    ]
    sandboxes = [
        data / "flatpak/exports/share",
        Path("/var/lib/flatpak/exports/share"),
        Path("/var/lib/snapd/desktop"),
    ]
    return tuple(dict.fromkeys(folder / "applications" for folder in (data, *shared, *sandboxes)))


class DesktopIndex:
    """Keeps the index up to date: looks at folders when asked, and reads files elsewhere."""

    def __init__(self, folders: Sequence[Path], languages: Sequence[str], resolve: Resolve) -> None:
        """Read nothing before `prepare` or `current`."""
        self._folders = tuple(folders)
        self._languages = tuple(languages)
        self._resolve = resolve
        self._index = Index()
        self._seen: Mapping[str, int] = {}
        self._known: dict[str, tuple[Stamp, DesktopFile | None, Launcher | None]] = {}
        self._reading: threading.Thread | None = None

    @property
    def settled(self) -> bool:
        """Tell whether nothing is being read."""
        return self._reading is None or not self._reading.is_alive()

    def prepare(self) -> None:
        """Begin to read if anything has changed; returns at once."""
        if not self.settled:
            return
        if self._reading is None or self._has_changed():
            self._reading = threading.Thread(target=self._read, name="guard-desktop-entries", daemon=True)
            self._reading.start()

    def current(self) -> Index:
        """The entries as far as they have been read; never waits."""
        self.prepare()
        return self._index

    def _has_changed(self) -> bool:
        return any(_changed(folder) != when for folder, when in self._seen.items())

    def _read(self) -> None:
        try:
            seen: dict[str, int] = {}
            files: dict[str, str] = {}
            for top in self._folders:
                for folder in _with_subfolders(top, seen):
                    for file_id, file in _entries(folder, top):
                        files.setdefault(file_id, file)
            read = (self._launcher(file_id, file) for file_id, file in list(files.items())[:_MOST])
            self._index = index_of([launcher for launcher in read if launcher])
            self._seen = seen
        except Exception:  # noqa: BLE001 - the thread's door: without entries findings only lack a picture
            _log.exception("the desktop entries could not be read")

    def _launcher(self, file_id: str, file: str) -> Launcher | None:
        """Read one entry, or take what is known of an unchanged one; what led nowhere is followed again."""
        stamp = _stamp(file)
        if stamp is None:
            return None
        known = self._known.get(file)
        if known is not None and known[0] == stamp and known[2] is not None:
            return known[2]
        told = known[1] if known is not None and known[0] == stamp else self._parse(file)
        launcher = None if told is None or told.hidden else self._resolve(file_id, told)
        self._known[file] = (stamp, told, launcher)
        return launcher

    def _parse(self, file: str) -> DesktopFile | None:
        try:
            descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            return parse(os.read(descriptor, _LARGEST).decode("utf-8", "replace"), self._languages)
        except OSError:
            return None
        finally:
            os.close(descriptor)


def _with_subfolders(top: Path, seen: dict[str, int], depth: int = 0) -> Iterator[Path]:
    """A folder and those in it; notes in `seen` when each has last changed, before it is read."""
    seen[str(top)] = _changed(str(top))
    yield top
    if depth >= _DEEPEST:
        return
    try:
        inner = sorted(each.path for each in os.scandir(top) if each.is_dir())
    except OSError:
        return
    for folder in inner:
        yield from _with_subfolders(Path(folder), seen, depth + 1)


def _entries(folder: Path, top: Path) -> Iterator[tuple[str, str]]:
    """The entries in a folder with their ids: the path below `top`, with dashes."""
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - only names are needed
    except OSError:
        return
    below = "" if folder == top else f"{folder.relative_to(top)}/".replace("/", "-")
    for name in names:
        if name.endswith(_ENDING):
            yield below + name, f"{folder}/{name}"


def _changed(folder: str) -> int:
    try:
        return os.stat(folder).st_mtime_ns  # noqa: PTH116 - asked before every answer
    except OSError:
        return 0


def _stamp(file: str) -> Stamp | None:
    try:
        found = os.stat(file)  # noqa: PTH116 - hundreds of files
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino) if stat.S_ISREG(found.st_mode) else None
