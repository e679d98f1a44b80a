"""Technical words, such as addresses and names of settings, that may break wherever a part of them ends."""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QMenu, QWidget

_BREAK = "\u200b"
_LONG = re.compile(r"\S{18,}")
_ENDS = re.compile(r"(?<=[/._=\\:-])(?=[^/._=\\:-])")


class Technical(QLabel):
    """Words that wrap in a narrow window too; a screen reader and the clipboard get them as they are."""

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        """Take the look of `role` from the style sheet."""
        super().__init__(parent)
        self.setProperty("role", role)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def setText(self, words: str) -> None:
        """Show `words`."""
        super().setText(breakable(words))
        self.setAccessibleName(words)

    def let_copy(self) -> None:
        """Let the words be marked and copied."""
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy without the places to break at."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy what is marked."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy"), self._copy).setEnabled(self.hasSelectedText())
        menu.popup(event.globalPos())

    def _copy(self) -> None:
        if self.hasSelectedText():
            QGuiApplication.clipboard().setText(self.selectedText().replace(_BREAK, ""))


def breakable(words: str) -> str:
    """Return `words` with invisible places to break at inside the long ones."""
    return _LONG.sub(lambda word: _ENDS.sub(_BREAK, word[0]), words)
