from collections.abc import Sequence
from fnmatch import translate
from re import match

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.arguments import ANY, FIRST, matches

tokens = st.sampled_from(["-f", "x11grab", "-i", ":0", "x*", "*grab", "*", "a\nb", "-f*b"])
rows = st.builds(
    lambda tied, parts: [*([FIRST] if tied else []), *parts],
    st.booleans(),
    st.lists(st.one_of(tokens, st.just(ANY)), min_size=1, max_size=5),
)
lines = st.lists(st.sampled_from(["-f", "x11grab", "-i", ":0", "xa", "grab", "a\nb", "-fb", ""]), max_size=7)


def reference(row: Sequence[str], arguments: Sequence[str]) -> bool:
    """The same meaning, written as slowly and plainly as possible."""
    if row[0] == FIRST:
        return from_here(row[1:], arguments)
    return any(from_here(row, arguments[start:]) for start in range(len(arguments) + 1))


def from_here(row: Sequence[str], arguments: Sequence[str]) -> bool:
    if not row:
        return True
    if row[0] == ANY:
        return any(from_here(row[1:], arguments[start:]) for start in range(len(arguments) + 1))
    if not arguments:
        return False
    return match(translate(row[0]), arguments[0]) is not None and from_here(row[1:], arguments[1:])


@given(rows, lines)
def test_agrees_with_a_naive_reading(row: list[str], arguments: list[str]) -> None:
    assert matches(row, arguments) is reference(row, arguments)


@given(st.lists(tokens.filter(lambda token: "*" not in token), min_size=1, max_size=4), lines, lines)
def test_a_row_that_stands_there_is_always_found(row: list[str], before: list[str], after: list[str]) -> None:
    assert matches(row, [*before, *row, *after])


@pytest.mark.parametrize(
    ("row", "line", "fires"),
    [
        ("-f x11grab", "-y -f x11grab -i :0 out.mp4", True),
        ("-f x11grab", "-i x11grab.mp4 -f mp4 x.mp4", False),
        ("-f x11grab", "-f mp4 x11grab", False),
        ("-f x11grab", "-fx11grab", False),
        ("-f x11grab", "./-f x11grab", False),
        ("-f ... x11grab", "-f mp4 -y x11grab", True),
        ("-f ... x11grab", "x11grab -f", False),
        ("^ gui", "gui --delay 2", True),
        ("^ gui", "--delay 2 gui", False),
        ("^ ... gui", "--delay 2 gui", True),
        ("--shot=*", "--shot=/tmp/a.png", True),
        ("--shot=*", "a--shot=b", False),
        ("--shot=*", "--shot", False),
        ("*.mp4", "my.mp4", True),
        ("a.c", "abc", False),
        ("^", "", True),
    ],
)
def test_pairs(row: str, line: str, fires: bool) -> None:  # noqa: FBT001 - a column of the table
    assert matches(row.split(), line.split()) is fires


def test_a_wildcard_reaches_over_a_line_break() -> None:
    assert matches(["--out=*"], ["--out=a\nb"])


@given(st.sampled_from(["-f", "x11grab", "gui", "--record"]), st.text(min_size=1, max_size=5))
def test_a_file_named_like_an_option_never_matches(option: str, around: str) -> None:
    assert not matches([option], [option + around])
    assert not matches([option], [around + option])
