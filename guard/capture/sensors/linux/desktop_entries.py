"""Finds the desktop entry of a process: by its program file, and only then by who says it was started for.

The name of a process proves nothing, nor do its environment and its control group, which
any program of the user may choose. They decide between entries that its file allows.
"""

import os
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from guard.capture.desktop_entry import DesktopEntry
from guard.capture.processes import ProcessFacts
from guard.capture.recognise import base_name
from guard.capture.sensors.linux.app_scope import application_ids, unit_of
from guard.capture.sensors.linux.desktop_file import languages
from guard.capture.sensors.linux.desktop_index import DesktopIndex, Index, application_folders
from guard.capture.sensors.linux.launchers import (
    SYSTEM_FOLDERS,
    Launcher,
    Resolver,
    folders_around,
    is_host,
    subject,
)

_APP_IMAGES = "/tmp/.mount_"  # noqa: S108 - where AppImages are mounted
_LARGEST = 262_144
_REMEMBERED = 64
_MOST_ANCESTORS = 8
_USUAL_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games:/usr/sbin:/sbin:/snap/bin"

Read = Callable[[int], ProcessFacts | None]


def from_environment(environ: Mapping[str, str], home: Path, read: Read) -> "LinuxDesktopEntries":
    """The entries of this session."""
    path = ":".join(part for part in (environ.get("PATH", ""), f"{home}/.local/bin", _USUAL_PATH) if part)
    folders = application_folders(environ, home)
    return LinuxDesktopEntries(DesktopIndex(folders, languages(environ), Resolver(path).launcher), read)


