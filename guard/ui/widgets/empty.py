"""An empty page that says what will be there, and offers the first step."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.picture import Picture


class EmptyState(QWidget):
    """A large quiet icon, a heading, a sentence and, if there is one, the button for the first step."""

    def __init__(
        self,
        icon: str,
        title: str,
        words: str,
        button: QPushButton | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Show `icon` (a name), `title` and `words`; `button` is put below them."""
        super().__init__(parent)
        self.setProperty("role", "plain")
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE * 3, SPACE * 5, SPACE * 3, SPACE * 5)
        column.setSpacing(SPACE)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(Picture(icon, "accent", ems=3.2), 0, centre)
        column.addSpacing(SPACE)
        heading, sentence = text.section(title), text.body(words)
        for label in (heading, sentence):
            label.setAlignment(centre)
            column.addWidget(label)
        if button is not None:
            column.addSpacing(SPACE)
            column.addWidget(button, 0, centre)
