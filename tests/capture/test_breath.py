"""When a pause between two signs of life is a gap, and of which sort."""

import pytest

from guard.capture.breath import GAP_AFTER, HEARTBEAT, Breath
from tests.capture.watching import FakeClock

LONGEST = HEARTBEAT + GAP_AFTER


@pytest.mark.parametrize(
    ("seconds", "asleep", "gap"),
    [
        (0.0, False, None),
        (LONGEST, False, None),
        (LONGEST, True, None),
        (LONGEST + 1, False, (LONGEST + 1, "stopped")),
        (LONGEST + 1, True, (LONGEST + 1, "suspended")),
    ],
)
def test_a_long_pause_is_a_gap_once(
    seconds: float,
    asleep: bool,  # noqa: FBT001 - a column of the table
    gap: tuple[float, str] | None,
) -> None:
    clock = FakeClock()
    breath = Breath(clock)
    clock.move(seconds, asleep=asleep)
    assert breath.take() == gap
    assert breath.take() is None
    assert breath.age == seconds
    assert breath.awake == clock.awake()
