"""A build machine's load of short programs: nothing missed, little spent, nothing kept."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.support.storms import cpu_seconds, resident_bytes, storm
from tests.support.waiting import wait_until
from tests.support.watchers import Watcher, guard_watching

pytestmark = [
    pytest.mark.bench,
    pytest.mark.timeout(600),
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of every program"),
]

MANY, EVERY = 20_000, 100
CPU_AIM, MEMORY_AIM = 0.5, 5 * 1024 * 1024
SETTLING_SHOTS = 2_000
SHOT = "watershot"
"""A screenshot program that is hardly anywhere: what else runs on the machine must not be counted."""


def shots(watcher: Watcher) -> int:
    return sum(found["count"] for found in watcher.findings().values() if found["tool"] == SHOT)


def test_a_storm_hides_nothing_and_costs_little(tmp_path: Path) -> None:
    shot = tmp_path / SHOT
    shutil.copy(shutil.which("sleep") or "/usr/bin/sleep", shot)
    true = Path(shutil.which("true") or "/usr/bin/true")
    with guard_watching(os.environ) as watcher:
        with storm(true, SETTLING_SHOTS, shot, EVERY) as first:  # whatever is allocated once
            warm, _ = first.blow()
        wait_until(lambda: shots(watcher) >= warm, what="the first screenshots")
        with storm(true, MANY, shot, EVERY) as full:
            memory, cpu = resident_bytes(watcher.pid), cpu_seconds(watcher.pid)
            taken, seconds = full.blow()
            wait_until(lambda: shots(watcher) >= warm + taken, 30, what=f"{taken} screenshots")
            spent = (cpu_seconds(watcher.pid) - cpu) / seconds
            grown = resident_bytes(watcher.pid) - memory
        gaps = [told for _, told in watcher.events() if told["event"] == "gap"]
    print(  # noqa: T201 - the figures are what a bench is for
        f"\nstorm of {MANY} programs at {MANY / seconds:.0f}/s: {shots(watcher) - warm} of {taken} screenshots of 20 ms found"
        f"\nprocessor: {spent:.2f} of a core, {spent * seconds / MANY * 1e6:.0f} µs a program (aim {CPU_AIM})"
        f"\nmemory: grown by {grown / 1024:.0f} KiB (aim {MEMORY_AIM // 1024})"
    )
    assert shots(watcher) == warm + taken
    assert not gaps
    assert spent <= CPU_AIM
    assert grown < MEMORY_AIM
