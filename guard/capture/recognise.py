"""Facts of one process -> which tool it is and what that means, if any.

A name alone is not believed: what the program file proves to be a copy of counts first,
then the executable's name; what a process calls itself counts only for shared executables that are known to go by that name, or where the
executable cannot be read.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import PureWindowsPath

from guard.capture.arguments import asks_about_itself, matches
from guard.capture.catalogue import COMM_LENGTH, STRENGTHS, Catalogue, Tool
from guard.capture.finding import Confidence, Kind, Strength
from guard.capture.interpreters import is_interpreter, is_loader, is_windows_name, told_to_run
from guard.capture.processes import ProcessFacts
from guard.capture.program_files import NOTHING, Revealed

PROGRAM_FOLDERS = (
    "/usr/",
    "/opt/",
    "/bin/",
    "/sbin/",
    "/snap/",
    "/app/",
    "/nix/",
    "/gnu/",
    "/var/lib/flatpak/",
    "/tmp/.mount_",  # noqa: S108 - where AppImages are mounted
    "/Applications/",
    "/System/",
    "/Library/",
)
# a program of these that does not know a short option may begin its work all the same
_MAY_TAKE_SHORT_WORDS = frozenset({"remote-access", "monitoring", "screen-memory"})
_LANGUAGE = re.compile(r"^[a-z]+:(?!:)")
_WINDOWS_PATH = re.compile(r"[A-Za-z]:\\|\\\\")
_WINDOWS_PROGRAM_FOLDERS = re.compile(
    r"[a-z]:\\(?:program files(?: \(x86\))?|windows|users\\[^\\]+\\appdata\\local\\programs)\\", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a recognised process does or could do."""

    kind: Kind
    strength: Strength
    says: str
    one_shot: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A recognised process. `meanings` is empty when its being there means nothing."""

    tool: Tool
    how: str
    confidence: Confidence
    meanings: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    tool: Tool
    how: str
    confidence: Confidence
    arguments: tuple[str, ...]


def recognise(catalogue: Catalogue, facts: ProcessFacts, revealed: Revealed = NOTHING) -> Match | None:
    """Return the tool that `facts` describe, with what its command line means, or None.

    `revealed` is what the process's files give away beyond their names.
    """
    best: Match | None = None
    for candidate in _candidates(catalogue, facts, revealed):
        match = Match(candidate.tool, candidate.how, candidate.confidence, _meanings(candidate))
        if match.meanings:
            return match
        best = best or match
    return best


def _candidates(catalogue: Catalogue, facts: ProcessFacts, revealed: Revealed) -> list[_Candidate]:
    arguments = facts.argv[1:]
    found: list[_Candidate] = []
    if facts.app_id:
        found += [
            _Candidate(tool, f"it is the application {facts.app_id}", Confidence.HIGH, arguments)
            for tool in catalogue.with_app_id(facts.app_id)
        ]
    if facts.exe is None:
        return found + _by_claim_alone(catalogue, facts)
    program, name, argv = facts.exe, base_name(facts.exe), facts.argv
    if is_loader(name) and (loaded := told_to_run(name, argv)):
        program, name, arguments = loaded.what, base_name(loaded.what), loaded.arguments
        argv = (program, *arguments)
    how = f"its program file is {program}{_deleted(facts)}"
    proven = bool(revealed.original)
    if proven and revealed.original != name:
        name, how = revealed.original, f"{how}, a copy of {revealed.original} under another name"
    found += _by_claim(catalogue, facts, name)
    found += [
        _Candidate(tool, how, Confidence.HIGH, arguments)
        for tool in catalogue.with_exe(name)
        if proven or not tool.generic or _in_program_folder(program)
    ]
    if is_interpreter(name):
        found += _by_script(catalogue, name, argv, revealed.script)
        found += _by_words(catalogue, name, argv, revealed.words)
    return found


def _by_claim(catalogue: Catalogue, facts: ProcessFacts, exe_name: str) -> list[_Candidate]:
    """Tools that share an executable and are told apart by what the process calls itself."""
    claims = dict.fromkeys([*catalogue.with_comm(facts.comm), *catalogue.with_exe(_argv0(facts))])
    return [
        _Candidate(
            tool,
            f"it runs {exe_name} under the name {_claimed_name(tool, facts)}",
            Confidence.HIGH,
            facts.argv[1:],
        )
        for tool in claims
        if exe_name in tool.via
    ]


def _by_claim_alone(catalogue: Catalogue, facts: ProcessFacts) -> list[_Candidate]:
    """The executable is hidden (another user's process): the names are all there is."""
    if not facts.argv:
        return []
    claims = dict.fromkeys([*catalogue.with_exe(_argv0(facts)), *catalogue.with_comm(facts.comm)])
    found = [
        _Candidate(
            tool,
            f"it calls itself {_claimed_name(tool, facts)}; its program file cannot be read",
            Confidence.MEDIUM,
            facts.argv[1:],
        )
        for tool in claims
        if not tool.generic
    ]
    if is_interpreter(_argv0(facts)):
        found += [
            _Candidate(c.tool, f"{c.how}; its program file cannot be read", Confidence.MEDIUM, c.arguments)
            for c in _by_script(catalogue, _argv0(facts), facts.argv)
        ]
    return found


def _by_script(
    catalogue: Catalogue, interpreter: str, argv: Sequence[str], copy_of: str = ""
) -> list[_Candidate]:
    told = told_to_run(interpreter, argv)
    if told is None:
        return []
    if told.is_module:
        tools = catalogue.with_module(told.what)
        how = f"{interpreter} runs the module {told.what}"
    else:
        name = script_name(interpreter, told.what)
        tools = catalogue.with_script(copy_of or name)
        if not tools and is_windows_name(interpreter):
            tools = catalogue.with_script(name.casefold())
        other = f", a copy of {copy_of} under another name" if copy_of and copy_of != name else ""
        how = f"{interpreter} runs the script {told.what}{other}"
    return [_Candidate(tool, how, Confidence.HIGH, told.arguments) for tool in tools]


def _by_words(
    catalogue: Catalogue, interpreter: str, argv: Sequence[str], words: Collection[str]
) -> list[_Candidate]:
    """Tools that are libraries: what a script names gives away what it can do."""
    told = told_to_run(interpreter, argv)
    script = f"the script {told.what}" if told else "code from its command line"
    return [
        _Candidate(tool, f"{interpreter} runs {script}, which uses {_shown(row)}", Confidence.MEDIUM, ())
        for tool, row in catalogue.with_words(words)
    ]


def _shown(row: Sequence[str]) -> str:
    """The words of a row without the names of their language."""
    return ", ".join(_LANGUAGE.sub("", word) for word in row)


def _meanings(candidate: _Candidate) -> tuple[Meaning, ...]:
    tool = candidate.tool
    if asks_about_itself(candidate.arguments, in_short=tool.category not in _MAY_TAKE_SHORT_WORDS):
        return ()
    if any(matches(row, candidate.arguments) for row in tool.unless):
        return ()
    meanings: dict[Kind, Meaning] = {}
    for use in tool.use:
        row = next((row for row in use.arguments if matches(row, candidate.arguments)), None)
        if row is None or any(matches(other, candidate.arguments) for other in use.unless):
            continue
        says = f"{candidate.how}, and its command line has “{' '.join(row).removeprefix('^ ')}”"
        for kind in use.captures:
            meanings.setdefault(
                kind, Meaning(kind, STRENGTHS[use.when] or Strength.RUNNING, says, use.one_shot)
            )
    strength = STRENGTHS[tool.when]
    if not meanings and strength is not None and tool.captures:
        kind = tool.captures[0]
        meanings[kind] = Meaning(kind, strength, candidate.how, tool.one_shot)
    return tuple(meanings.values())


def script_name(interpreter: str, path: str) -> str:
    """The last part of a script's path; a Windows interpreter takes either slash."""
    return PureWindowsPath(path).name if is_windows_name(interpreter) else base_name(path)


def base_name(path: str) -> str:
    """The last part of a path of any system, of a memfd's label too (`/memfd:name` -> `name`)."""
    if _WINDOWS_PATH.match(path):
        return PureWindowsPath(path).name
    return path.rstrip("/").rpartition("/")[2].removeprefix("memfd:")


def _in_program_folder(path: str) -> bool:
    return path.startswith(PROGRAM_FOLDERS) or _WINDOWS_PROGRAM_FOLDERS.match(path) is not None


def _argv0(facts: ProcessFacts) -> str:
    return base_name(facts.argv[0].lstrip("-")) if facts.argv else ""


def _claimed_name(tool: Tool, facts: ProcessFacts) -> str:
    claims = {facts.comm, _argv0(facts)}
    return next((name for name in tool.exe if name in claims or name[:COMM_LENGTH] in claims), facts.comm)


def _deleted(facts: ProcessFacts) -> str:
    return ", a file that is no longer there" if facts.exe_deleted else ""
