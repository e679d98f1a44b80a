"""Facts of one process -> which tool it is and what that means, if any.

A name alone is not believed: the executable counts first; what a process calls itself
counts only for shared executables that are known to go by that name, or where the
executable cannot be read.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from guard.capture.arguments import matches
from guard.capture.catalogue import COMM_LENGTH, STRENGTHS, Catalogue, Tool
from guard.capture.finding import Confidence, Kind, Strength
from guard.capture.processes import ProcessFacts

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
)
_INTERPRETER = re.compile(
    r"(?:python|pypy|perl|ruby|node|nodejs|gjs|gjs-console|bash|sh|dash|zsh|ksh|mksh|fish|lua|luajit|php|wish|tclsh|guile|mono)[\d.]*"
)
_LOADER = re.compile(r"ld(?:-linux[\w.-]*|-musl[\w.-]*|-[\d.]+)?\.so[\d.]*")
_OPTIONS_WITH_VALUE = frozenset(
    {
        "-W",
        "-X",
        "-Q",
        "-r",
        "--require",
        "-I",
        "-o",
        "+o",
        "-O",
        "--rcfile",
        "--init-file",
        "--argv0",
        "--library-path",
        "--preload",
    }
)
_INLINE_CODE = frozenset({"-c", "-e", "-E", "--eval", "--print", "-p"})


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


def recognise(catalogue: Catalogue, facts: ProcessFacts) -> Match | None:
    """Return the tool that `facts` describe, with what its command line means, or None."""
    best: Match | None = None
    for candidate in _candidates(catalogue, facts):
        match = Match(candidate.tool, candidate.how, candidate.confidence, _meanings(candidate))
        if match.meanings:
            return match
        best = best or match
    return best


def _candidates(catalogue: Catalogue, facts: ProcessFacts) -> list[_Candidate]:
    arguments = facts.argv[1:]
    found: list[_Candidate] = []
    if facts.app_id:
        found += [
            _Candidate(tool, f"it is the application {facts.app_id}", Confidence.HIGH, arguments)
            for tool in catalogue.with_app_id(facts.app_id)
        ]
    if facts.exe is None:
        return found + _by_claim_alone(catalogue, facts)
    name = base_name(facts.exe)
    if _LOADER.fullmatch(name):
        loaded, arguments = _script(name, facts.argv)
        if loaded:
            name = base_name(loaded)
    found += _by_claim(catalogue, facts, name)
    found += [
        _Candidate(tool, f"its program file is {facts.exe}{_deleted(facts)}", Confidence.HIGH, arguments)
        for tool in catalogue.with_exe(name)
        if not tool.generic or facts.exe.startswith(PROGRAM_FOLDERS)
    ]
    if _INTERPRETER.fullmatch(name):
        found += _by_script(catalogue, name, facts)
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
    if _INTERPRETER.fullmatch(_argv0(facts)):
        found += [
            _Candidate(c.tool, f"{c.how}; its program file cannot be read", Confidence.MEDIUM, c.arguments)
            for c in _by_script(catalogue, _argv0(facts), facts)
        ]
    return found


def _by_script(catalogue: Catalogue, interpreter: str, facts: ProcessFacts) -> list[_Candidate]:
    script, arguments = _script(interpreter, facts.argv)
    if script is None:
        return []
    if script.startswith("-m "):
        module = script.removeprefix("-m ")
        tools = catalogue.with_module(module)
        how = f"{interpreter} runs the module {module}"
    else:
        tools = catalogue.with_script(base_name(script))
        how = f"{interpreter} runs the script {script}"
    return [_Candidate(tool, how, Confidence.HIGH, arguments) for tool in tools]


def _script(interpreter: str, argv: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    """Return what an interpreter was told to run (`-m NAME` for a module), and its arguments."""
    position = 1
    while position < len(argv):
        word = argv[position]
        if word in _INLINE_CODE:
            return None, ()
        if word == "-m" and interpreter.startswith(("python", "pypy")) and position + 1 < len(argv):
            return f"-m {argv[position + 1]}", tuple(argv[position + 2 :])
        if word in _OPTIONS_WITH_VALUE:
            position += 2
        elif word.startswith("-") and len(word) > 1:
            position += 1
        else:
            return word, tuple(argv[position + 1 :])
    return None, ()


def _meanings(candidate: _Candidate) -> tuple[Meaning, ...]:
    tool = candidate.tool
    meanings: dict[Kind, Meaning] = {}
    for use in tool.use:
        row = next((row for row in use.arguments if matches(row, candidate.arguments)), None)
        if row is None:
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


def base_name(path: str) -> str:
    """The last part of a path, of a memfd's label too (`/memfd:name` -> `name`)."""
    return PurePosixPath(path).name.removeprefix("memfd:")


def _argv0(facts: ProcessFacts) -> str:
    return base_name(facts.argv[0].lstrip("-")) if facts.argv else ""


def _claimed_name(tool: Tool, facts: ProcessFacts) -> str:
    claims = {facts.comm, _argv0(facts)}
    return next((name for name in tool.exe if name in claims or name[:COMM_LENGTH] in claims), facts.comm)


def _deleted(facts: ProcessFacts) -> str:
    return ", a file that is no longer there" if facts.exe_deleted else ""
