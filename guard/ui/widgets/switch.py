"""A switch: on or off, at once. To assistive technology it is a check box."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from guard.ui import theme

_RING = 2.0


class Switch(QCheckBox):
    """A track with a knob at the side of its state; the knob carries a tick when it is on."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """`name` is what a screen reader says."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Grow with the text."""
        height = round(self.fontMetrics().height() * 1.25)
        return QSize(round(height * 1.85) + 6, height + 6)

    def minimumSizeHint(self) -> QSize:
        """Never shrink."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """The whole switch can be clicked."""
        return self.rect().contains(pos)

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track, knob and the focus ring."""
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        on, alive = self.isChecked(), self.isEnabled()
        edge = QColor((tokens.accent if on else tokens.outline) if alive else tokens.border)
        ground = QColor((tokens.accent if on else tokens.surface) if alive else tokens.raised)
        painter.setPen(QPen(edge, 1.5))
        painter.setBrush(ground)
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        self._knob(painter, track, QColor(tokens.on_accent if on and alive else edge))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.focus), _RING))
            around = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(around, around.height() / 2, around.height() / 2)
        painter.end()

    def _knob(self, painter: QPainter, track: QRectF, ink: QColor) -> None:
        side = track.height() - 6
        at_end = self.isChecked() is not (self.layoutDirection() is Qt.LayoutDirection.RightToLeft)
        left = track.right() - 3 - side if at_end else track.left() + 3
        knob = QRectF(left, track.top() + 3, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(knob)
        if self.isChecked():
            ground = QColor(theme.current().accent if self.isEnabled() else theme.current().raised)
            painter.setPen(QPen(ground, max(1.5, side / 8), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            middle, reach = knob.center(), side / 5
            painter.drawPolyline(
                [
                    QPoint(round(middle.x() - reach), round(middle.y())),
                    QPoint(round(middle.x() - reach / 4), round(middle.y() + reach * 0.8)),
                    QPoint(round(middle.x() + reach * 1.1), round(middle.y() - reach * 0.8)),
                ]
            )
