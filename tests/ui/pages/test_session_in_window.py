"""A session's pages in the window, by keyboard: the way in, the way through, and nobody left in the sidebar."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from guard.session.model import Phase, Stop
from guard.ui.widgets import buttons
from guard.ui.widgets.later import Later
from guard.ui.widgets.page import Page
from guard.ui.window import MainWindow, PageEntry
from tests.ui.pages.conftest import Stage
from tests.ui.pages.looking import button

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has no window manager


def focused() -> QWidget:
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


class Room:
    """The window with Today and a session that is made when it is first wanted."""

    def __init__(self, stage: Stage, qtbot: QtBot) -> None:
        self.stage = stage
        self.today = Page("Today")
        self.go = buttons.primary("Go to the session")
        self.today.column.addWidget(self.go)
        self.later = Later("Session")
        self.window = MainWindow(
            [
                PageEntry("today", "Today", "today", self.today),
                PageEntry("session", "Session", "chat", self.later),
            ],
            on_close=lambda: True,
        )
        self.go.clicked.connect(lambda: self.window.show_page("session"))
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitUntil(self.window.isActiveWindow)

    def bring(self) -> None:
        """Let the session be made with the page."""
        self.later.provide(lambda: self.stage.flow)

    def enter(self) -> None:
        """Go to the session by the page's own button."""
        self.go.setFocus()
        QTest.keyClick(self.go, Qt.Key.Key_Space)

    def stops(self, most: int = 40) -> list[QWidget]:
        """Press Tab from the sidebar on, and return where it comes until it is there again."""
        self.window.sidebar.buttons[1].setFocus()
        met: list[QWidget] = []
        for _ in range(most):
            QTest.keyClick(focused(), Qt.Key.Key_Tab)
            here = focused()
            if self.window.sidebar.isAncestorOf(here):
                return met
            met.append(here)
        raise AssertionError("Tab does not come round")


@pytest.fixture
def room(stage: Stage, qtbot: QtBot) -> Iterator[Room]:
    made = Room(stage, qtbot)
    yield made
    stage.flow.setParent(None)


def test_a_pages_own_button_leads_to_what_it_opened(room: Room) -> None:
    room.bring()
    room.enter()
    assert room.window.page == "session"
    assert room.stage.flow.prepare.isAncestorOf(focused())


def test_a_running_session_is_entered_at_stop(room: Room) -> None:
    room.bring()
    room.enter()
    room.stage.begin()
    room.window.show_page("today")
    room.enter()
    assert focused() is room.stage.flow.live.stop


def test_somebody_in_the_sidebar_stays_there(room: Room) -> None:
    room.bring()
    room.window.sidebar.buttons[0].setFocus()
    QTest.keyClick(room.window.sidebar.buttons[0], Qt.Key.Key_Down)
    assert focused() is room.window.sidebar.buttons[1]


def test_a_page_without_a_start_of_its_own_leaves_the_keyboard_at_its_name(room: Room) -> None:
    room.enter()
    assert focused() is room.window.sidebar.buttons[1]


@pytest.mark.parametrize("notice", [False, True])
def test_tab_from_outside_meets_everything_on_the_aftercare_page(room: Room, *, notice: bool) -> None:
    room.bring()
    room.enter()
    room.stage.begin()
    room.stage.keeper.do(Stop())
    assert room.stage.phase() is Phase.AFTERCARE
    if notice:
        room.window.tell("Something to know.")
    met = room.stops()
    aftercare = room.stage.flow.aftercare
    wanted: list[QWidget] = [each for each in aftercare.findChildren(QCheckBox) if each.isVisible()]
    wanted += [button(aftercare, words) for words in ("Feel the floor under your feet.", "Done for now")]
    assert len(wanted) > 4
    assert {each.accessibleName() for each in wanted} <= {each.accessibleName() for each in met}
    tops = [
        each.mapTo(aftercare, each.rect().topLeft()).y() for each in met if aftercare.page.isAncestorOf(each)
    ]
    assert tops == sorted(tops)


def test_tab_from_outside_meets_what_was_added_to_a_running_session(room: Room) -> None:
    room.bring()
    room.enter()
    room.stage.begin()
    late = QPushButton("Added later")
    room.stage.flow.live.show_below(late)
    late.show()
    met = room.stops()
    assert met.index(late) < met.index(room.stage.flow.live.stop)


def test_return_goes_on_from_a_complete_plan(room: Room) -> None:
    room.bring()
    room.enter()
    prepare = room.stage.flow.prepare
    prepare.place.combo.setFocus()
    field = prepare.place.combo.lineEdit()
    assert field is not None
    QTest.keyClicks(field, "Signal")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert room.stage.phase() is Phase.PREPARE
    assert prepare.choice is not None
    prepare.choice.pills()[0].click()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert room.stage.phase() is Phase.GATE


def test_return_in_the_form_for_a_new_pseudonym_only_keeps_that(room: Room) -> None:
    room.bring()
    room.enter()
    prepare = room.stage.flow.prepare
    assert prepare.choice is not None
    prepare.choice.pills()[0].click()
    prepare.place.combo.setEditText("Signal")
    button(prepare, "Make a new pseudonym").click()
    prepare.form.name.setFocus()
    QTest.keyClick(prepare.form.name, Qt.Key.Key_Return)
    assert room.stage.phase() is Phase.PREPARE
