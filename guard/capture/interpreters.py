"""What an interpreter was told to run, read from its command line as it reads it itself.

`bash -lc "vim tool.sh"` runs no script, `python3 -Im tool` runs a module, `sh -e tool`
runs a script: only each interpreter's own option letters tell them apart. Windows names
(`python.exe`, `PowerShell.EXE`) are the same interpreters, whatever their case.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """A script, a program for the loader, a module or code itself, and the arguments after it."""

    what: str
    arguments: tuple[str, ...]
    is_module: bool = False
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class _Options:
    """The options of one family; letters may be joined behind one dash.

    `code`: what follows is no file. `module`: a module's name follows. `value`: a value
    follows, in the same word or the next one. `next_value`: it is always the next word.
    `rest`: the rest of the word belongs to the letter. `language`: what its scripts are
    written in, where they can be read.
    """

    code: str = ""
    module: str = ""
    value: str = ""
    next_value: str = ""
    rest: str = ""
    code_words: frozenset[str] = frozenset()
    value_words: frozenset[str] = frozenset()
    language: str = ""


JAVA = "java"
CLASS_PATH = ("-cp", "-classpath", "--class-path")
_JAVA_VALUES = frozenset(
    {
        *CLASS_PATH,
        "-p",
        "-d",
        "--module-path",
        "--upgrade-module-path",
        "--add-modules",
        "--add-exports",
        "--add-opens",
        "--add-reads",
        "--limit-modules",
        "--patch-module",
        "--source",
    }
)
_PYTHON = _Options(code="c", module="m", value="WXQ", language="python")
_POWERSHELL = _Options()
_SCRIPT_HOST = _Options()
_FAMILIES = (
    (r"(?:python|pypy)[\d.]*w?|pyw?", _PYTHON),
    (r"powershell(?:_ise)?|pwsh(?:-preview)?", _POWERSHELL),
    (r"[wc]script", _SCRIPT_HOST),
    (
        r"(?:bash|sh|dash|zsh|ksh|mksh)[\d.]*",
        _Options(code="cs", next_value="oO", value_words=frozenset({"--rcfile", "--init-file"})),
    ),
    (
        r"fish",
        _Options(
            code="c",
            value="C",
            code_words=frozenset({"--command"}),
            value_words=frozenset({"--init-command"}),
        ),
    ),
    (r"perl[\d.]*", _Options(code="eE", value="I", rest="MmiFdDCVx", language="perl")),
    (r"ruby[\d.]*", _Options(code="e", value="IrEC", rest="FiKTWx", language="ruby")),
    (
        r"(?:node|nodejs)[\d.]*",
        _Options(
            code="ep",
            value="rC",
            code_words=frozenset({"--eval", "--print"}),
            value_words=frozenset({"--require", "--import", "--loader", "--conditions"}),
            language="javascript",
        ),
    ),
    (
        r"gjs(?:-console)?",
        _Options(
            code="c",
            value="I",
            code_words=frozenset({"--command"}),
            value_words=frozenset({"--include-path"}),
            language="javascript",
        ),
    ),
    (r"(?:lua|luajit)[\d.-]*", _Options(value="el", language="lua")),
    (r"javaw?", _Options(value_words=_JAVA_VALUES, language=JAVA)),
    (r"php[\d.]*", _Options(code="rBRE", value="dcz")),
    (r"guile[\d.-]*", _Options(code="c", value="eLlxC")),
    (r"(?:wish|tclsh)[\d.]*", _Options(value_words=frozenset({"-encoding"}))),
    (r"expect[\d.]*", _Options(code="c", value="D")),
    (r"mono(?:-sgen)?", _Options(value_words=frozenset({"--config"}))),
)
_WINDOWS = ".exe"
# each may be cut short, and has a short form; the first that fits counts
_POWERSHELL_CODE = ("command", "commandwithargs", "cwa", "encodedcommand", "ec", "e")
_POWERSHELL_VALUES = (
    "executionpolicy",
    "ep",
    "ex",
    "windowstyle",
    "workingdirectory",
    "wd",
    "version",
    "inputformat",
    "if",
    "outputformat",
    "of",
    "psconsolefile",
    "configurationname",
    "configurationfile",
    "custompipename",
    "settingsfile",
    "encodedarguments",
    "ea",
)
_POWERSHELL_ALONE = (
    "noprofile",
    "noexit",
    "nologo",
    "noninteractive",
    "sta",
    "mta",
    "login",
    "interactive",
    "help",
)
_LOADER = re.compile(r"ld(?:-linux[\w.-]*|-musl[\w.-]*|-[\d.]+)?\.so[\d.]*")
_LOADER_OPTIONS = _Options(
    value_words=frozenset({"--argv0", "--library-path", "--preload", "--audit", "--inhibit-rpath"})
)
_ANY_FAMILY = re.compile("|".join(f"({pattern})" for pattern, _ in _FAMILIES))


def is_interpreter(name: str) -> bool:
    """Tell whether `name` is the base name of a program that runs scripts."""
    return _options_of(name) is not None


def is_loader(name: str) -> bool:
    """Tell whether `name` is the dynamic loader, which can be told to run a program."""
    return _LOADER.fullmatch(name) is not None


def language_of(name: str) -> str:
    """Return what the scripts of the interpreter `name` are written in; empty where they cannot be read."""
    options = _options_of(name)
    return options.language if options else ""


def told_to_run(name: str, argv: Sequence[str]) -> Told | None:
    """Return what file or module the interpreter or loader `name` runs; None for code, input or nothing."""
    runs = told(name, argv)
    return None if runs is None or runs.is_code else runs


def told(name: str, argv: Sequence[str]) -> Told | None:
    """Return what the interpreter or loader `name` runs, code included; None for input or nothing."""
    options = _LOADER_OPTIONS if is_loader(name) else _options_of(name)
    if options is None:
        return None
    if options is _POWERSHELL:
        return _told_to_powershell(argv)
    if options is _SCRIPT_HOST:
        argv = [word for word in argv if not word.startswith("//")]  # its own options
    return _told_by_letters(options, argv)


def _told_by_letters(options: _Options, argv: Sequence[str]) -> Told | None:
    position = 1
    while position < len(argv):
        word = argv[position]
        position += 1
        if word == "--":
            break
        if word in {"", "-"} or word[0] not in "-+":
            return Told(word, tuple(argv[position:]))
        if word.partition("=")[0] in options.code_words:
            return _told(argv[position:], is_code=True)
        if word in options.value_words:
            position += 1
        elif not word.startswith("--"):
            letter, rest = _deciding_letter(word[1:], options)
            if letter and letter in options.code:
                return _told((rest, *argv[position:]) if rest else argv[position:], is_code=True)
            if letter and letter in options.module:
                return _told((rest, *argv[position:]) if rest else argv[position:], is_module=True)
            position += bool(letter) and not rest
    return _told(argv[position:])


def _told(words: Sequence[str], *, is_module: bool = False, is_code: bool = False) -> Told | None:
    return Told(words[0], tuple(words[1:]), is_module, is_code) if words else None


def _deciding_letter(letters: str, options: _Options) -> tuple[str, str]:
    """Return the letter of a joined option that takes something, and what it takes of the word."""
    takes_next = ""
    for index, letter in enumerate(letters):
        if letter in options.rest:
            break
        if letter in options.code or letter in options.module or letter in options.value:
            return letter, letters[index + 1 :]
        if letter in options.next_value:
            takes_next = letter
    return takes_next, ""


def _told_to_powershell(argv: Sequence[str]) -> Told | None:
    """Read words such as `-NoProfile -ep bypass -File a.ps1`; a bare word is a script where it looks like one."""
    position = 1
    while position < len(argv):
        word, rest = argv[position], argv[position + 1 :]
        if not word.startswith("-") and not (word.startswith("/") and word[1:].isalpha()):
            return _told(argv[position:], is_code=not word.casefold().endswith(".ps1"))
        option = word.lstrip("-/").casefold()
        if _short_for(option, ("file",)):
            return _told(rest)
        if not _short_for(option, _POWERSHELL_ALONE) and _short_for(option, _POWERSHELL_CODE):
            return _told(rest, is_code=True)
        takes_value = not _short_for(option, _POWERSHELL_ALONE) and _short_for(option, _POWERSHELL_VALUES)
        position += 2 if takes_value else 1
    return None


def _short_for(option: str, words: Sequence[str]) -> bool:
    return bool(option) and any(word.startswith(option) for word in words)


def is_windows_name(name: str) -> bool:
    """Tell whether `name` is the base name of a Windows program."""
    return name.casefold().endswith(_WINDOWS)


def _options_of(name: str) -> _Options | None:
    if is_windows_name(name):
        name = name.casefold().removesuffix(_WINDOWS)
    found = _ANY_FAMILY.fullmatch(name)
    return _FAMILIES[found.lastindex - 1][1] if found and found.lastindex else None
