"""The curtain: it covers every screen, and Escape or its button lifts it."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from guard.ui.curtain import Curtain
from tests.ui.conftest import LEFT, RIGHT, Puppet, remove_monitor, set_monitor


@pytest.fixture
def curtain(dressed: object, qtbot: QtBot) -> Iterator[Curtain]:
    shown = Curtain()
    yield shown
    shown.drop()


def test_it_covers_the_screen_and_drops(curtain: Curtain, qtbot: QtBot) -> None:
    curtain.raise_curtain()
    (cover,) = curtain.windows
    assert cover.geometry() == cover.screen().geometry()
    assert cover.windowTitle() == "Guard"
    with qtbot.waitSignal(curtain.lifted):
        curtain.drop()
    assert curtain.windows == []


@pytest.mark.parametrize("way", ["escape", "button", "close"])
def test_each_way_lifts_it_once(curtain: Curtain, qtbot: QtBot, way: str) -> None:
    lifted: list[bool] = []
    curtain.lifted.connect(lambda: lifted.append(True))
    curtain.raise_curtain()
    (cover,) = curtain.windows
    qtbot.waitUntil(cover.isActiveWindow)
    if way == "escape":
        QTest.keyClick(cover, Qt.Key.Key_Escape)
    elif way == "button":
        (button,) = cover.findChildren(QPushButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    else:
        cover.close()
    assert lifted == [True]
    assert not curtain.raised


def test_other_keys_lift_nothing(curtain: Curtain, qtbot: QtBot) -> None:
    curtain.raise_curtain()
    QTest.keyClick(curtain.windows[0], Qt.Key.Key_A)
    assert curtain.raised


def test_raising_twice_and_dropping_twice_is_once(curtain: Curtain) -> None:
    curtain.raise_curtain()
    curtain.raise_curtain()
    assert len(curtain.windows) == 1
    curtain.drop()
    curtain.drop()
    assert curtain.windows == []


WORDS = """
from guard.ui.curtain import Curtain
curtain = Curtain()
def places(): return sorted([list(cover.frameGeometry().getRect()) for cover in curtain.windows])
"""
CHAT = """
from PySide6.QtWidgets import QLineEdit
chat = QLineEdit()
chat.showFullScreen()
chat.activateWindow()
"""


@pytest.mark.real
def test_it_covers_two_screens_above_a_full_screen_window(
    puppet: Callable[[str], Puppet], two_screens: str
) -> None:
    chat, guard = puppet(two_screens), puppet(two_screens)
    chat(CHAT)
    chat.until("chat.isActiveWindow()")
    guard(WORDS)
    guard("curtain.raise_curtain()")
    guard.until(f"places() == [list({LEFT}), list({RIGHT})]")
    guard.until("any(cover.isActiveWindow() for cover in curtain.windows)")
    for left, top, width, height in (LEFT, RIGHT):
        x, y = left + width // 4, top + height // 4
        guard.ask_x("xdotool", "mousemove", str(x), str(y))
        guard.until(f"app.topLevelAt({x}, {y}) in curtain.windows and app.topLevelAt({x}, {y}).underMouse()")
    guard.ask_x("xdotool", "key", "Escape")
    guard.until("not curtain.windows")
    chat.until("chat.isActiveWindow()")


@pytest.mark.real
def test_it_joins_screens_that_come(puppet: Callable[[str], Puppet], two_screens: str) -> None:
    guard = puppet(two_screens)
    guard(WORDS)
    guard("curtain.raise_curtain()")
    guard.until("len(places()) == 2")
    remove_monitor(two_screens, "right")
    try:
        guard.until("len(places()) == 1")
    finally:
        set_monitor(two_screens, "right", RIGHT, output="none")
    guard.until(f"places() == [list({LEFT}), list({RIGHT})]")
