"""A part of the Help page that is opened from its first one, and has a way back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.page import Page


class View(Page):
    """Put the contents into `column`, then `end` it."""

    closed = Signal()

    def __init__(self, title: str, subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, subtitle, parent)
        self.back = buttons.link(self.tr("Back to Help"), "undo")
        self.back.clicked.connect(self.closed)
        self.column.insertWidget(0, self.back)

    def part(self, heading: str) -> QVBoxLayout:
        """Begin a part with a heading, and return where its contents go."""
        self.column.addSpacing(SPACE)
        self.column.addWidget(text.section(heading))
        inside = QVBoxLayout()
        inside.setSpacing(SPACE * 3 // 2)
        self.column.addLayout(inside)
        return inside

    def end(self) -> None:
        """Leave what is free below the contents."""
        self.column.addStretch(1)


def numbered(number: int, words: str) -> QWidget:
    """Return a step with its number in front."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE * 3 // 2)
    figure = text.section(f"{number}.")
    figure.setWordWrap(False)
    figure.setMinimumWidth(figure.fontMetrics().horizontalAdvance("00."))
    figure.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
    row.addWidget(figure)
    row.addWidget(text.body(words), 1)
    return line
