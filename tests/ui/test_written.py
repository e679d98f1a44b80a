"""Painted words and the column they stand in."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from guard.ui.widgets.column import Column
from guard.ui.widgets.written import Words, Written

LONG = "Calls between two people are end-to-end encrypted; chats are not, unless you start a secret chat."


def written() -> Written:
    sides = ((Words("Signal", "hint"), Words(LONG)), (Words("Telegram", "hint"), Words(LONG)))
    return Written([((Words("Messages", "section"),),), sides])


def test_it_is_heard_as_a_label_with_all_its_words(qtbot: QtBot) -> None:
    said = written()
    qtbot.addWidget(said)
    heard = QAccessible.queryAccessibleInterface(said)
    assert heard.role() is QAccessible.Role.StaticText
    for words in ("Messages", "Signal", "Telegram", LONG):
        assert words in heard.text(QAccessible.Text.Name)


def test_columns_stand_below_each_other_where_it_is_narrow(qtbot: QtBot) -> None:
    said = written()
    qtbot.addWidget(said)
    assert said.heightForWidth(250) > said.heightForWidth(900) * 2


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
@pytest.mark.parametrize("width", [150, 300, 900])
def test_all_words_are_painted_within_its_own_height(
    qtbot: QtBot, width: int, direction: Qt.LayoutDirection
) -> None:
    said = written()
    qtbot.addWidget(said)
    said.setLayoutDirection(direction)
    said.resize(width, said.heightForWidth(width))
    exact = ink(said)
    said.resize(width, said.height() + 200)
    assert ink(said) == exact


def ink(widget: QWidget) -> int:
    """Count the pixels that are not ground."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    ground = image.pixel(image.width() - 1, image.height() - 1)
    return sum(image.pixel(x, y) != ground for x in range(image.width()) for y in range(image.height()))


def test_a_column_gives_each_widget_its_height_and_forgets_what_is_hidden(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    column = Column(box, spacing=10, top=4)
    first, second = QLabel("one"), written()
    column.addWidget(second)
    column.insert(0, first)
    box.resize(400, 300)
    box.show()
    qtbot.waitExposed(box)
    assert first.y() == 4
    assert second.y() == 4 + first.height() + 10
    assert second.height() == second.heightForWidth(400)
    first.hide()
    QApplication.processEvents()
    assert second.y() == 4
    column.insert(0, second)
    assert column.indexOf(second) == 0
    column.removeWidget(second)
    assert column.indexOf(second) == -1
    assert column.takeAt(7) is None
