"""Patience with a limit: polls a condition instead of sleeping for a guessed time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

POLL_SECONDS = 0.02


def wait_until(condition: Callable[[], T | None], seconds: float = 20, *, what: str = "") -> T:
    """Return the first true answer of `condition`, asked again and again for `seconds`.

    Raises `AssertionError` when none came. `condition` is asked at least twice,
    the last time after the deadline, so a slow machine gets its chance.
    """
    deadline = time.monotonic() + seconds
    late = False
    while not (answer := condition()):
        if late:
            name = what or getattr(condition, "__name__", "the condition")
            raise AssertionError(f"waited {seconds:g} s in vain for {name}; its last answer was {answer!r}")
        time.sleep(POLL_SECONDS)
        late = time.monotonic() > deadline
    return answer
