"""What is set to start by itself when the user logs in: autostart entries and the user's systemd units."""

import os
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from guard.capture.processes import ProcessFacts

_LARGEST = 1 << 16
_MAIN = "[Desktop Entry]"
_FIELD_CODE = re.compile(r"%[a-zA-Z]")
_UNIT_PREFIXES = "@-:+!|"
_SHELLS = frozenset({"sh", "bash", "dash", "zsh"})
_BETWEEN_COMMANDS = frozenset({";", "&", "&&", "||", "|", "exec"})
_WANTED = (".wants", ".requires")


@dataclass(frozen=True, slots=True)
class Starts:
    """One command that starts by itself, and the file that says so."""

    file: Path
    argv: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Folders:
    """Where such settings lie, the most important first, and which desktop runs here."""

    home: Path
    autostart: tuple[Path, ...]
    units: tuple[Path, ...]
    programs: tuple[Path, ...]
    desktops: frozenset[str] = frozenset()


def folders(environ: Mapping[str, str], home: Path) -> Folders:
    """Take them from the environment, or where the XDG rules want them."""
    config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    data = Path(environ.get("XDG_DATA_HOME") or home / ".local/share")
    shared = [Path(part) for part in (environ.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(":") if part]
    path = [Path(part) for part in environ.get("PATH", "").split(":") if part]
    return Folders(
        home,
        tuple(folder / "autostart" for folder in (config, *shared)),
        (
            config / "systemd/user",
            Path("/etc/systemd/user"),
            data / "systemd/user",
            Path("/usr/local/lib/systemd/user"),
            Path("/usr/lib/systemd/user"),
            Path("/lib/systemd/user"),
        ),
        (*path, home / ".local/bin", Path("/snap/bin")),
        frozenset(part for part in environ.get("XDG_CURRENT_DESKTOP", "").split(":") if part),
    )


def starting(where: Folders) -> Iterator[Starts]:
    """Everything that is set to start; a file that cannot be read starts nothing."""
    yield from _entries(where)
    yield from _units(where)


def _entries(where: Folders) -> Iterator[Starts]:
    seen: set[str] = set()
    for folder in where.autostart:
        for file in _listed(folder, "*.desktop"):
            if file.name in seen:
                continue  # the user's own entry replaces the system's of the same name
            seen.add(file.name)
            for argv in commands(entry_command(text_of(file), where.desktops)):
                yield Starts(file, argv)


def _units(where: Folders) -> Iterator[Starts]:
    seen: set[str] = set()
    for folder in where.units:
        for wanting in (one for ending in _WANTED for one in _listed(folder, f"*{ending}")):
            for link in _listed(wanting, "*"):
                name = link.name.removesuffix(".timer").removesuffix(".service") + ".service"
                if link.suffix not in {".service", ".timer"} or name in seen:
                    continue
                seen.add(name)
                unit = _unit_file(where, name)
                for line in unit_commands(text_of(unit), str(where.home)) if unit else ():
                    for argv in commands(line):
                        yield Starts(unit or link, argv)


def _unit_file(where: Folders, name: str) -> Path | None:
    """The unit's file; None where there is none or it is masked, by an empty file or a link to one."""
    template = re.sub(r"@.*\.", "@.", name)
    for wanted in dict.fromkeys((name, template)):
        for folder in where.units:
            file = folder / wanted
            text = text_of(file)
            if text:
                return file
            if is_there(file):
                return None
    return None


def entry_command(text: str, desktops: frozenset[str]) -> tuple[str, ...]:
    """The command of an autostart entry; empty where it is switched off or not for these desktops."""
    values: dict[str, str] = {}
    main = False
    for line in text.splitlines():
        if line.startswith("["):
            main = line.strip() == _MAIN
        elif main and "=" in line:
            key, _, value = line.partition("=")
            values.setdefault(key.strip(), value.strip())
    only, never = (_names(values.get(key, "")) for key in ("OnlyShowIn", "NotShowIn"))
    off = values.get("Hidden") == "true" or values.get("X-GNOME-Autostart-enabled") == "false"
    if off or (only and not only & desktops) or never & desktops:
        return ()
    words = (word for word in _words(values.get("Exec", "")) if not _FIELD_CODE.fullmatch(word))
    return tuple(word.replace("%%", "%") for word in words)


def unit_commands(text: str, home: str) -> list[tuple[str, ...]]:
    """The commands that a systemd service runs."""
    found: list[tuple[str, ...]] = []
    for line in text.replace("\\\n", " ").splitlines():
        key, equals, value = line.partition("=")
        if not equals or key.strip() != "ExecStart":
            continue
        if not value.strip():
            found.clear()
            continue
        words = _words(value.strip().lstrip(_UNIT_PREFIXES))
        found.append(tuple(word.replace("%h", home).replace("%%", "%") for word in words))
    return found


def commands(argv: Sequence[str]) -> list[tuple[str, ...]]:
    """The commands behind a command line: `env`, waiters and what a shell is told to run are seen through."""
    words = list(argv)
    while words and (Path(words[0]).name in {"env", "nohup", "nice"} or re.match(r"\w+=", words[0])):
        words.pop(0)
    if not words:
        return []
    if Path(words[0]).name not in _SHELLS or len(words) < 3 or not re.fullmatch(r"-\w*c", words[1]):  # noqa: PLR2004 - a shell, its option and what to run
        return [tuple(words)]
    found: list[tuple[str, ...]] = []
    part: list[str] = []
    for word in (*_words(words[2].replace(";", " ; ")), ";"):
        if word not in _BETWEEN_COMMANDS:
            part.append(word)
        elif part:
            found.append(tuple(part))
            part = []
    return found


def as_process(argv: Sequence[str], programs: Sequence[Path]) -> ProcessFacts:
    """What the process would look like, if it ran: its program file, or the interpreter of its script."""
    words = tuple(argv)
    name = Path(words[0]).name
    app = _sandboxed(name, words)
    file = _program(words[0], programs)
    first = _head(file).splitlines()[:1] if file else []
    exe, told = str(file or words[0]), words
    if first and first[0].startswith("#!"):
        interpreter = commands(first[0].removeprefix("#!").split())
        if interpreter:
            exe = str(_program(interpreter[0][0], programs) or interpreter[0][0])
            told = (*interpreter[0], str(file), *words[1:])
    return ProcessFacts(0, 0, 0.0, os.getuid(), name[:15], exe, told, app_id=app)


def _sandboxed(name: str, words: Sequence[str]) -> str | None:
    if name not in {"flatpak", "snap"} or "run" not in words:
        return None
    after = (word for word in words[words.index("run") + 1 :] if not word.startswith("-"))
    return next(after, None)


def _program(name: str, programs: Sequence[Path]) -> Path | None:
    files = [Path(name)] if "/" in name else [folder / name for folder in programs]
    return next((file for file in files if is_there(file)), None)


def _head(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(256).decode("utf-8", "replace")
    except OSError:
        return ""


def is_there(file: Path) -> bool:
    """Tell whether a file or folder can be seen."""
    try:
        file.stat()
    except OSError:
        return False
    return True


def text_of(file: Path) -> str:
    """The text of a small settings file; empty where it cannot be read."""
    try:
        with file.open("rb") as opened:
            return opened.read(_LARGEST).decode("utf-8", "replace")
    except OSError:
        return ""


def _listed(folder: Path, pattern: str) -> list[Path]:
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        return []


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def _names(text: str) -> set[str]:
    return {name for name in text.split(";") if name}
