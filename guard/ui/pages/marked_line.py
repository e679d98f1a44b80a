"""A sentence with a small icon in front of it. The words wrap; the icon says nothing that they do not."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.picture import Picture


class MarkedLine(QWidget):
    """Shows nothing until `show_line`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE)
        self._picture: Picture | None = None
        self._words = text.body("")
        self._row.addWidget(self._words, 1)

    @property
    def words(self) -> str:
        """The sentence shown."""
        return self._words.text()

    def show_line(self, icon: str, color: str, words: str) -> None:
        """Show `words` behind the icon `icon` in the theme's `color`."""
        if self._picture is not None:
            self._row.removeWidget(self._picture)
            self._picture.hide()
            self._picture.deleteLater()
        self._picture = Picture(icon, color, ems=1.1)
        self._row.insertWidget(0, self._picture, 0, Qt.AlignmentFlag.AlignTop)
        self._words.setText(words)
