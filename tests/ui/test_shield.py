"""Windows left out of pictures: asked for, read back, repeated, and honest where nothing can be done."""

import ctypes
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from guard.ui import host
from guard.ui.macos.sharing import SharingShield
from guard.ui.shield import WindowShield
from guard.ui.windows.affinity import AffinityShield


class Memory:
    """A system that does what it is told, or refuses."""

    cannot = ""
    costs = "It costs something."

    def __init__(self) -> None:
        self.hidden: set[int] = set()
        self.refuses = False
        self.asked = 0

    def set(self, window_id: int, *, hidden: bool) -> None:
        self.asked += 1
        if not self.refuses:
            (self.hidden.add if hidden else self.hidden.discard)(window_id)

    def is_hidden(self, window_id: int) -> bool:
        return window_id in self.hidden


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_windows_are_hidden_read_back_and_shown_again(window: QWidget) -> None:
    system = Memory()
    shield = WindowShield(system, windows=lambda: [window.windowHandle()])
    shield.want(hidden=True)
    assert system.hidden == {int(window.winId())}
    assert not shield.refused
    shield.want(hidden=False)
    assert system.hidden == set()


def test_a_window_that_comes_later_or_is_made_anew_is_hidden_too(window: QWidget, qtbot: QtBot) -> None:
    system = Memory()
    shield = WindowShield(system, windows=lambda: [window.windowHandle()])
    shield.want(hidden=True)
    system.hidden.clear()  # the system made the window anew
    qtbot.waitUntil(lambda: int(window.winId()) in system.hidden)
    shield.want(hidden=False)


def test_nothing_is_asked_as_long_as_all_is_as_wanted(window: QWidget) -> None:
    system = Memory()
    shield = WindowShield(system, windows=lambda: [window.windowHandle()])
    shield.want(hidden=True)
    shield.apply()
    assert system.asked == 1
    shield.want(hidden=False)


def test_a_system_that_refuses_is_told(window: QWidget) -> None:
    system = Memory()
    system.refuses = True
    shield = WindowShield(system, windows=lambda: [window.windowHandle()])
    seen: list[bool] = []
    shield.changed.connect(lambda: seen.append(shield.refused))
    shield.want(hidden=True)
    assert seen == [True]
    shield.want(hidden=False)
    assert seen == [True, False]


def test_linux_says_that_it_cannot(window: QWidget) -> None:
    shield = WindowShield(host.shield(), windows=lambda: [window.windowHandle()])
    assert "Linux" in shield.shield.cannot
    shield.want(hidden=True)
    assert not shield.wanted


class User32:
    """What Windows answers: an affinity for each window."""

    def __init__(self, *, old: bool = False) -> None:
        self.affinity: dict[int, int] = {}
        self._old = old

    def SetWindowDisplayAffinity(self, window: ctypes.c_void_p, wanted: ctypes.c_uint32) -> int:
        if self._old:
            return 0
        self.affinity[window.value or 0] = wanted.value
        return 1

    def GetWindowDisplayAffinity(self, window: ctypes.c_void_p, found: Any) -> int:
        found._obj.value = self.affinity.get(window.value or 0, 0)
        return 1


def test_windows_excludes_a_window_from_capture() -> None:
    system = User32()
    shield = AffinityShield(system)
    shield.set(7, hidden=True)
    assert system.affinity == {7: 0x11}
    assert shield.is_hidden(7)
    assert not shield.is_hidden(8)
    shield.set(7, hidden=False)
    assert not shield.is_hidden(7)


def test_an_old_windows_refuses_and_is_believed() -> None:
    shield = AffinityShield(User32(old=True))
    shield.set(7, hidden=True)
    assert not shield.is_hidden(7)


class Told(SharingShield):
    """The Objective-C side as a table: a view's window and its sharing type."""

    def __init__(self) -> None:
        self.kinds = {70: 1}

    def _selector(self, name: bytes) -> Any:
        return name

    def _send(self, *_types: Any) -> Any:
        def send(target: Any, selector: bytes, *values: int) -> int | None:
            number = getattr(target, "value", target)
            if selector == b"window":
                return 70 if number == 7 else None
            if selector == b"setSharingType:":
                self.kinds[number] = values[0]
                return None
            return self.kinds[number]

        return send


def test_macos_takes_a_window_out_of_sharing() -> None:
    shield = Told()
    shield.set(7, hidden=True)
    assert shield.kinds == {70: 0}
    assert shield.is_hidden(7)
    shield.set(7, hidden=False)
    assert not shield.is_hidden(7)


def test_a_view_without_a_window_is_not_hidden() -> None:
    shield = Told()
    shield.set(8, hidden=True)
    assert not shield.is_hidden(8)
    assert shield.kinds == {70: 1}
