"""Finds the name and address of a person in git's own settings file. Pure; includes are not followed."""

import re
from collections.abc import Iterator

_SECTION = re.compile(r'\s*\[\s*(?P<name>[\w.-]+)\s*(?P<sub>"(?:[^"\\]|\\.)*")?\s*\]')
_KEY = re.compile(r"\s*(?P<key>[A-Za-z][\w-]*)\s*=(?P<value>.*)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "b": ""}


def people(text: str) -> Iterator[tuple[str, str]]:
    """Yield ("name" or "email", value) for each that stands under [user], [author] or [committer]."""
    section = ""
    for line in _lines(text):
        rest = line
        if found := _SECTION.match(line):
            section = "" if found["sub"] else found["name"].lower()
            rest = line[found.end() :]
        if section in {"user", "author", "committer"} and (setting := _KEY.match(rest)):
            key = setting["key"].lower()
            value = _value(setting["value"])
            if key in {"name", "email"} and value:
                yield key, value


def _lines(text: str) -> Iterator[str]:
    """Yield lines, the ones that end in an unescaped backslash together with the next."""
    held = ""
    for line in text.splitlines():
        held += line
        if (len(held) - len(held.rstrip("\\"))) % 2:
            held = held[:-1]
            continue
        yield held
        held = ""
    if held:
        yield held


def _value(raw: str) -> str:
    made: list[str] = []
    quoted = False
    characters = iter(raw)
    for character in characters:
        if character == "\\":
            following = next(characters, "")
            made.append(_ESCAPES.get(following, following))
        elif character == '"':
            quoted = not quoted
        elif character in "#;" and not quoted:
            break
        else:
            made.append(character)
    return " ".join("".join(made).split())
