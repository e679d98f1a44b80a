"""The time in a session: a quiet ring in the profile's colour. It counts up, and never nags."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from guard.ui import theme
from guard.ui.pages import words
from guard.ui.pages.dot import Shades

_RING = 5
_GROWTH = 1.9


class Clock(QLabel):
    """Shows seconds to the eye; a screen reader finds whole minutes, and only when it looks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shades: Shades | None = None
        self.shown = ""
        """The time as it is painted."""
        self.setAccessibleName(self.tr("Time in this session"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_elapsed(0)

    def show_colour(self, shades: Shades | None) -> None:
        """Draw the ring in this colour; None is the program's own."""
        self._shades = shades
        self.update()

    def show_elapsed(self, seconds: float) -> None:
        """Let the clock go on."""
        self.shown = words.clock(seconds)
        minutes = words.minutes(seconds)
        if minutes != self.text():
            self.setText(minutes)
            self.setAccessibleDescription(minutes)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square with room for hours."""
        side = round(self.fontMetrics().averageCharWidth() * _GROWTH * 11)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ring and time."""
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(self.rect()).adjusted(_RING, _RING, -_RING, -_RING)
        painter.setBrush(QColor(tokens.surface))
        painter.setPen(QPen(QColor(self._shades.now if self._shades is not None else tokens.accent), _RING))
        painter.drawEllipse(ring)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * _GROWTH)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text))
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, self.shown)
        painter.end()
