"""Which program files a desktop entry starts, followed through wrapper scripts.

A program belongs to an entry when its very file is what the entry runs, when it lies in
the entry's own folder where only an administrator can put it, or when the entry's shell
script names it there. A file's name says nothing.
"""

import os
import re
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from guard.capture.desktop_entry import DesktopEntry
from guard.capture.interpreters import is_interpreter, is_loader, told_to_run
from guard.capture.recognise import base_name
from guard.capture.sensors.linux.desktop_file import DesktopFile

SYSTEM_FOLDERS = ("/usr/", "/opt/", "/bin/", "/sbin/", "/lib/", "/nix/store/", "/gnu/store/")
"""Where only an administrator puts programs."""

_SHARED = re.compile(
    r"|usr|opt|nix|gnu|store|local|bin|sbin|lib|lib\d+|libexec|share|games|jvm|python[\d.]*"
    r"|(?:dist|site)-packages|node_modules|.*-linux-(?:gnu|musl)\w*"
)
_HOSTS = re.compile(r"electron\d*|java|dotnet")
_MANY_IN_ONE = frozenset({"snap", "flatpak", "busybox", "toybox", "coreutils", "xdg-open", "gtk-launch"})
_PATH = re.compile(r"(?<![\w.$}])/[\w.+@-]+(?:/[\w.+@-]+)+")
_SETS = re.compile(r"^[ \t]*(?:export[ \t]+)?(\w+)=[\"']?([\w./+@-]+)[\"']?[ \t]*(?:$|[;#])", re.MULTILINE)
_VARIABLE = re.compile(r"[\"']?\$\{?(\w+)\}?[\"']?")
_SHELL = re.compile(r"#!\s*(?:\S*/env\s+)?(?:\S*/)?(?:ba|da|z|k|mk)?sh\b")
_NESTED = 2
_SHORTEST = 3
_SCRIPT = 65_536


@dataclass(frozen=True, slots=True)
class Launcher:
    """A desktop entry and what it starts.

    `programs` are spellings of the file it runs, `folder` that file's own folder, `claims`
    the files and folders that its shell script names and that are called like it, `arguments` what it always passes on.
    """

    entry: DesktopEntry
    programs: frozenset[str] = frozenset()
    folder: str = ""
    claims: frozenset[str] = frozenset()
    arguments: tuple[str, ...] = ()
    is_script: bool = False
    shown: bool = True
    flatpak: str = ""


class Resolver:
    """Follows entries to program files. Waits for the disk: not for a thread that must answer."""

    def __init__(self, path: str, system: tuple[str, ...] = SYSTEM_FOLDERS) -> None:
        """Look for programs in `path`, spelled as in PATH."""
        folders = {os.path.realpath(folder): folder for folder in path.split(":")[::-1] if folder}
        self._path = tuple(folders.values())[::-1]
        self._system = system

    def launcher(self, file_id: str, file: DesktopFile) -> Launcher | None:
        """What an entry starts; None where TryExec or the program is not installed."""
        entry = DesktopEntry(file_id, file.name if file.shown else "", file.icon)
        if file.flatpak:
            return Launcher(entry, shown=file.shown, flatpak=file.flatpak)
        program = self._find(file.command[0]) if file.command else ""
        if (file.try_exec and not self._find(file.try_exec)) or (file.command and not program):
            return None
        if not program:
            return Launcher(entry, shown=file.shown)
        resolved = os.path.realpath(program)
        words = (program, *file.command[1:])
        runs = subject(resolved, words)
        if not runs:  # sh -c, say; what snap or python run alone is not told
            claims = (
                self._claims(" ".join(words[1:]), file_id)
                if is_interpreter(base_name(resolved))
                else frozenset()
            )
            return Launcher(entry, claims=claims, is_script=True, shown=file.shown)
        through_host = runs != resolved
        target = os.path.realpath(runs)
        head = _head(target)
        return Launcher(
            entry,
            programs=_spellings(runs if through_host else program, target),
            folder=own_folder(target, self._system),
            claims=self._claims(head, base_name(target)) if _SHELL.match(head) else frozenset(),
            arguments=tuple(word for word in words[1:] if word != runs) if through_host else words[1:],
            is_script=through_host or head.startswith("#!"),
            shown=file.shown,
        )

    def _find(self, program: str) -> str:
        paths = [program] if "/" in program else [f"{folder}/{program}" for folder in self._path]
        return next((path for path in paths if _is_program(path)), "")

    def _claims(self, script: str, name: str) -> frozenset[str]:
        """The files and folders that a shell script called `name` names and that are called much like it."""
        values = dict(_SETS.findall(script))
        for _ in range(_NESTED):
            script = _VARIABLE.sub(partial(_value, values), script)
            values = dict(_SETS.findall(script))
        named = {path for path in _PATH.findall(script) if path.startswith(self._system)}
        named |= {own_folder(path, self._system) for path in named}
        return frozenset(path for path in named if _alike(base_name(path), name))


