"""Rows that become columns: a short line is a wish, and no page scrolls sideways for it."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QBoxLayout, QScrollArea
from pytestqt.qtbot import QtBot

from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending
from guard.ui.widgets.card import Card
from guard.ui.widgets.page import Page
from tests.ui.pages.looking import too_wide

ROW, COLUMN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
WORDS = "Some words that may well take more than one line when there is only little room for them."

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has no window manager


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    """A page with a card, in it a row of words and a button."""
    made = Page("A page")
    qtbot.addWidget(made)
    card, row = Card(), Bending()
    row.row.addWidget(text.body(WORDS), 1)
    row.row.addWidget(buttons.quiet("Go"))
    card.body.addWidget(row)
    made.column.addWidget(card)
    made.column.addStretch(1)
    made.show()
    return made


def wide(page: Page, characters: int) -> Bending:
    """Give the page room for so many characters."""
    page.resize(page.fontMetrics().averageCharWidth() * characters, 400)
    row = page.findChild(Bending)
    assert isinstance(row, Bending)
    return row


@pytest.mark.parametrize(("characters", "way"), [(100, ROW), (60, ROW), (30, COLUMN), (24, COLUMN)])
def test_it_bends_by_the_room_there_is_and_never_scrolls_sideways(
    page: Page, characters: int, way: QBoxLayout.Direction
) -> None:
    page.setMinimumSize(1, 1)
    row = wide(page, characters)
    assert too_wide(page) == []
    assert row.row.direction() is way


def test_words_ask_for_no_more_than_their_longest_word(page: Page) -> None:
    row = wide(page, 100)
    line = row.fontMetrics().averageCharWidth() * 26
    assert row.minimumSizeHint().width() < line
    assert row.minimumSizeHint().width() >= row.fontMetrics().horizontalAdvance("words")


def test_what_cannot_be_narrower_is_not_cut(qtbot: QtBot) -> None:
    area = QScrollArea()
    qtbot.addWidget(area)
    area.setWidgetResizable(True)
    row = Bending()
    row.row.addWidget(text.body(WORDS), 1)
    button = buttons.quiet("A button that has rather many words to say for itself")
    row.row.addWidget(button)
    area.setWidget(row)
    area.resize(120, 200)
    area.show()
    assert too_wide(area) == [""]
    assert button.width() >= button.sizeHint().width()


def test_a_narrow_page_leaves_its_room_to_the_words_and_a_wide_one_takes_it_back(page: Page) -> None:
    page.setMinimumSize(1, 1)
    card = page.findChild(Card)
    assert isinstance(card, Card)
    for characters, side, inside in ((100, SPACE * 3, SPACE * 5 // 2), (30, SPACE, SPACE * 3 // 2)) * 2:
        wide(page, characters)
        assert too_wide(page) == []
        assert card.body.contentsMargins().left() == inside
        assert page.title.mapTo(page.viewport(), QPoint()).x() >= side
