"""What one pass over all checks for Linux costs, beside bare calls of `gsettings get`.

A pass is measured as on a computer that runs every desktop at once, with real stores, which
is more than any real computer has to read.
"""

import os
import statistics
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from guard.checkup import catalogue, host
from guard.checkup.detect import GSettings
from guard.checkup.run import CheckUp
from tests.support.settings_stores import DCONF, XFCONF, needs, stores

ROUNDS = 7
SECONDS_AIM = 1.5
RATIO_LIMIT = 6.0
"""A pass may cost at most this many times what asking for its GSettings keys one after the other costs."""
KEY = ["gsettings", "get", "org.gnome.desktop.screensaver", "lock-enabled"]


def bare_calls(session: Mapping[str, str], number: int) -> float:
    began = time.perf_counter()
    for _ in range(number):
        subprocess.run(KEY, env=dict(session), capture_output=True, check=True)
    return time.perf_counter() - began


@pytest.mark.bench
@needs("gsettings", "dconf", "kreadconfig5", "dbus-daemon")
def test_one_pass_over_all_checks(home: Path, bus: str, capsys: pytest.CaptureFixture[str]) -> None:
    known = catalogue.load("linux").checks
    number = sum(isinstance(check.detect, GSettings) for check in known)
    with stores(bus, DCONF, XFCONF) as session:
        everything = {**session, "XDG_CURRENT_DESKTOP": "GNOME:KDE:X-Cinnamon:MATE:XFCE"}
        check_up = CheckUp(known, host.probes(everything, home), host.desktops(everything))
        passes, bare, slowest = [], [], 0.0
        for _ in range(ROUNDS):
            began = time.perf_counter()
            results = list(check_up.run())
            passes.append(time.perf_counter() - began)
            bare.append(bare_calls(session, number))
            slowest = max(slowest, *(result.seconds for result in results))
    ratio = min(passes) / min(bare)
    with capsys.disabled():
        print(  # noqa: T201 - a bench tells its figures
            f"\n{len(known)} checks in one pass: {statistics.median(passes):.2f} s (best {min(passes):.2f} s), "
            f"slowest check {slowest:.2f} s; {ratio:.1f} times {number} bare calls of gsettings "
            f"on {os.cpu_count()} cores"
        )
    assert len(results) == len(known)
    assert min(passes) <= SECONDS_AIM
    assert ratio <= RATIO_LIMIT