def subject(exe: str, argv: Sequence[str], folder: str = "") -> str:
    """The file that a process is about: its program, or the script that an interpreter runs.

    Empty where an interpreter or another host of programs does not say what it runs.
    """
    name = base_name(exe)
    if name in _MANY_IN_ONE:
        return ""
    if is_interpreter(name) or is_loader(name):
        told = told_to_run(name, argv)
        what = "" if told is None or told.is_module else told.what
    elif is_host(name):
        what = next((word for word in argv[1:] if "/" in word and not word.startswith("-")), "")
    else:
        return exe
    path = os.path.join(folder, what)  # noqa: PTH118 - a Path would not keep what is not there
    return os.path.normpath(path) if what and path.startswith("/") else ""


def is_host(name: str) -> bool:
    """Tell whether `name` is a program that only runs others, with children that do not say which."""
    return _HOSTS.fullmatch(name) is not None


def own_folder(path: str, system: tuple[str, ...] = SYSTEM_FOLDERS) -> str:
    """The innermost folder around `path` that belongs to one program; empty for shared ones or users' own."""
    inside = (each for each in PurePosixPath(path).parents if str(each).startswith(system))
    return next((str(each) for each in inside if not _SHARED.fullmatch(each.name)), "")


def folders_around(path: str, system: tuple[str, ...] = SYSTEM_FOLDERS) -> tuple[str, ...]:
    """Every folder around `path` that belongs to one program, the innermost first."""
    found = []
    folder = own_folder(path, system)
    while folder:
        found.append(folder)
        folder = own_folder(folder, system)
    return tuple(found)


def _spellings(*paths: str) -> frozenset[str]:
    """The ways to write a program's path; /bin is /usr/bin on merged systems."""
    merged = (path.removeprefix("/usr") for path in paths if path.startswith(("/usr/bin/", "/usr/sbin/")))
    return frozenset({*paths, *merged})


def _value(values: Mapping[str, str], variable: re.Match[str]) -> str:
    return values.get(variable[1], variable[0])


def _alike(one: str, other: str) -> bool:
    """Tell whether one name begins with the other; only of files that an administrator has put there."""
    short, long = sorted((one.casefold(), other.casefold()), key=len)
    return len(short) >= _SHORTEST and long.startswith(short)


def _is_program(path: str) -> bool:
    try:
        found = os.stat(path)  # noqa: PTH116 - hundreds of entries are asked
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and os.access(path, os.X_OK)


def _head(path: str) -> str:
    """The beginning of a file, all of it if it is a script."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return ""
    try:
        start = os.read(descriptor, 2)
        return (start + os.read(descriptor, _SCRIPT)).decode("utf-8", "replace") if start == b"#!" else ""
    except OSError:
        return ""
    finally:
        os.close(descriptor)


Resolve = Callable[[str, DesktopFile], Launcher | None]
