"""Matches rows of whole command-line tokens; a file named like an option never matches by chance.

A row is a list of tokens that stand next to each other. `*` inside a token is a wildcard,
`...` between tokens stands for any tokens, `^` in front ties the row to the first argument.
"""

import re
from collections.abc import Sequence
from functools import cache

ANY = "..."
FIRST = "^"

_ABOUT_ITSELF = frozenset({"--help", "--version", "-help", "-version", "/?"})
_ABOUT_ITSELF_IN_SHORT = frozenset({"-h", "-V"})


def matches(row: Sequence[str], arguments: Sequence[str]) -> bool:
    """Tell whether `row` stands on the command line `arguments` (without the program itself)."""
    tied = row[0] == FIRST
    runs = _runs(row[1:] if tied else row)
    position = 0
    for number, run in enumerate(runs):
        found = _find(run, arguments, position, only_here=tied and number == 0)
        if found < 0:
            return False
        position = found + len(run)
    return True


def asks_about_itself(arguments: Sequence[str], *, in_short: bool) -> bool:
    """Tell whether a program is only asked for its help or version: the one thing on its command line.

    `in_short` takes `-h` and `-V` for such a question, which mean other things to some programs.
    """
    if len(arguments) != 1:
        return False
    return arguments[0] in _ABOUT_ITSELF or (in_short and arguments[0] in _ABOUT_ITSELF_IN_SHORT)


def _runs(row: Sequence[str]) -> list[list[str]]:
    """Split a row at each `...` into runs of neighbours."""
    runs: list[list[str]] = [[]]
    for token in row:
        if token == ANY:
            runs.append([])
        else:
            runs[-1].append(token)
    return runs


def _find(run: Sequence[str], arguments: Sequence[str], start: int, *, only_here: bool) -> int:
    last = start if only_here else len(arguments) - len(run)
    for position in range(start, min(last, len(arguments) - len(run)) + 1):
        if all(_same(token, arguments[position + offset]) for offset, token in enumerate(run)):
            return position
    return -1


def _same(token: str, argument: str) -> bool:
    if "*" not in token:
        return token == argument
    return _wildcard(token).fullmatch(argument) is not None


@cache
def _wildcard(token: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in token.split("*")), re.DOTALL)
