"""How long nobody has used the computer: two units, absence, and the last use of Guard itself."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from guard.ui.idle import DesktopIdle, IdleClock, LastUse
from guard.ui.linux.desktop_idle import Gauge
from tests.ui.pages.secret_stand_ins import Seconds


class Told(DesktopIdle):
    """Says what the test wants."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: float | None = None

    def ask(self) -> None:
        self.told.emit(self.seconds)


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def use(qapp: QApplication, clock: Seconds) -> LastUse:
    return LastUse(clock=clock)


def over(idle: IdleClock) -> list[bool]:
    seen: list[bool] = []
    idle.over.connect(lambda: seen.append(True))
    return seen


def test_the_desktop_counts_where_it_tells(use: LastUse, clock: Seconds) -> None:
    desktop = Told()
    idle = IdleClock(desktop, use)
    seen = over(idle)
    desktop.seconds = 59.0
    clock.now += 1000  # Guard itself was not used for long, but the computer was
    idle.limit(1)
    assert (seen, idle.by_desktop) == ([], True)
    desktop.seconds = 60.0
    desktop.ask()
    assert seen
    idle.limit(0)


def test_the_last_use_counts_where_nobody_tells(use: LastUse, clock: Seconds) -> None:
    desktop = Told()
    idle = IdleClock(desktop, use)
    seen = over(idle)
    idle.limit(2)
    clock.now += 119
    desktop.ask()
    assert (seen, idle.by_desktop) == ([], False)
    clock.now += 1
    desktop.ask()
    assert seen
    idle.limit(0)


def test_no_limit_is_never_over(use: LastUse, clock: Seconds) -> None:
    desktop = Told()
    idle = IdleClock(desktop, use)
    seen = over(idle)
    clock.now += 1e6
    desktop.ask()
    assert not seen


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


def test_keys_and_movements_are_use(use: LastUse, clock: Seconds, qtbot: QtBot) -> None:
    window = shown(qtbot, QWidget())
    handle = window.windowHandle()
    acts: list[Callable[[], object]] = [
        lambda: QTest.keyClick(handle, Qt.Key.Key_A),
        lambda: QTest.mouseMove(handle),
        lambda: QTest.mouseClick(handle, Qt.MouseButton.LeftButton),
    ]
    for act in acts:
        clock.now += 50
        assert use.seconds >= 50
        act()
        qtbot.waitUntil(lambda: use.seconds == 0)


@pytest.mark.parametrize("modal", [False, True])
def test_the_hide_keys_are_heard_in_every_window_also_in_a_question(
    use: LastUse, qtbot: QtBot, *, modal: bool
) -> None:
    window = shown(qtbot, QWidget())
    dialog = QDialog(window)
    dialog.setModal(True)
    handle = (shown(qtbot, dialog) if modal else window).windowHandle()
    heard: list[bool] = []
    use.hide_wanted.connect(lambda: heard.append(True))
    QTest.keyClick(handle, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert not heard
    shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(handle, Qt.Key.Key_H, shift)
    assert heard == [True]


@given(scale=st.sampled_from([1, 1000]), start=st.integers(0, 10_000), step=st.floats(2, 60))
def test_the_unit_is_told_by_its_pace(scale: int, start: int, step: float) -> None:
    gauge = Gauge()
    assert gauge.seconds(start * scale, 100.0) is None
    told = gauge.seconds(round((start + step) * scale), 100.0 + step)
    assert told is not None
    assert told == pytest.approx(start + step, abs=1.1)


@given(st.lists(st.tuples(st.integers(0, 2**40), st.floats(0, 100)), max_size=30))
def test_no_nonsense_breaks_it(answers: list[tuple[int, float]]) -> None:
    gauge, now = Gauge(), 0.0
    for value, pause in answers:
        now += pause
        told = gauge.seconds(value, now)
        assert told is None or told >= 0


def test_use_in_between_tells_no_unit() -> None:
    gauge = Gauge()
    for value, now in ((50, 0.0), (3, 10.0), (1, 20.0)):
        assert gauge.seconds(value, now) is None
    assert gauge.seconds(11, 30.0) == 11
