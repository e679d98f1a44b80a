"""A soft circle that widens and narrows like a slow breath. It decorates words and says nothing by itself."""

from math import cos, pi

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRadialGradient
from PySide6.QtWidgets import QSizePolicy, QWidget

from guard.ui import theme
from guard.ui.palette import Palette, mixed

_SMALL, _LARGE = 0.46, 0.86
"""The circle's share of the widget, emptied and filled."""
_HALOS = (1.14, 1.07)
_FULL_TURN = 360 * 16  # of Qt's sixteenths of a degree
_RING = 3.0


class Breath(QWidget):
    """Draws what it is told; whoever tells it decides how fast it moves, or that it stands still."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filled = 0.5
        self._done = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def filled(self) -> float:
        """How wide the circle is, from 0 to 1."""
        return self._filled

    def show_breath(self, filled: float, done: float = 0.0) -> None:
        """Draw the circle filled from 0 to 1, and how much of the whole is over on the ring around it."""
        self._filled = min(max(filled, 0.0), 1.0)
        self._done = min(max(done, 0.0), 1.0)
        self.update()

    def sizeHint(self) -> QSize:
        """Grow with the text, within reason."""
        side = min(max(180, self.fontMetrics().height() * 10), 260)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ring, halos and circle."""
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        area = QRectF(0, 0, side, side)
        area.moveCenter(QRectF(self.rect()).center())
        self._ring(painter, area.adjusted(_RING, _RING, -_RING, -_RING), tokens.border, tokens.accent)
        middle = area.center()
        reach = side / 2 * (_SMALL + (_LARGE - _SMALL) * self._filled)
        painter.setPen(Qt.PenStyle.NoPen)
        for halo in _HALOS:
            soft = QColor(tokens.accent)
            soft.setAlpha(26)
            painter.setBrush(soft)
            painter.drawEllipse(
                middle, min(reach * halo, side / 2 - _RING * 3), min(reach * halo, side / 2 - _RING * 3)
            )
        painter.setBrush(_glow(middle, reach, tokens))
        painter.drawEllipse(middle, reach, reach)
        painter.end()

    def _ring(self, painter: QPainter, area: QRectF, ground: str, ink: str) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(ground), _RING))
        painter.drawEllipse(area)
        if self._done <= 0:
            return
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        pen = QPen(QColor(ink), _RING)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        span = round(_FULL_TURN * self._done)
        painter.drawArc(area, 90 * 16, span if mirrored else -span)


def eased(done: float) -> float:
    """Return a movement's way (0 to 1) after a share `done` of its time: slow at both ends."""
    return (1 - cos(pi * min(max(done, 0.0), 1.0))) / 2


def _glow(middle: QPointF, reach: float, tokens: Palette) -> QRadialGradient:
    """Return the circle's light: bright in the middle, whatever the ground."""
    inner, outer = (0.85, 0.35) if tokens.dark else (0.12, 0.55)
    glow = QRadialGradient(middle, max(reach, 1.0))
    glow.setColorAt(0.0, QColor(mixed(tokens.accent, tokens.accent_soft, inner)))
    glow.setColorAt(1.0, QColor(mixed(tokens.accent, tokens.accent_soft, outer)))
    return glow
