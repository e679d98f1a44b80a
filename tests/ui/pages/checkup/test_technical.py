"""Long technical words break in a narrow window, and are copied and heard as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guard.ui.pages.checkup.technical import Technical, breakable

ADDRESS = "https://gitlab.example.org/schemas/org.example.desktop.privacy.gschema.xml.in"
BREAK = "\u200b"


def test_a_long_address_needs_little_room(qtbot: QtBot) -> None:
    label = Technical("hint")
    qtbot.addWidget(label)
    label.setText(f"Source: a package ({ADDRESS}).")
    plain = label.fontMetrics().horizontalAdvance(ADDRESS)
    assert label.minimumSizeHint().width() < plain / 2
    assert label.accessibleName() == f"Source: a package ({ADDRESS})."


def test_short_words_are_left_alone() -> None:
    assert breakable("Settings, Privacy: switch it off.") == "Settings, Privacy: switch it off."


@given(st.text(alphabet=st.characters(exclude_characters=BREAK)))
def test_nothing_but_places_to_break_at_is_added(words: str) -> None:
    assert breakable(words).replace(BREAK, "") == words


def test_what_is_copied_has_no_places_to_break_at(qtbot: QtBot) -> None:
    label = Technical("hint")
    qtbot.addWidget(label)
    label.setText(ADDRESS)
    label.let_copy()
    label.show()
    label.setSelection(0, len(label.text()))
    QTest.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == ADDRESS
    QApplication.clipboard().clear()


@pytest.mark.parametrize("words", ["", "one", ADDRESS])
def test_it_shows_what_it_is_given(qtbot: QtBot, words: str) -> None:
    label = Technical("body")
    qtbot.addWidget(label)
    label.setText(words)
    assert label.text().replace(BREAK, "") == words
