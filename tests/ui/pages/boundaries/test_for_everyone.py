"""The pages about boundaries for everyone: by ear, with large text, in a small window, right to left, in the dark."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from guard.session.boundaries import Channel, Level
from guard.ui.pages.boundaries.answer_step import AnswerStep
from guard.ui.pages.boundaries.page import BoundariesPage
from tests.ui.pages.boundaries.conftest import Opened
from tests.ui.pages.conftest import Dress
from tests.ui.pages.looking import nameless, too_wide


def open_everything(opened: Opened) -> None:
    for group in opened.page.overview.groups:
        group.open(opened=True)
    opened.it.limits.decide("p1", "place", [Channel.TEXT], Level.NEVER)
    opened.it.limits.decide("p1", "In my own words, and not in few of them", list(Channel), Level.FINE_TODAY)


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_everything_fits_a_small_window_with_large_text(
    opened: Opened, dress: Dress, direction: Qt.LayoutDirection
) -> None:
    dress(dark=True, scale=2.0)
    opened.around.setLayoutDirection(direction)
    opened.around.resize(480, 400)
    open_everything(opened)
    assert too_wide(opened.page) == []
    opened.page.open_card()
    assert too_wide(opened.page) == []
    opened.page.open_compare()
    flow = opened.page.compare
    assert flow is not None
    assert too_wide(flow) == []
    for words in ("The first person begins", "I am the second person", "Show what we share"):
        go = next(each for each in flow.findChildren(QPushButton) if each.text() == words)
        flow._enable(go)
        go.click()
        assert too_wide(flow) == []
        if isinstance(flow.step, AnswerStep):
            flow.step.way.click()
            assert too_wide(flow) == []
            flow.step.boxes["face"].click()
            flow.step.done.click()
            assert too_wide(flow) == []
    assert opened.around.width() == 480


def test_every_control_has_a_name(opened: Opened) -> None:
    open_everything(opened)
    assert nameless(opened.page) == []
    opened.page.open_card()
    assert nameless(opened.page) == []
    opened.page.open_compare()
    assert opened.page.compare is not None
    assert nameless(opened.page.compare) == []


def test_a_level_is_heard_with_its_topic_and_whether_it_holds(opened: Opened) -> None:
    row = opened.row("face")
    row.bar.segments()[0].click()
    bar, level = (QAccessible.queryAccessibleInterface(each) for each in (row.bar, row.bar.segments()[0]))
    assert bar is not None
    assert level is not None
    assert bar.text(QAccessible.Text.Name) == "My face"
    assert bar.text(QAccessible.Text.Description) == "Never"
    assert level.role() is QAccessible.Role.RadioButton
    assert level.text(QAccessible.Text.Name) == "Never"
    assert level.state().checked


def test_a_press_is_answered_at_once(opened: Opened, qtbot: QtBot) -> None:
    open_everything(opened)
    QApplication.processEvents()
    row = opened.row("meeting")
    took = []
    for place in (0, 1, 2, 3, 0):
        began = time.perf_counter()
        row.bar.segments()[place].click()
        took.append(time.perf_counter() - began)
    assert min(took) < 0.1


def test_the_page_says_nothing_personal_in_its_name(opened: Opened) -> None:
    assert isinstance(opened.page, BoundariesPage)
    assert opened.page.accessibleName() == "Boundaries"
