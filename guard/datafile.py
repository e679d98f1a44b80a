"""Reads TOML data files into frozen structs and says where a bad one is wrong.

The schema is the struct itself (msgspec); this module turns a schema failure
into a sentence with file, line and field. It knows nothing of what the data means.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from guard.errors import DataFileError

T = TypeVar("T")
PathParts = tuple[str | int, ...]

_MSGSPEC_PATH = re.compile(r"^(?P<problem>.*?)(?: - at `\$(?P<path>[^`]*)`)?$", re.DOTALL)
_FIELD_IN_PROBLEM = re.compile(r"(?:unknown|missing required) field `(?P<field>[^`]+)`")
_KEY = re.compile(r"^\s*(?P<key>[\w.\"' -]*?[\w\"'])\s*=")
_UNCLOSED_LINES = 200  # how far back an unclosed value is looked for
_TOML_POSITION = re.compile(r"^(?P<problem>.*?) \(at line (?P<line>\d+), column \d+\)$", re.DOTALL)


def read(file: Path, shape: type[T]) -> T:
    """Read `file` as `shape`. Raises `DataFileError` naming file, line and field."""
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataFileError(file, "it is not UTF-8 text") from error
    except OSError as error:
        raise DataFileError(file, f"it cannot be opened ({error.strerror})") from error
    return parse(text, shape, file)


def parse(text: str, shape: type[T], file: Path) -> T:
    """Read `text`, the content of `file`, as `shape`. Raises `DataFileError`."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(text, file, str(error)) from error
    except RecursionError as error:
        raise DataFileError(file, "it is nested too deeply") from error
    except ValueError as error:  # a number with thousands of digits
        raise DataFileError(file, "it holds a number that is too long") from error
    try:
        return msgspec.convert(raw, shape)
    except msgspec.ValidationError as error:
        raise _not_in_shape(text, raw, file, str(error)) from error


def error_at(file: Path, parts: PathParts, problem: str) -> DataFileError:
    """Return the error for a rule that the schema cannot say, at the place `parts` in `file`."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return DataFileError(file, problem, field=_spoken(parts))
    return DataFileError(file, problem, line=line_of(text, parts), field=_spoken(parts))


def line_of(text: str, parts: Sequence[str | int]) -> int | None:
    """Return the 1-based line where the value at `parts` begins, or the nearest parent's.

    The TOML parser itself is the judge: a value begins right after the longest
    readable head of the text that does not hold it yet. `text` must be valid TOML.
    """
    lines = text.split("\n")

    @cache
    def head(count: int) -> dict[str, Any] | None:
        return _readable(_first(lines, count), ("", "]", "]]", "]]]"))

    def next_readable_head_holds(count: int) -> bool:
        while (values := head(count)) is None:
            count += 1
        return _holds(values, wanted)

    for length in range(len(parts), 0, -1):
        wanted = parts[:length]
        if _holds(head(len(lines)), wanted):
            return bisect_left(range(len(lines)), 1, key=next_readable_head_holds)
    return None


def _first(lines: Sequence[str], count: int) -> str:
    return "".join(f"{line}\n" for line in lines[:count])


def _readable(text: str, ends: Sequence[str] = ("",)) -> dict[str, Any] | None:
    """Read the head of a file, with the first of `ends` (an open array's brackets, say) that fits."""
    for end in ends:
        try:
            return tomllib.loads(text + end)
        except (ValueError, RecursionError):
            continue
    return None


def _holds(value: Any, parts: Sequence[str | int]) -> bool:
    for part in parts:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def _not_toml(text: str, file: Path, message: str) -> DataFileError:
    lines = text.rstrip("\n").split("\n")
    found = _TOML_POSITION.match(message)
    problem = found["problem"] if found else message.removesuffix(" (at end of document)")
    line = min(int(found["line"]), len(lines)) if found else _unclosed(lines)
    named = _KEY.match(lines[line - 1])
    return DataFileError(file, problem, line=line, field=named["key"] if named else None)


def _unclosed(lines: list[str]) -> int:
    """Return the 1-based line of what is still open at the end, or the last line."""
    for count in range(len(lines) - 1, max(-1, len(lines) - _UNCLOSED_LINES), -1):
        if _readable(_first(lines, count)) is not None:
            return count + 1
    return len(lines)


def _not_in_shape(text: str, raw: dict[str, Any], file: Path, message: str) -> DataFileError:
    found = _MSGSPEC_PATH.match(message)
    problem, path = (found["problem"], found["path"] or "") if found else (message, "")
    parts = _parts(path)
    named = _FIELD_IN_PROBLEM.search(problem)
    if named:
        parts = (*parts, named["field"])
    said = " ".join(problem.split())
    return DataFileError(file, said, line=line_of(text, parts), field=_spoken(parts) if raw else None)


def _parts(path: str) -> PathParts:
    """Turn msgspec's `.tool[3].exe[0]` into ("tool", 3, "exe", 0); a map's `[...]` ends it."""
    parts: list[str | int] = []
    for name, index in re.findall(r"\.([^.\[\]]+)|\[([^\]]*)\]", path.partition("[...]")[0]):
        parts.append(int(index) if index else name)
    return tuple(parts)


def _spoken(parts: Sequence[str | int]) -> str:
    """Name a place as a person reads it: `tool 4, exe 1`."""
    words: list[str] = []
    for part in parts:
        if isinstance(part, int) and words:
            words[-1] += f" {part + 1}"
        else:
            words.append(str(part))
    return " ".join(", ".join(words).split())
