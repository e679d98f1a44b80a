"""A quiet evening picture: hills, a moon and one lit window. It decorates and carries no news."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QRadialGradient,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

_NIGHT_BELOW = 128  # lightness of the window's background, 0 to 255
_WARM = QColor(255, 205, 132)


class Scene(QWidget):
    """The picture at the top of Today; day or night like the rest of the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(148)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(480, 148)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw from back to front: sky, moon, hills, house."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()), 14, 14)
        painter.setClipPath(frame)
        night = self.palette().color(QPalette.ColorRole.Window).lightness() < _NIGHT_BELOW
        hue = self.palette().color(QPalette.ColorRole.Highlight)
        _sky(painter, QRectF(self.rect()), hue, night=night)
        _moon(painter, QRectF(self.rect()), night=night)
        for height, bend, tone in ((0.62, 0.16, 0), (0.74, -0.14, 1), (0.86, 0.10, 2)):
            if tone == 2:  # noqa: PLR2004 - the house stands behind the nearest hill
                _house(painter, QRectF(self.rect()), hue, night=night)
            _hill(painter, QRectF(self.rect()), height, bend, _shade(hue, tone, night=night))
        painter.end()


def _shade(hue: QColor, tone: int, *, night: bool) -> QColor:
    """Return a hill's colour: nearer hills are deeper."""
    saturation = min(hue.hslSaturation(), 110)
    lightness = (62, 50, 40)[tone] if night else (196, 174, 150)[tone]
    return QColor.fromHsl(max(hue.hslHue(), 0), saturation, lightness)


def _sky(painter: QPainter, area: QRectF, hue: QColor, *, night: bool) -> None:
    sky = QLinearGradient(area.topLeft(), area.bottomLeft())
    tint = max(hue.hslHue(), 0)
    sky.setColorAt(0, QColor.fromHsl(tint, 70, 38 if night else 222))
    sky.setColorAt(0.75, QColor.fromHsl(248, 60, 70) if night else QColor.fromHsl(32, 190, 236))
    painter.fillRect(area, sky)


def _moon(painter: QPainter, area: QRectF, *, night: bool) -> None:
    centre = QPointF(area.width() * 0.78, area.height() * 0.32)
    glow = QRadialGradient(centre, 70)
    light = QColor(255, 246, 222)
    light.setAlpha(90 if night else 190)
    glow.setColorAt(0, light)
    light.setAlpha(0)
    glow.setColorAt(1, light)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(glow)
    painter.drawEllipse(centre, 70, 70)
    painter.setBrush(QColor(250, 240, 216) if night else QColor(255, 251, 240))
    painter.drawEllipse(centre, 17, 17)


def _hill(painter: QPainter, area: QRectF, height: float, bend: float, colour: QColor) -> None:
    width, top = area.width(), area.height() * height
    swing = area.height() * bend
    path = QPainterPath(QPointF(0, top + swing))
    path.cubicTo(width * 0.3, top - swing * 2, width * 0.55, top + swing * 2, width, top - swing)
    path.lineTo(width, area.height())
    path.lineTo(0, area.height())
    path.closeSubpath()
    painter.fillPath(path, colour)


def _house(painter: QPainter, area: QRectF, hue: QColor, *, night: bool) -> None:
    """Draw the one lit window, with its glow."""
    left, floor = area.width() * 0.30, area.height() * 0.93
    walls = QPainterPath(QPointF(left, floor))
    for x, y in ((0, -34), (24, -56), (48, -34), (48, 0)):
        walls.lineTo(left + x, floor + y)
    walls.closeSubpath()
    painter.fillPath(walls, QColor.fromHsl(max(hue.hslHue(), 0), 60, 26 if night else 96))
    glow = QRadialGradient(QPointF(left + 24, floor - 26), 46)
    warm = QColor(_WARM)
    warm.setAlpha(150)
    glow.setColorAt(0, warm)
    warm.setAlpha(0)
    glow.setColorAt(1, warm)
    painter.fillRect(QRectF(left - 30, floor - 74, 108, 92), glow)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_WARM)
    painter.drawRoundedRect(QRectF(left + 16, floor - 34, 16, 16), 2, 2)
