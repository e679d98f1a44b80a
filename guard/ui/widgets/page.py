"""A page: one centred column that scrolls, with its title and the sentence under it."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from guard.ui.theme import SPACE
from guard.ui.widgets import text

_WIDTH = 760
_CHARACTERS = 84
"""A line longer than this is hard to read, whatever the text size."""
_NARROW = 40
"""A page with room for fewer characters than this keeps less of it free at its sides."""


class Page(QScrollArea):
    """Put the contents into `column`."""

    def __init__(self, title: str, subtitle: str = "", parent: QWidget | None = None) -> None:
        """Make a page with its heading."""
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(title)
        self._centre = _Column()
        self.column = QVBoxLayout(self._centre)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SPACE * 2)
        self.title = text.title(title)
        self.column.addWidget(self.title)
        self.subtitle = text.subtitle(subtitle)
        self.column.addWidget(self.subtitle)
        if not subtitle:
            self.subtitle.hide()
        ground = Ground()
        ground.setProperty("role", "page")
        self._around = around = QHBoxLayout(ground)
        around.setContentsMargins(SPACE * 3, SPACE * 4, SPACE * 3, SPACE * 4)
        around.addStretch(1)
        around.addWidget(self._centre, 1000, Qt.AlignmentFlag.AlignTop)
        around.addStretch(1)
        self.setWidget(ground)

    def minimumSizeHint(self) -> QSize:
        """Return a size that fits the smallest screen; everything else scrolls."""
        return QSize(280, 200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the words where there is little."""
        narrow = self.width() < self.fontMetrics().averageCharWidth() * _NARROW
        side = SPACE if narrow else SPACE * 3
        self._around.setContentsMargins(side, SPACE * 4, side, SPACE * 4)
        super().resizeEvent(event)


class Ground(QWidget):
    """What scrolls: as high as the words need at the width there is, not at the narrowest one."""

    def minimumSizeHint(self) -> QSize:
        """Ask for width alone."""
        return QSize(super().minimumSizeHint().width(), 0)


class _Column(QWidget):
    """A column as wide as a line should be, at any text size."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.setMaximumWidth(max(_WIDTH, self.fontMetrics().averageCharWidth() * _CHARACTERS))
