"""One setting: its name, what it means, and the control at the end of the line."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.arrange import Bending
from guard.ui.widgets.card import Card


class Line(QWidget):
    """Words on one side and a control on the other; a narrow window puts one below the other."""

    def __init__(
        self, title: str, words: str = "", control: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        """A screen reader hears `title` and `words` with the control."""
        super().__init__(parent)
        self.title = text.body(title)
        self.words = text.hint(words)
        if not words:
            self.words.hide()
        self._control = control
        said = QWidget()
        column = QVBoxLayout(said)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 4)
        column.addWidget(self.title)
        column.addWidget(self.words)
        whole = Bending()
        whole.row.addWidget(said, 1)
        if control is not None:
            whole.row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
            if not control.accessibleName():
                control.setAccessibleName(title)
            control.setAccessibleDescription(words)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(whole)

    def say(self, words: str) -> None:
        """Say something else about the setting."""
        self.words.setText(words)
        self.words.setVisible(bool(words))
        if self._control is not None:
            self._control.setAccessibleDescription(words)

    def rename(self, title: str) -> None:
        """Give the line another title."""
        self.title.setText(title)


def add_lines(card: Card, *lines: QWidget) -> None:
    """Put lines into a card with a hair between them."""
    for line in lines:
        if card.body.count() > (1 if card.heading is not None else 0):
            hair = QFrame()
            hair.setProperty("role", "divider")
            card.body.addWidget(hair)
        card.body.addWidget(line)
