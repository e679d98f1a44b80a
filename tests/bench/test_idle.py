"""What watching costs while nothing happens, beside a loop over all processes, and how both grow."""

import os
import sys
import time
from dataclasses import dataclass

import pytest

from tests.support.kernel_events import kernel_stamps
from tests.support.storms import cpu_seconds, crowd
from tests.support.waiting import wait_until
from tests.support.watchers import guard_watching, plain_loop

pytestmark = [
    pytest.mark.bench,
    pytest.mark.timeout(900),
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of every program"),
]

FEW, SOME, MANY = 100, 1_000, 4_000
SETTLE_SECONDS, WINDOW_SECONDS = 5.0, 4.0
FEWEST_WINDOWS, MOST_WINDOWS = 6, 12
CALM_EVENTS = 4
"""Programs that may begin or end in a window that still counts as calm."""
COST_AIM, GROWTH_AIM = 50, 2.0


@dataclass(frozen=True)
class Cost:
    """Processor time per second, in milliseconds, and what else happened on the machine meanwhile."""

    guard: float
    loop: float
    events: int


def costs(processes: int) -> Cost:
    """Measure in windows; the calmest one counts, as the rest of the machine cannot be asked to be quiet."""
    windows: list[Cost] = []
    with (
        crowd(processes),
        kernel_stamps() as stamps,
        guard_watching(os.environ) as guard,
        plain_loop(os.environ) as loop,
    ):
        let_pass(SETTLE_SECONDS)
        while len(windows) < FEWEST_WINDOWS or (
            len(windows) < MOST_WINDOWS and min(one.events for one in windows) > CALM_EVENTS
        ):
            before = cpu_seconds(guard.pid), cpu_seconds(loop.pid), stamps.events
            let_pass(WINDOW_SECONDS)
            windows.append(
                Cost(
                    (cpu_seconds(guard.pid) - before[0]) / WINDOW_SECONDS * 1e3,
                    (cpu_seconds(loop.pid) - before[1]) / WINDOW_SECONDS * 1e3,
                    stamps.events - before[2],
                )
            )
    calmest = min(windows, key=lambda one: one.guard)
    return Cost(calmest.guard, min(one.loop for one in windows), calmest.events)


def let_pass(seconds: float) -> None:
    over = time.monotonic() + seconds
    wait_until(lambda: time.monotonic() >= over, seconds * 2)


def test_an_idle_watch_costs_next_to_nothing(display: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", display)
    measured = {number: costs(number) for number in (FEW, SOME, MANY)}
    ratio = measured[SOME].loop / measured[SOME].guard
    growth = measured[MANY].guard / measured[FEW].guard
    lines = [
        f"idle with {number} more processes: Guard {cost.guard:.2f} ms/s, a loop {cost.loop:.1f} ms/s: "
        f"1/{cost.loop / cost.guard:.0f} ({cost.events} programs came or went)"
        for number, cost in measured.items()
    ]
    print(  # noqa: T201 - the figures are what a bench is for
        "",
        *lines,
        f"with {SOME}: 1/{ratio:.0f} (aim 1/{COST_AIM}); from {FEW} to {MANY}: {growth:.2f} times (aim {GROWTH_AIM})",
        sep="\n",
    )
    assert ratio >= COST_AIM
    assert growth <= GROWTH_AIM
