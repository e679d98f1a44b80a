"""The known tools, read from `resources/catalogue/*.toml` and indexed by name.

Looking a name up takes the same time whatever the catalogue's size. The rules that the
schema cannot say (unique ids, reachable entries) are checked while reading; a breach is
a `DataFileError` with file, line and field.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Literal, get_args

import msgspec

from guard import datafile, resources
from guard.capture.arguments import ANY, FIRST
from guard.capture.finding import Kind, Strength
from guard.capture.interpreters import is_interpreter
from guard.errors import DataFileError

Os = Literal["linux", "windows", "macos"]
SYSTEMS: tuple[Os, ...] = get_args(Os)
When = Literal["never", "running", "able", "capturing"]
Category = Literal[
    "screen-recorder",
    "screenshot",
    "screen-memory",
    "terminal-recorder",
    "remote-access",
    "screen-sharing",
    "camera",
    "audio-recorder",
    "input-recorder",
    "meeting",
    "browser",
    "mirroring",
    "replay-buffer",
    "monitoring",
    "media-tool",
    "virtual-device",
    "assistive",
    "harmless",
]

COMM_LENGTH = 15
"""Linux cuts the name of a process after this many bytes."""

_SHARE_THEIR_FILES = frozenset({"browser", "meeting", "harmless", "assistive", "virtual-device"})

STRENGTHS: dict[str, Strength | None] = {
    "never": None,
    "running": Strength.RUNNING,
    "able": Strength.ABLE,
    "capturing": Strength.CAPTURING,
}


class Use(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way of running a tool that its command line gives away.

    `arguments` holds alternatives; each is a row of whole tokens that follow one another
    on the command line; with a row of `unless` on it, it means something else. A token may hold `*`; `...` stands for any tokens between; `^`
    in front ties the row to the first argument.
    """

    captures: tuple[Kind, ...]
    arguments: tuple[tuple[str, ...], ...]
    unless: tuple[tuple[str, ...], ...] = ()
    when: Literal["able", "capturing"] = "capturing"
    one_shot: bool = False


