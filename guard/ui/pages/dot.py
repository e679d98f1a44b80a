"""A pseudonym's colour, as it looks on the window of the moment."""

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from guard.ui import theme


class Shades(NamedTuple):
    """One colour as `#rrggbb` for a light and for a dark window."""

    light: str
    dark: str

    @property
    def now(self) -> str:
        """The one that fits the window as it is."""
        return self.dark if theme.current().dark else self.light


class Dot(QWidget):
    """The colour as a dot, for the eye only."""

    def __init__(self, shades: Shades, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shades = shades
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a square in the height of the letters."""
        side = max(12, self.fontMetrics().height())
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._shades.now))
        painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()
