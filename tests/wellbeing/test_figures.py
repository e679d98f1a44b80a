"""Small statistics: right where they speak, and silent where they cannot."""

import math
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.wellbeing.figures import LEAST, compare, leaning, spread

MOODS = st.lists(st.integers(-2, 2).map(float), max_size=60)


@pytest.mark.parametrize(
    ("values", "low", "typical", "high"),
    [
        ([1, 2, 3, 4, 5], 2, 3, 4),
        ([5, 4, 3, 2, 1, 6], 2, 3.5, 5),
        ([0] * 9, 0, 0, 0),
        ([-2, -2, 0, 2, 2, 2, 2], -1, 2, 2),
    ],
)
def test_what_is_typical(values: list[float], low: float, typical: float, high: float) -> None:
    found = spread(values)
    assert found is not None
    assert (found.count, found.low, found.typical, found.high) == (len(values), low, typical, high)


@settings(deadline=None)
@given(MOODS)
def test_nothing_is_typical_of_fewer_than_five(values: list[float]) -> None:
    found = spread(values)
    assert (found is None) == (len(values) < LEAST)
    if found is not None:
        assert min(values) <= found.low <= found.typical <= found.high <= max(values)
        assert found.typical == statistics.median(values)


@pytest.mark.parametrize(
    ("ups", "downs", "lean"),
    [(5, 0, 1), (0, 5, -1), (4, 0, 0), (4, 1, 0), (7, 1, 1), (6, 1, 0), (3, 3, 0), (60, 40, 1), (55, 45, 0), (0, 0, 0)],
)  # fmt: skip
def test_a_lean_is_told_when_chance_would_rarely_show_it(ups: int, downs: int, lean: int) -> None:
    assert leaning(ups, downs) == lean


@settings(deadline=None)
@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_a_lean_turns_round_with_its_sides(ups: int, downs: int) -> None:
    assert leaning(ups, downs) == -leaning(downs, ups)
    assert leaning(ups, downs) in {-1, 0, 1}


@pytest.mark.parametrize("count", [150, 199, 200, 201, 202, 300])
def test_many_tosses_are_judged_like_few(count: int) -> None:
    needed = next(ups for ups in range(count // 2, count) if leaning(ups, count - ups))
    deviations = (2 * needed - count) / math.sqrt(count)
    assert 1.645 <= deviations <= 1.645 + 3 / math.sqrt(count)


@pytest.mark.parametrize(
    ("these", "those", "told"),
    [
        ([1, 1, 2, 2, 2], [-1, -1, 0, 0, 0], 1),
        ([-1, -1, 0, 0, 0], [1, 1, 2, 2, 2], -1),
        ([1, 1, 2, 2], [-1, -1, 0, 0, 0], 0),  # too few
        ([0, 0, 0, 1, 1], [0, 0, 0, 0, 1], 0),  # too near
        ([1] * 20, [1] * 20, 0),  # alike
        ([0, 1] * 500, [0, 1] * 499 + [0, 0], 0),  # many, and still too near
        ([0, 1, 1, 1, 1], [0, 0, 0, 1, 1], 0),  # seven times of ten above, which five days show by chance
        ([0, 1, 1, 1, 1] * 4, [0, 0, 0, 1, 1] * 4, 1),  # the same of twenty, which chance hardly shows
        ([0] * 400 + [1] * 600, [0] * 500 + [1] * 500, 0),  # surely different, and too little to matter
        ([], [], 0),
    ],
)
def test_two_groups_differ_clearly_or_nothing_is_said(
    these: list[float], those: list[float], told: int
) -> None:
    assert compare(these, those) == told


@settings(deadline=None)
@given(MOODS, MOODS)
def test_comparing_turns_round_with_its_sides(these: list[float], those: list[float]) -> None:
    assert compare(these, those) == -compare(those, these)
    assert compare(these, those) == compare(sorted(these), sorted(those, reverse=True))


@settings(deadline=None)
@given(MOODS, MOODS)
def test_shifting_one_side_up_never_tells_the_reverse(these: list[float], those: list[float]) -> None:
    before, shifted = compare(these, those), compare([value + 1 for value in these], those)
    assert (before, shifted) != (1, -1)
