"""A large plain button whose words wrap."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.picture import Picture


class LargeChoice(QPushButton):
    """Words, a quieter sentence under them if there is one, and an arrow to where they lead."""

    def __init__(self, words: str, detail: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(words)
        self.setAccessibleDescription(detail)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(SPACE * 2, SPACE * 3 // 2, SPACE * 3 // 2, SPACE * 3 // 2)
        self._row.setSpacing(SPACE)
        said = QVBoxLayout()
        said.setSpacing(SPACE // 4)
        for label in (text.body(words), text.hint(detail)):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            said.addWidget(label)
            if not label.text():
                label.hide()
        self._row.addLayout(said, 1)
        self._arrow: Picture | None = None
        self._point()

    def sizeHint(self) -> QSize:
        """Return the size of the words."""
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Be as narrow as the longest word."""
        return self._row.minimumSize()

    def hasHeightForWidth(self) -> bool:
        """Return that words in a narrow window take more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at `width` pixels."""
        return self._row.totalHeightForWidth(width)

    def changeEvent(self, event: QEvent) -> None:
        """Point to where reading goes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._point()

    def _point(self) -> None:
        if self._arrow is not None:
            self._row.removeWidget(self._arrow)
            self._arrow.hide()
            self._arrow.deleteLater()
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self._arrow = Picture("chevron-left" if mirrored else "chevron-right", "muted", ems=0.9)
        self._arrow.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._row.addWidget(self._arrow)
