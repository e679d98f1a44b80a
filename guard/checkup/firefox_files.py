"""The text of Firefox's preference files, and where its profiles are. Pure but for `profiles`."""

import configparser
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

BEGIN, END = "// Guard's settings begin here", "// Guard's settings end here"
"""Guard writes between these lines of `user.js` only."""

_TOKEN = re.compile(
    r"""/\*.*?\*/|//[^\n]*|^\s*\#[^\n]*
    |(?:user_pref|pref)\s*\(\s*(?P<name>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')\s*,
      \s*(?P<value>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|true|false|[+-]?\d+)\s*\)\s*;?""",
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
_WHOLE = re.compile(r"[+-]?[0-9]+")
_BLOCK = re.compile(rf"^{re.escape(BEGIN)}\r?\n(.*?)^{re.escape(END)}(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


def profiles(homes: Iterable[Path]) -> list[Path]:
    """Return the profile folders that `homes` (folders with a `profiles.ini`) name and that are there. Raises `OSError`, `ValueError`."""
    found: dict[Path, None] = {}
    for home in homes:
        try:
            text = (home / "profiles.ini").read_text(encoding="utf-8-sig")
        except (FileNotFoundError, NotADirectoryError):
            continue
        parsed = configparser.ConfigParser(interpolation=None, strict=False)
        try:
            parsed.read_string(text)
        except configparser.Error as error:
            raise ValueError("profiles.ini cannot be read") from error
        for section in parsed.sections():
            if section.startswith("Profile") and (path := parsed[section].get("Path")):
                relative = parsed[section].get("IsRelative", "1") != "0"
                folder = home / path if relative else Path(path)
                if folder.is_dir():
                    found[folder] = None
    return list(found)


def find(text: str, name: str) -> str | None:
    """Return the value of a preference as the file spells it, or None; the last one counts."""
    found = None
    for token in _prefs(text):
        if unquoted(token["name"]) == name:
            found = token["value"]
    return found


def without(text: str, name: str) -> str:
    """Return the text without any line of a preference."""
    for token in reversed([one for one in _prefs(text) if unquoted(one["name"]) == name]):
        end = token.end() + (1 if text[token.end() : token.end() + 1] == "\n" else 0)
        text = text[: token.start()] + text[end:]
    return text


def with_own(text: str, name: str, literal: str | None) -> str:
    """Return `user.js` with the preference in Guard's own block at the end, or out of it when `literal` is None."""
    block = _BLOCK.search(text)
    inside = block[1] if block else ""
    rest = text[: block.start()] + text[block.end() :] if block else text
    inside = without(inside, name)
    if literal is not None:
        inside += line(name, literal)
    if not inside.strip():
        return rest
    if rest and not rest.endswith("\n"):
        rest += "\n"
    return f"{rest}{BEGIN}\n{inside}{END}\n"


def line(name: str, literal: str) -> str:
    """Return a preference as Firefox writes it."""
    return f"user_pref({json.dumps(name)}, {literal});\n"


def literal(value: str) -> str:
    """Return a value as the files spell it: truth values and whole numbers bare, the rest quoted."""
    return value if value in {"true", "false"} or _WHOLE.fullmatch(value) else json.dumps(value)


def unquoted(spelled: str) -> str:
    """Return a value without its quotes."""
    if len(spelled) > 1 and spelled[0] in "\"'":
        return re.sub(r"\\(.)", r"\1", spelled[1:-1])
    return spelled


def _prefs(text: str) -> Iterator[re.Match[str]]:
    return (token for token in _TOKEN.finditer(text) if token["name"] is not None)
