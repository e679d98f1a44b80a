"""Real displays and real window programs for the tests of what people see."""

import gc
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from guard.ui import theme
from tests.support.children import running
from tests.support.displays import x_display
from tests.support.waiting import wait_until

ROOT = Path(__file__).parents[2]
PUPPET = Path(__file__).with_name("puppet.py")
PATIENCE_MS = 30_000
LEFT, RIGHT = (0, 0, 960, 800), (960, 0, 960, 800)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the offscreen platform say what it cannot do; it has no window manager."""
    for item in items:
        item.add_marker(
            pytest.mark.qt_log_ignore(r"This plugin does not support|systemTrayWindowChanged", extend=True)
        )


class Puppet:
    """A window program that does and answers what it is told."""

    def __init__(self, child: subprocess.Popen[bytes], display: str) -> None:
        assert child.stdin is not None
        assert child.stdout is not None
        self._told: IO[bytes] = child.stdin
        self._answers: IO[bytes] = child.stdout
        self.display = display

    def __call__(self, code: str) -> Any:
        self._told.write(json.dumps(code).encode() + b"\n")
        self._told.flush()
        answer = self._answers.readline()
        assert answer, f"the window program ended at: {code}"
        return json.loads(answer)

    def until(self, code: str) -> Any:
        return wait_until(lambda: self(code), what=code)

    def ask_x(self, *command: str) -> str:
        env = {**os.environ, "DISPLAY": self.display}
        return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout.strip()


class PatientBot(QtBot):
    """Waits longer than pytest-qt's five seconds: a busy machine may need them for one turn."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        """Wait until `callback` is content."""
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """Give a test the patient bot."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def no_widgets_left_behind(qapp: QApplication) -> Iterator[None]:
    """Delete what a test has closed, so that later tests do not dress and lay it out again and again."""
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True, scope="session")
def no_window_outlives_the_run(qapp: QApplication) -> Iterator[None]:
    """Take every window down while Qt and Python are whole; at Python's own end their order is anybody's guess."""
    yield
    for window in qapp.topLevelWidgets():
        if isValid(window):
            window.close()
            window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[theme.Theme]:
    dress = theme.apply(qapp, dark=False)
    yield dress
    theme.apply(qapp, dark=False)


@pytest.fixture(scope="session")
def two_screens() -> Iterator[str]:
    """One X display that says it has two screens, side by side."""
    with (
        tempfile.TemporaryDirectory(prefix="guard-x2-", ignore_cleanup_errors=True) as folder,
        x_display(Path(folder), size="1920x800x24") as name,
    ):
        set_monitor(name, "left", LEFT, output="screen")
        set_monitor(name, "right", RIGHT, output="none")
        yield name


def set_monitor(display: str, name: str, place: tuple[int, int, int, int], *, output: str) -> None:
    left, top, width, height = place
    shape = f"{width}/300x{height}/250+{left}+{top}"
    env = {**os.environ, "DISPLAY": display}
    subprocess.run(["xrandr", "--setmonitor", name, shape, output], env=env, check=True, capture_output=True)


def remove_monitor(display: str, name: str) -> None:
    env = {**os.environ, "DISPLAY": display}
    subprocess.run(["xrandr", "--delmonitor", name], env=env, check=True, capture_output=True)


@pytest.fixture
def puppet(home: Path) -> Iterator[Callable[[str], Puppet]]:
    """Start window programs; call it with the display's name."""
    with ExitStack() as stack:

        def start(display: str) -> Puppet:
            env = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
            child = running(
                [sys.executable, str(PUPPET)], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            return Puppet(stack.enter_context(child), display)

        yield start
