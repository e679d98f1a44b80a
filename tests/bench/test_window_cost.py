"""What Guard's window costs beside the smallest PySide6 window, both measured in one run."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psutil
import pytest

from tests.support.buses import session_bus
from tests.support.children import running
from tests.support.homes import make_home
from tests.support.waiting import wait_until

ROUNDS = 5
IDLE_SECONDS = 6.0
START_AIM, MEMORY_AIM = 1.5, 1.3

SMALLEST = """
import sys
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.setCentralWidget(QLabel("A window"))
window.show()
sys.exit(app.exec())
"""
COMMANDS = {
    "smallest": [sys.executable, "-c", SMALLEST],
    "guard": [sys.executable, "-m", "guard"],
}


@pytest.fixture
def bare_display(tmp_path: Path) -> Iterator[str]:
    """An X display without a window manager, so that the first mapped window is the program's own."""
    reading, writing = os.pipe()
    server = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-noreset"]
    with running(server, pass_fds=[writing]):
        os.close(writing)
        with os.fdopen(reading, "rb") as answer:
            yield f":{answer.readline().decode().strip()}"


@contextmanager
def mapped_windows(display: str) -> Iterator[IO[bytes]]:
    """Watch windows appear; yields a stream with one line for each."""
    watcher = ["xev", "-root", "-event", "substructure", "-display", display]
    with running(watcher, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        yield child.stdout


def until_mapped(events: IO[bytes]) -> float:
    """Return the moment at which a window appeared."""
    for line in events:
        if line.startswith(b"MapNotify"):
            return time.perf_counter()
    raise AssertionError("xev ended before a window appeared")


def resident(pid: int) -> int:
    """Resident bytes of a program and all its children."""
    head = psutil.Process(pid)
    return sum(process.memory_info().rss for process in [head, *head.children(recursive=True)])


def one_round(name: str, display: str, folder: Path) -> tuple[float, int]:
    """Return the seconds from start to the window, and the bytes it keeps when idle."""
    folder.mkdir()
    with session_bus(folder / "bus") as bus, mapped_windows(display) as events:
        env = {**os.environ, **make_home(folder), "DISPLAY": display, "DBUS_SESSION_BUS_ADDRESS": bus}
        env.pop("QT_QPA_PLATFORM", None)
        started = time.perf_counter()
        with running(COMMANDS[name], env=env) as child:
            seconds = until_mapped(events) - started
            calm = time.monotonic() + IDLE_SECONDS
            wait_until(lambda: time.monotonic() > calm, IDLE_SECONDS * 2)
            return seconds, resident(child.pid)


@pytest.mark.bench
@pytest.mark.timeout(300)
def test_the_window_is_quick_and_small(bare_display: str, tmp_path: Path) -> None:
    results: dict[str, list[tuple[float, int]]] = {name: [] for name in COMMANDS}
    for number in range(ROUNDS):
        for name in COMMANDS:
            results[name].append(one_round(name, bare_display, tmp_path / f"{name}{number}"))
    start = {name: statistics.median(seconds for seconds, _ in rounds) for name, rounds in results.items()}
    memory = {name: statistics.median(size for _, size in rounds) for name, rounds in results.items()}
    start_ratio, memory_ratio = start["guard"] / start["smallest"], memory["guard"] / memory["smallest"]
    print(  # noqa: T201 - the figures are what a bench is for
        f"\nstart to window: {start['guard']:.2f} s against {start['smallest']:.2f} s: {start_ratio:.2f} (aim {START_AIM})"
        f"\nidle memory: {memory['guard'] / 1e6:.0f} MB against {memory['smallest'] / 1e6:.0f} MB:"
        f" {memory_ratio:.2f} (aim {MEMORY_AIM})"
    )
    assert start_ratio <= START_AIM
    assert memory_ratio <= MEMORY_AIM