class Tool(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One program that can record, share, watch or control a computer.

    `captures`: what it can take, the main thing first. `exe`: every base name of its
    executable. `via`: shared executables it may really be (arecord is aplay), believed only
    when the process calls itself one of `exe`. `script`, `module`: base name of a script
    run by an interpreter, or a module run with -m. `app_ids`: Flatpak, Snap or bundle ids.
    `code`: what a script names that uses this library, as rows of modules and ".methods"
    that must all be there; those of another language than Python begin with its name and a colon.
    `when`: what merely running means; `never` for a tool that needs one of its `use`s.
    `unless`: rows on the command line with which it captures nothing, such as those that list devices.
    `generic`: the name is an ordinary word and counts only in a folder for programs.
    `about`: what it is, in a sentence for its user. `harmless`: why it is no threat.
    """

    id: str
    name: str
    category: Category
    captures: tuple[Kind, ...] = ()
    exe: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    script: tuple[str, ...] = ()
    module: tuple[str, ...] = ()
    code: tuple[tuple[str, ...], ...] = ()
    app_ids: tuple[str, ...] = ()
    original_filename: tuple[str, ...] = ()
    when: When = "running"
    one_shot: bool = False
    generic: bool = False
    unless: tuple[tuple[str, ...], ...] = ()
    use: tuple[Use, ...] = ()
    about: str = ""
    harmless: str = ""
    source: str
    confidence: Literal["high", "medium"] = "high"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    os: Os
    tool: tuple[Tool, ...]


class Catalogue:
    """The known tools, found by any of their names in constant time."""

    def __init__(self, tools: Iterable[Tool]) -> None:
        """Index `tools` by executable, script, module and application id."""
        self.tools = tuple(tools)
        self.by_id = {tool.id: tool for tool in self.tools}
        self._by_exe = _index(self.tools, lambda tool: map(_as_the_system_compares, tool.exe))
        self._shared = frozenset(name for tool in self.tools for name in tool.via)
        self._by_comm = _index(self.tools, lambda tool: [name[:COMM_LENGTH] for name in tool.exe])
        self._by_script = _index(self.tools, lambda tool: tool.script)
        self._by_module = _index(self.tools, lambda tool: tool.module)
        self._by_app_id = _index(self.tools, lambda tool: tool.app_ids)
        self._by_word = _index(self.tools, lambda tool: [row[0] for row in tool.code])

    def with_exe(self, name: str) -> tuple[Tool, ...]:
        """Tools whose executable has this base name."""
        return self._by_exe.get(_as_the_system_compares(name), ())

    def with_comm(self, name: str) -> tuple[Tool, ...]:
        """Tools whose executable's base name, cut as the kernel cuts it, is this."""
        return self._by_comm.get(name, ())

    def with_script(self, name: str) -> tuple[Tool, ...]:
        """Tools that are a script of this base name."""
        return self._by_script.get(name, ())

    def with_module(self, name: str) -> tuple[Tool, ...]:
        """Tools run as `python -m name`."""
        return self._by_module.get(name, ())

    def with_app_id(self, name: str) -> tuple[Tool, ...]:
        """Tools with this Flatpak, Snap or bundle id."""
        return self._by_app_id.get(name, ())

    def with_words(self, words: Collection[str]) -> list[tuple[Tool, tuple[str, ...]]]:
        """Libraries of which `words`, taken from a script, hold a whole row; with that row."""
        return [
            (tool, row)
            for first in sorted(words)
            for tool in self._by_word.get(first, ())
            for row in tool.code
            if row[0] == first and all(word in words for word in row)
        ]

    def worth_knowing(self, name: str) -> bool:
        """Tell whether a copy of the program `name` under another name would matter.

        Browsers and meeting programs share their program file with many harmless ones.
        """
        if name in self._shared or is_interpreter(name):
            return True
        tools = (*self.with_exe(name), *self.with_script(name))
        return any(tool.category not in _SHARE_THEIR_FILES for tool in tools)


def load(system: Os) -> Catalogue:
    """Read the tools of one operating system. Raises `DataFileError`."""
    tools: list[Tool] = []
    seen: set[str] = set()
    for file in resources.files("catalogue"):
        named = file.name.partition("-")[0]
        if named not in SYSTEMS:
            raise DataFileError(file, f"its name must begin with one of {', '.join(SYSTEMS)} and a hyphen")
        if named != system:
            continue  # another system's file is not even read
        content = datafile.read(file, _File)
        if content.os != system:
            raise datafile.error_at(file, ("os",), f"it says “{content.os}”, and its name says “{system}”")
        for number, tool in enumerate(content.tool):
            problem = _fault(tool, seen)
            if problem:
                field, sentence = problem
                raise datafile.error_at(file, ("tool", number, field), sentence)
            seen.add(tool.id)
            tools.append(tool)
    return Catalogue(tools)


def _fault(tool: Tool, seen: set[str]) -> tuple[str, str] | None:
    """Return the field and the sentence of the first rule this entry breaks."""
    names = {"exe": tool.exe, "script": tool.script, "via": tool.via}
    bad_name = next((f for f, texts in names.items() if any(not t.strip() or "/" in t for t in texts)), "")
    rules = (
        (tool.id in seen, "id", "has an id that another entry has already"),
        (
            not (tool.exe or tool.script or tool.module or tool.app_ids or tool.code),
            "exe",
            "has no exe, script, module, code or app_ids, so nothing can ever match it",
        ),
        (not all(row and all(row) for row in tool.code), "code", "has code without words"),
        (bool(tool.via) and not tool.exe, "via", "has via but no exe, the names it must call itself"),
        (
            not (tool.captures or tool.harmless or tool.when == "never"),
            "captures",
            "captures nothing and is not marked harmless",
        ),
        (
            tool.category in {"assistive", "harmless"} and not tool.harmless,
            "harmless",
            "needs a sentence that says why it is no threat",
        ),
        (
            any(
                not use.arguments or not all(map(_says_something, (*use.arguments, *use.unless)))
                for use in tool.use
            ),
            "use",
            "has a use without arguments, which would match every command line",
        ),
        (
            bool(bad_name),
            bad_name,
            "has a name that is not the base name of a file",
        ),
    )
    return next(((field, f"“{tool.id}” {says}") for broken, field, says in rules if broken), None)


def _says_something(row: tuple[str, ...]) -> bool:
    return any(token not in {ANY, FIRST, "*"} for token in row)


def _as_the_system_compares(name: str) -> str:
    """Fold the case of a Windows program's name; elsewhere upper and lower case differ."""
    folded = name.casefold()
    return folded if folded.endswith(".exe") else name


def _index(tools: Iterable[Tool], names: Callable[[Tool], Iterable[str]]) -> dict[str, tuple[Tool, ...]]:
    index: dict[str, tuple[Tool, ...]] = {}
    for tool in tools:
        for name in names(tool):
            if tool not in index.get(name, ()):
                index[name] = (*index.get(name, ()), tool)
    return index
