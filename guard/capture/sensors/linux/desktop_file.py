"""Reads the text of desktop entry files, by the freedesktop.org Desktop Entry Specification; pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_GROUP = re.compile(r"^\ufeff?[ \t]*\[Desktop Entry\][ \t\r]*$", re.MULTILINE)
_NEXT_GROUP = re.compile(r"^[ \t]*\[", re.MULTILINE)
_WANTED = re.compile(
    r"^[ \t]*((?:Name|Icon)(?:\[[^\]\n]*\])?|Exec|TryExec|Type|Hidden|NoDisplay|X-Flatpak)[ \t]*=(.*)$",
    re.MULTILINE,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
_FIELD = re.compile(r"%([a-zA-Z%])")
_LONGEST_NAME = 200
_UNSEEN = frozenset({"Cf", "Cs", "Co"})
_JOINERS = "\u200c\u200d"  # Persian and Indic names need them
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
_RUNNERS = frozenset(
    {"env", "nice", "ionice", "nohup", "setsid", "exec", "stdbuf", "gamemoderun", "mangohud", "prime-run"}
    | {"optirun", "primusrun", "pkexec", "firejail", "dbus-launch", "dbus-run-session"}
)
_TAKES_A_VALUE = frozenset({"-u", "--unset", "-C", "--chdir", "-n", "-c", "--user"})


@dataclass(frozen=True, slots=True)
class DesktopFile:
    """What one file says. `command` is the program and its fixed arguments; empty if it names none."""

    name: str
    icon: str = ""
    command: tuple[str, ...] = ()
    try_exec: str = ""
    hidden: bool = False
    shown: bool = True
    flatpak: str = ""


def parse(text: str, languages: Sequence[str] = ()) -> DesktopFile | None:
    """Read an application's entry; None for what is none. The name is in the first of `languages` there is.

    `languages` are locales without their encoding, such as `sr_YU@Latn`. Never raises.
    """
    values = _main_group(text)
    if values is None:
        return None
    name = _readable(_unescaped(_localised(values, "Name", languages)))
    hidden = values.get("Hidden") == "true"
    if not hidden and (values.get("Type") != "Application" or not name):
        return None
    return DesktopFile(
        name=name,
        icon=_readable(_unescaped(_localised(values, "Icon", languages))),
        command=program_of(without_fields(split(_unescaped(values.get("Exec", ""))))),
        try_exec=_unescaped(values.get("TryExec", "")),
        hidden=hidden,
        shown=values.get("NoDisplay") != "true",
        flatpak=values.get("X-Flatpak", ""),
    )


def split(command: str) -> tuple[str, ...]:
    """Split an Exec value into words as launchers do; empty where a quote is left open."""
    words: list[str] = []
    word, open_quote, begun, position = "", "", False, 0
    while position < len(command):
        letter = command[position]
        position += 1
        if letter == "\\" and open_quote != "'" and position < len(command):
            following = command[position]
            position += 1
            word += following if not open_quote or following in '"`$\\' else letter + following
            begun = True
        elif open_quote:
            open_quote, word = ("", word) if letter == open_quote else (open_quote, word + letter)
        elif letter in "\"'":
            open_quote, begun = letter, True
        elif letter in " \t\n\r":
            words += [word] if begun else []
            word, begun = "", False
        else:
            word, begun = word + letter, True
    if open_quote:
        return ()
    return (*words, word) if begun else tuple(words)


def without_fields(words: Sequence[str]) -> tuple[str, ...]:
    """Leave out the words that a launcher fills in (%f, --file=%u); %% is a percent sign."""
    fixed = (word for word in words if not any(code != "%" for code in _FIELD.findall(word)))
    return tuple(word.replace("%%", "%") for word in fixed)


def program_of(words: Sequence[str]) -> tuple[str, ...]:
    """See through `env A=b`, `nice -n 5` and their like: the program that runs in the end, and its arguments."""
    rest = list(words)
    through = False
    while rest:
        word = rest[0]
        if word.rpartition("/")[2] in _RUNNERS:
            through = True
        elif through and word in _TAKES_A_VALUE:
            del rest[:1]
        elif not (_ASSIGNMENT.match(word) or (through and (word.startswith("-") or word.isdigit()))):
            break
        del rest[:1]
    return tuple(rest)


def languages(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The locales that a session asks for, the dearest first, without their encoding; none for C."""
    setting = next((environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(key)), "")
    if re.sub(r"\..*", "", setting) in {"", "C", "POSIX"}:
        return ()
    wanted = [*environ.get("LANGUAGE", "").split(":"), setting]
    plain = (re.sub(r"\.[^@]*", "", each) for each in wanted if each)
    return tuple(dict.fromkeys(each for each in plain if each not in {"C", "POSIX"}))


def _main_group(text: str) -> dict[str, str] | None:
    """The wanted keys of the entry proper; the groups after it are actions, and the first word on a key counts."""
    start = _GROUP.search(text)
    if start is None:
        return None
    end = _NEXT_GROUP.search(text, start.end())
    lines = _WANTED.findall(text, start.end(), end.start() if end else len(text))
    return {key: value.strip() for key, value in reversed(lines)}


def _localised(values: Mapping[str, str], key: str, wanted: Sequence[str]) -> str:
    for locale in wanted:
        plain, _, modifier = locale.partition("@")
        language = plain.partition("_")[0]
        at = f"@{modifier}"
        forms = (plain + at, plain, language + at, language) if modifier else (plain, language)
        for form in forms:
            if found := values.get(f"{key}[{form}]"):
                return found
        if language == "en":
            break  # what has no language is in English
    return values.get(key, "")


def _unescaped(value: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[0]), value)


def _readable(text: str) -> str:
    """One line without marks that could turn or hide what is beside it."""
    seen = "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text)
    plain = "".join(
        letter for letter in seen if letter in _JOINERS or unicodedata.category(letter) not in _UNSEEN
    )
    return " ".join(plain.split())[:_LONGEST_NAME]
