"""A doubled press: the second one never answers, begins or skips what the first one opened."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from guard.session.checklist import Answer
from guard.session.model import EndReason, Phase
from guard.ui.pages.session.doubled import NotTwice
from tests.ui.pages.conftest import Stage
from tests.ui.pages.looking import button
from tests.ui.pages.stand_ins import Clock

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has no window manager


@pytest.fixture
def quick(stage: Stage) -> Stage:
    """A stage on which no time passes between two presses."""
    stage.flow._not_twice._clock = lambda: 1000.0
    return stage


def twice(way: QWidget) -> None:
    way.setFocus()
    for _ in range(2):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Space)


def test_a_doubled_press_answers_no_question(quick: Stage) -> None:
    prepare = quick.flow.prepare
    assert prepare.choice is not None
    prepare.choice.pills()[0].click()
    prepare.place.combo.setEditText("Signal")
    twice(prepare._go)
    assert quick.phase() is Phase.GATE
    assert {each.answer for each in quick.flow.checklist.replies().values()} == {Answer.UNANSWERED}


def test_a_doubled_press_begins_nothing_unread(quick: Stage) -> None:
    quick.plan()
    quick.agree()
    twice(quick.flow.checklist._go)
    assert quick.phase() is Phase.READY


def test_a_doubled_press_gives_no_fresh_yes(quick: Stage) -> None:
    quick.begin()
    twice(button(quick.flow, "Pause"))
    assert quick.phase() is Phase.PAUSED
    assert quick.flow.paused.mine.place() is None


def test_a_doubled_stop_leaves_aftercare_open(quick: Stage) -> None:
    quick.begin()
    twice(quick.flow.live.stop)
    assert quick.phase() is Phase.AFTERCARE
    assert quick.keeper.session.end_reason is EndReason.STOPPED


def test_stop_itself_never_waits(quick: Stage) -> None:
    quick.begin()
    QTest.keyClick(quick.flow.live.stop, Qt.Key.Key_Space)
    assert quick.phase() is Phase.AFTERCARE


def test_the_second_click_of_a_double_click_begins_nothing(stage: Stage) -> None:
    stage.plan()
    stage.agree()
    QTest.mouseClick(stage.flow.checklist._go, Qt.MouseButton.LeftButton)
    assert stage.phase() is Phase.READY
    QTest.mouseDClick(stage.flow.ready._go, Qt.MouseButton.LeftButton)  # the second press alone
    QTest.mouseRelease(stage.flow.ready._go, Qt.MouseButton.LeftButton)
    assert stage.phase() is Phase.READY
    QTest.mouseClick(stage.flow.ready._go, Qt.MouseButton.LeftButton)
    assert stage.phase() is Phase.LIVE


def test_a_press_counts_again_after_half_a_second(qtbot: QtBot) -> None:
    clock = Clock()
    way = QPushButton("Go")
    qtbot.addWidget(way)
    pressed: list[bool] = []
    way.clicked.connect(lambda: pressed.append(True))
    way.show()
    hold = NotTwice(way, clock)
    hold.hold(way)
    QTest.keyClick(way, Qt.Key.Key_Space)
    assert pressed == []
    clock.now += 0.6
    QTest.keyClick(way, Qt.Key.Key_Space)
    assert pressed == [True]


def test_what_was_held_may_be_gone(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    hold = NotTwice(owner)
    first = QPushButton("Go")
    hold.hold(first)
    first.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    hold.hold(None)
    assert hold._held is None


def test_the_last_look_begins_at_what_is_agreed(stage: Stage) -> None:
    stage.plan()
    stage.agree()
    stage.flow.checklist._go.click()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "What is agreed for today"
    assert "Who you are here: Juniper. Where you talk: Signal." in focus.accessibleDescription()
    assert "off the table today: No faces." in focus.accessibleDescription()


def test_aftercare_begins_at_what_does_good(stage: Stage) -> None:
    stage.begin()
    stage.flow.live.stop.click()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Now: a warm drink"
