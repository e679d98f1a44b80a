"""Screenshots that live a few hundredths of a second: all of them seen, and hardly any by a plain loop."""

import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.kernel_events import Stamps, kernel_stamps
from tests.support.waiting import wait_until
from tests.support.watchers import guard_watching, plain_loop

pytestmark = [
    pytest.mark.bench,
    pytest.mark.timeout(600),
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of every program"),
]

ROUNDS = 30
LOOP_AIM = 0.10
SHORT = (0.02, 0.10)
"""Seconds that a short one-shot lives, by the kernel's own stamps."""


def shooters(folder: Path) -> dict[str, list[str]]:
    return {
        "xwd": ["xwd", "-root", "-silent", "-out", str(folder / "xwd.xwd")],
        "scrot": ["scrot", "--overwrite", str(folder / "scrot.png")],
        "maim": ["maim", str(folder / "maim.png")],
        "import": ["import", "-window", "root", str(folder / "import.png")],
    }


def shoot(commands: dict[str, list[str]]) -> dict[int, str]:
    """Take every sort of screenshot once a round; return the programs by their pids."""
    taken: dict[int, str] = {}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
                taken[child.pid] = name
            assert child.returncode == 0, name
    return taken


def was_short(stamps: Stamps, pid: int) -> bool:
    return SHORT[0] <= stamps.lived(pid) <= SHORT[1]


def test_every_short_screenshot_is_seen(
    display: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", display)
    with (
        kernel_stamps() as stamps,
        guard_watching(os.environ) as guard,
        plain_loop(os.environ, "xwd", "scrot", "maim", "import", "import-im6.q16") as loop,
    ):
        taken = shoot(shooters(tmp_path))
        wait_until(lambda: taken.keys() <= stamps.ended.keys(), what="the kernel's word on each end")
        wait_until(lambda: taken.keys() <= guard.seen().keys(), 10, what="every screenshot")
        by_guard, by_loop = guard.seen().keys() & taken.keys(), loop.seen().keys() & taken.keys()
    short = {pid for pid in taken if was_short(stamps, pid)}
    lived = sorted(stamps.lived(pid) for pid in taken)
    share = len(by_loop & short) / max(1, len(short))
    print(  # noqa: T201 - the figures are what a bench is for
        f"\n{len(taken)} screenshots that lived {lived[0] * 1e3:.0f} to {lived[-1] * 1e3:.0f} ms: "
        f"Guard saw {len(by_guard)} (aim: all), a loop {len(by_loop)}"
        f"\n{len(short)} of them lived 20 to 100 ms: Guard saw {len(by_guard & short)}, "
        f"a loop {len(by_loop & short)}, {share:.0%} (aim under {LOOP_AIM:.0%})"
    )
    assert by_guard == taken.keys()
    luck = 3 * math.sqrt(len(short) * LOOP_AIM * (1 - LOOP_AIM))  # three standard deviations
    assert len(by_loop & short) <= len(short) * LOOP_AIM + luck