class LinuxDesktopEntries:
    """`DesktopEntries` of the freedesktop.org menus."""

    def __init__(
        self,
        index: DesktopIndex,
        read: Read,
        *,
        proc: str = "/proc",
        system: tuple[str, ...] = SYSTEM_FOLDERS,
    ) -> None:
        """Look up in `index`; `system` are the folders that only an administrator fills."""
        self._index = index
        self._read = read
        self._proc = proc
        self._system = system
        self._answers: OrderedDict[ProcessFacts, tuple[Index, DesktopEntry | None]] = OrderedDict()

    @property
    def settled(self) -> bool:
        """Tell whether all entries have been read."""
        return self._index.settled

    def prepare(self) -> None:
        """Begin to read the entries on a thread of their own."""
        self._index.prepare()

    def of(self, facts: ProcessFacts) -> DesktopEntry | None:
        """Return the entry of a process; remembered until the entries change."""
        index = self._index.current()
        known = self._answers.get(facts)
        if known is not None and known[0] is index:
            return known[1]
        launcher = self._sandboxed(index, facts) if facts.app_id else self._by_file(index, facts)
        entry = launcher.entry if launcher else None
        self._answers[facts] = (index, entry)
        if len(self._answers) > _REMEMBERED:
            self._answers.popitem(last=False)
        return entry

    def _sandboxed(self, index: Index, facts: ProcessFacts) -> Launcher | None:
        """The entry that a Flatpak or a Snap has brought along."""
        if facts.exe and facts.exe.startswith("/snap/"):
            names = [*self._hints(facts), f"{facts.app_id}_{facts.app_id}.desktop"]
            known = [name for name in names if name.startswith(f"{facts.app_id}_")]
            return next((index.by_id[name] for name in known if name in index.by_id), None)
        named = index.by_id.get(f"{facts.app_id}.desktop")
        if named is not None and named.flatpak in {"", facts.app_id}:
            return named
        own = [each for each in index.by_id.values() if each.flatpak == facts.app_id]
        return own[0] if len(own) == 1 else None

    def _by_file(self, index: Index, facts: ProcessFacts) -> Launcher | None:
        about = self._subject(facts)
        if not about:
            return None
        found = _allowed(index, about, self._system)
        hints = self._hints(facts) if len(found) != 1 else ()
        if not found and about.startswith(self._system):
            # a script that cannot be seen through, started as this very process
            named = (index.by_id[name] for name in hints if name in index.by_id)
            found = [each for each in named if each.is_script]
        best = _best(found, facts, about, hints)
        return best if best and self._is_that_file(facts) else None

    def _subject(self, facts: ProcessFacts) -> str:
        """The file a process is about; a host's children are about what their parent is about."""
        for _ in range(_MOST_ANCESTORS):
            if facts.exe is None:
                return ""
            if facts.exe.startswith(_APP_IMAGES):
                return self._environ(facts.pid).get("APPIMAGE", "")
            about = subject(facts.exe, facts.argv, self._folder(facts))
            parent = self._read(facts.parent) if not about and is_host(base_name(facts.exe)) else None
            if parent is None or parent.exe != facts.exe:
                return about
            facts = parent
        return ""

    def _folder(self, facts: ProcessFacts) -> str:
        if all(word.startswith(("/", "-")) for word in facts.argv[1:2]):
            return ""
        try:
            return os.readlink(f"{self._proc}/{facts.pid}/cwd")  # noqa: PTH115 - no Path per process
        except OSError:
            return ""

    def _is_that_file(self, facts: ProcessFacts) -> bool:
        """Tell whether the program file is the one of that path here, and not one in a container."""
        exe = facts.exe or ""
        if exe.startswith(_APP_IMAGES):
            return True
        if facts.exe_deleted:  # replaced by an update while it runs
            return exe.startswith(self._system)
        try:
            running = os.stat(f"{self._proc}/{facts.pid}/exe")  # noqa: PTH116 - no Path per process
        except OSError:
            return True  # it has just ended
        try:
            return os.path.samestat(running, os.stat(exe))  # noqa: PTH116 - no Path per process
        except OSError:
            return False

    def _hints(self, facts: ProcessFacts) -> tuple[str, ...]:
        """The desktop file ids that a process says, or systemd says, it was started for."""
        told = self._environ(facts.pid)
        hints = []
        if told.get("GIO_LAUNCHED_DESKTOP_FILE_PID") == str(facts.pid):
            file = told.get("GIO_LAUNCHED_DESKTOP_FILE", "")
            hints.append(file.rpartition("/applications/")[2].replace("/", "-"))
        cgroups = self._text(f"{facts.pid}/cgroup")
        # what a terminal or a file manager starts lies in its unit, too
        if facts.app_id or unit_of(cgroups) != unit_of(self._text(f"{facts.parent}/cgroup")):
            hints += [f"{name}.desktop" for name in application_ids(unit_of(cgroups))]
        return tuple(hints)

    def _environ(self, pid: int) -> Mapping[str, str]:
        pairs = (part.partition("=") for part in self._text(f"{pid}/environ").split("\0"))
        return {key: value for key, _, value in pairs}

    def _text(self, name: str) -> str:
        try:
            descriptor = os.open(f"{self._proc}/{name}", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return ""
        try:
            return os.read(descriptor, _LARGEST).decode("utf-8", "replace")
        except OSError:
            return ""
        finally:
            os.close(descriptor)


def _allowed(index: Index, about: str, system: tuple[str, ...]) -> list[Launcher]:
    """The entries to which a file may belong, by the best evidence there is."""
    if found := index.by_program.get(about):
        return list(found)
    around = folders_around(about, system)
    for kept, places in ((index.by_folder, around), (index.by_claim, (about, *around))):
        for place in places:
            if found := kept.get(place):
                return list(found)
    return []


def _best(
    found: Sequence[Launcher], facts: ProcessFacts, about: str, hints: Sequence[str]
) -> Launcher | None:
    """The entry that fits best how a process was started; None when none does, or two do equally."""

    def fit(launcher: Launcher) -> tuple[int, ...]:
        missing = sum(word not in facts.argv for word in launcher.arguments)
        return (
            launcher.entry.id in hints,
            -missing,
            len(launcher.arguments) - missing,
            launcher.shown,
            _is_named_for(launcher, base_name(about)),
        )

    fitting = [each for each in found if each.entry.id in hints or _may_be(each, facts.argv)]
    ranked = sorted(fitting, key=lambda each: (fit(each), each.entry.id), reverse=True)
    equal = len(ranked) > 1 and fit(ranked[0]) == fit(ranked[1]) and about not in ranked[0].programs
    return ranked[0] if ranked and not equal else None


def _may_be(launcher: Launcher, argv: Sequence[str]) -> bool:
    """Tell whether a process lacks none of the words that make an entry another one (a page, a web app)."""
    if any(_is_named_for(launcher, base_name(program)) for program in launcher.programs):
        return True
    lacking = (word for word in launcher.arguments if word not in argv)
    return all(word.startswith("-") and "=" not in word for word in lacking)


def _is_named_for(launcher: Launcher, program: str) -> bool:
    """Tell whether this is a program's main entry: `org.kde.kate.desktop` is that of kate."""
    return launcher.entry.id.removesuffix(".desktop").casefold().split(".")[-1] == program.casefold()
