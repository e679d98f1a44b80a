"""The check-up as a screen reader meets it, from another process, on real settings of GNOME."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.atspi import Node, ScreenReader, screen_reader
from tests.support.settings_stores import DCONF, needs, stores
from tests.support.waiting import wait_until
from tests.ui.conftest import Puppet

pytestmark = [pytest.mark.real, needs("gsettings", "dconf", "dbus-daemon")]

SETUP = """
from guard.computer import this_computer
from guard.knowledge import platforms
from guard.ui.background import Background
from guard.ui.pages.checkup.desk import CheckDesk
from guard.ui.pages.checkup.mending import Mending
from guard.ui.pages.checkup.page import ComputerPage
from guard.ui.pages.checkup.room import CheckUpRoom
from guard.ui.pages.platforms.desk import PlatformDesk
from guard.ui.pages.platforms.page import PlatformsPage
from tests.ui.pages.checking import MemoryNotes, MemoryPlatforms
computer = this_computer()
workers = [Background() for _ in range(3)]
mending = Mending(lambda: computer.mender, workers[0])
desk = CheckDesk(lambda: computer, MemoryNotes(), mending, looking=workers[1], saving=workers[2])
ticks = PlatformDesk(MemoryPlatforms(), platforms.load(), workers[2])
room = CheckUpRoom(lambda: ComputerPage(desk), lambda: PlatformsPage(ticks))
room.resize(900, 900)
room.show()
"""
LOCK = ("org.gnome.desktop.screensaver", "lock-enabled")


@pytest.fixture
def heard(
    home: Path,
    puppet: Callable[[str], Puppet],
    display: str,
    bus: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[tuple[ScreenReader, Node, Puppet]]:
    del home
    with stores(bus, DCONF) as session, screen_reader(bus) as reader:
        for name, value in {
            **session,
            "XDG_CURRENT_DESKTOP": "GNOME",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }.items():
            monkeypatch.setenv(name, value)
        gsettings("set", *LOCK, "false")
        program = puppet(display)
        program(SETUP)
        yield reader, reader.program("guard-puppet"), program


def gsettings(*words: str) -> str:
    return subprocess.run(
        ["gsettings", *words], env=dict(os.environ), check=True, capture_output=True, text=True
    ).stdout.strip()


def test_what_is_unsafe_is_heard_fixed_read_again_and_put_back(
    heard: tuple[ScreenReader, Node, Puppet],
) -> None:
    reader, root, _program = heard
    line = reader.find(root, "To do: The screen turns off without locking", "push button", seconds=40)
    assert "Closed. Press to open." in line.description
    line.press()
    wait_until(lambda: "Open. Press to close." in line.description, what="the details to be open")
    reader.find(root, "Change it for me: The screen turns off without locking", "push button").press()
    reader.find(root, "Safe: The screen locks when it turns off", "push button")
    assert gsettings("get", *LOCK) == "true"
    back = "Put it back: The screen locks when it turns off"
    reader.find(root, back, "push button").press()
    reader.find(root, "To do: The screen turns off without locking", "push button")
    assert gsettings("get", *LOCK) == "false"


def test_the_tabs_the_limits_and_the_search_have_names_and_roles(
    heard: tuple[ScreenReader, Node, Puppet],
) -> None:
    reader, root, program = heard
    reader.find(root, "This computer", "page tab")
    for words in ("To do", "Cannot tell", "Safe", "Everything"):
        reader.find(root, words, "radio button", seconds=40)
    assert reader.find(root, "Find a check", "text").has("focusable")
    program("room.tabs.setFocus()")
    program("from PySide6.QtTest import QTest; from PySide6.QtCore import Qt")
    program("QTest.keyClick(room.tabs, Qt.Key.Key_Right)")
    reader.find(root, "Add a platform", "combo box")
    program("room.platforms.made.choose('signal')")
    tick = reader.find(root, "Hide your phone number", "check box")
    tick.press()
    wait_until(lambda: "Looked at on" in tick.description, what="the day of the tick")
