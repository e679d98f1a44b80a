"""An icon as part of a page: it follows the theme, the text size and the screen."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from guard.ui import icons


class Picture(QWidget):
    """The icon `name` in the token `color`, `ems` text heights high. It says nothing to a screen reader."""

    def __init__(
        self, name: str, color: str = "text", *, ems: float = 1.35, parent: QWidget | None = None
    ) -> None:
        """Show an icon of `resources/icons`."""
        super().__init__(parent)
        self._ems = ems
        self._icon = icons.icon(name, color)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a square that grows with the text."""
        side = round(self.fontMetrics().height() * self._ems)
        return QSize(side, side)

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon."""
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()
