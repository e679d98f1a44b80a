"""Watching for a long time while recorders come and go: nothing is kept. GUARD_BENCH_MINUTES sets how long."""

import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.storms import resident_bytes
from tests.support.waiting import wait_until
from tests.support.watchers import Watcher, guard_watching

MINUTES = float(os.environ.get("GUARD_BENCH_MINUTES", "2"))

pytestmark = [
    pytest.mark.bench,
    pytest.mark.timeout(300 + MINUTES * 90),
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of every program"),
]

RECORDERS = ("simplescreenrecorder", "recordmydesktop", "maim", "scrot", "xwd")
WARM_UP = 300
"""Recorders before the first count: by then whatever is allocated once has been."""
MEMORY_AIM = 1024 * 1024


@dataclass(frozen=True)
class Held:
    """What a process holds."""

    memory: int
    descriptors: int
    threads: int


def held(pid: int) -> Held:
    proc = Path(f"/proc/{pid}")
    return Held(resident_bytes(pid), len(list((proc / "fd").iterdir())), len(list((proc / "task").iterdir())))


def come_and_go(folder: Path, number: int) -> int:
    """Run one recorder for a moment; return its pid."""
    with subprocess.Popen([folder / RECORDERS[number % len(RECORDERS)], "0.05"]) as child:
        return child.pid


def forgetful(watcher: Watcher) -> None:
    """Drop what was heard but for the newest, so that seeing stays quick."""
    del watcher.lines[:-20]


def test_hours_leave_nothing_behind(display: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", display)
    for name in RECORDERS:
        shutil.copy(shutil.which("sleep") or "/usr/bin/sleep", tmp_path / name)
    pause = threading.Event()
    with guard_watching(os.environ) as guard:
        for number in range(WARM_UP):
            last = come_and_go(tmp_path, number)
        wait_until(lambda: last in guard.seen(), what="the last recorder")
        before = held(guard.pid)
        until, number = time.monotonic() + MINUTES * 60, 0
        while time.monotonic() < until:
            last = come_and_go(tmp_path, number)
            number += 1
            pause.wait(0.2)
            if number % 100 == 0:
                forgetful(guard)
        wait_until(lambda: last in guard.seen(), what="the last recorder")
        after = held(guard.pid)
    grown = after.memory - before.memory
    print(  # noqa: T201 - the figures are what a bench is for
        f"\n{MINUTES:g} minutes, {number} recorders: memory grown by {grown / 1024:.0f} KiB "
        f"(aim under {MEMORY_AIM // 1024}, of {before.memory / 1e6:.0f} MB), descriptors {before.descriptors} -> "
        f"{after.descriptors}, threads {before.threads} -> {after.threads} (aim: no more)"
    )
    assert grown < MEMORY_AIM
    assert after.descriptors <= before.descriptors
    assert after.threads <= before.threads
