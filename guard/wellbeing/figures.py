"""The little statistics that a few private notes can carry: what is typical, how wide it spreads, which way it leans.

Five is the least that anything is said about. A leaning is only called one when chance alone
would show it less than one time in ten.
"""

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

LEAST = 5
CHANCE = 0.1
_NORMAL_LIMIT = 1.645
"""Beyond it lies one tenth of a normal distribution, both ends together."""
_MANY_TOSSES = 200
_CLEARLY = 0.65
"""How often a value of one side must be above one of the other, ties counted half."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What is typical of `count` values: the median, and the ends of their middle half."""

    count: int
    typical: float
    low: float
    high: float


def spread(values: Sequence[float]) -> Spread | None:
    """Return what is typical; None for too few values."""
    if len(values) < LEAST:
        return None
    ordered = sorted(values)
    lower, upper = ordered[: (len(ordered) + 1) // 2], ordered[len(ordered) // 2 :]
    return Spread(len(ordered), float(median(ordered)), float(median(lower)), float(median(upper)))


def leaning(ups: int, downs: int) -> int:
    """Return 1 when ups clearly outnumber downs, -1 for the reverse, 0 when nobody can tell (a sign test)."""
    count = ups + downs
    if count < LEAST or ups == downs:
        return 0
    return 0 if 2 * _tail(count, max(ups, downs)) > CHANCE else 1 if ups > downs else -1


def compare(these: Sequence[float], those: Sequence[float]) -> int:
    """Return 1 when `these` are clearly above `those`, -1 for the reverse, 0 when nobody can tell (a rank test)."""
    mine, yours = len(these), len(those)
    if min(mine, yours) < LEAST:
        return 0
    ordered = sorted(those)
    above = sum((bisect_left(ordered, value) + bisect_right(ordered, value)) / 2 for value in sorted(these))
    share = above / (mine * yours)
    every = mine + yours
    ties = sum(number**3 - number for number in Counter([*these, *those]).values())
    variance = mine * yours / 12 * ((every + 1) - ties / (every * (every - 1)))
    if variance <= 0 or max(share, 1 - share) < _CLEARLY:
        return 0
    distance = (above - mine * yours / 2) / math.sqrt(variance)
    return 0 if abs(distance) < _NORMAL_LIMIT else 1 if distance > 0 else -1


def _tail(count: int, least: int) -> float:
    """Return how likely `least` or more heads in `count` tosses of a coin are."""
    if count > _MANY_TOSSES:
        return math.erfc((2 * least - 1 - count) / math.sqrt(2 * count)) / 2
    heads = sum(math.comb(count, number) for number in range(least, count + 1))
    return math.ldexp(heads, -count)
