"""Chance that comes out the same each time, so that a failure can be repeated."""

from random import Random


def seeded(seed: int) -> Random:
    """Return a source of repeatable random numbers; nothing secret comes from it."""
    return Random(seed)  # noqa: S311 - repeatable is what it is for
