"""The keyboard in the window: where it begins, where it goes, and that it is never lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from guard.ui import theme
from guard.ui.widgets import buttons, text
from guard.ui.widgets.page import Page
from guard.ui.window import MainWindow, PageEntry
from tests.ui.test_window import TITLES, allow


def with_buttons() -> list[PageEntry]:
    made = []
    for title in TITLES:
        page = Page(title)
        page.column.addWidget(buttons.primary(f"{title} first"))
        page.column.addWidget(buttons.link(f"{title} second"))
        made.append(PageEntry(title.lower(), title, "eye", page))
    return made


@pytest.fixture
def busy_window(dressed: theme.Theme, qtbot: QtBot) -> MainWindow:
    made = MainWindow(with_buttons(), on_close=allow)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def focused() -> str:
    focus = QApplication.focusWidget()
    return focus.text() if isinstance(focus, QPushButton) else ""


def test_the_keyboard_begins_at_what_the_page_is_for(busy_window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: focused() == "Today first")


def test_a_new_page_takes_the_keyboard_along_and_a_message_does_not(busy_window: MainWindow) -> None:
    busy_window.tell("Something to know.")
    busy_window.show_page("profiles")
    assert focused() == "Profiles first"


def test_the_keyboard_stays_in_the_sidebar_with_the_page_that_is_open(busy_window: MainWindow) -> None:
    QTest.mouseClick(busy_window.sidebar.buttons[1], Qt.MouseButton.LeftButton)
    assert focused() == "Session"
    assert busy_window.sidebar.buttons[1].property("ring") is False
    busy_window.show_page("watching")
    assert focused() == "Watching"
    QTest.keyClick(busy_window.sidebar.buttons[3], Qt.Key.Key_Up)
    assert focused() == "Profiles"
    assert busy_window.sidebar.buttons[2].property("ring") is True


def test_the_keyboard_stays_on_the_page_when_its_button_hides(busy_window: MainWindow) -> None:
    busy_window.tell("Something to know.")
    first, second = busy_window._pages[0].widget.findChildren(QPushButton)
    second.setFocus()
    second.hide()
    assert QApplication.focusWidget() is first


def test_closing_a_message_by_key_goes_back_to_the_page(busy_window: MainWindow) -> None:
    banner = busy_window.tell("Something to know.")
    banner._cross.setFocus()
    QTest.keyClick(banner._cross, Qt.Key.Key_Space)
    assert focused() == "Today first"


def test_the_page_scrolls_by_key_from_anywhere(busy_window: MainWindow, qtbot: QtBot) -> None:
    page = busy_window._pages[0].widget
    assert isinstance(page, Page)
    page.column.addSpacing(3000)
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 0)
    QTest.keyClick(busy_window.sidebar.buttons[0], Qt.Key.Key_PageDown)
    assert page.verticalScrollBar().value() > 0


def test_words_that_wrap_leave_no_blank_tail(busy_window: MainWindow, qtbot: QtBot) -> None:
    page = busy_window._pages[0].widget
    assert isinstance(page, Page)
    lines = [text.body("A sentence of a dozen words that wraps only in a narrow window.") for _ in range(30)]
    for line in lines:
        page.column.addWidget(line)
    QApplication.processEvents()
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    assert not lines[-1].visibleRegion().isEmpty()
