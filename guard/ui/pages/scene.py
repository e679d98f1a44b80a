"""A quiet picture: hills, a moon or a low sun, and one lit window. It decorates and carries no news."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QRadialGradient,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from guard.ui import theme

_NIGHT_BELOW = 128  # lightness of the window's background, 0 to 255
_WARM = QColor(255, 205, 132)
_HEIGHT = 168
_STARS = (
    (0.06, 0.20, 1.1), (0.13, 0.42, 0.8), (0.19, 0.12, 1.3), (0.27, 0.30, 0.7), (0.33, 0.10, 0.9), (0.41, 0.24, 1.2),
    (0.47, 0.08, 0.7), (0.52, 0.36, 0.8), (0.58, 0.16, 1.2), (0.63, 0.28, 0.7), (0.69, 0.09, 0.9), (0.86, 0.12, 1.0),
    (0.91, 0.34, 0.8), (0.95, 0.18, 1.2), (0.37, 0.40, 0.6), (0.09, 0.08, 0.7), (0.23, 0.48, 0.6), (0.73, 0.44, 0.7),
)  # fmt: skip
"""Across, down, and how large, in pixels."""
_HILLS = ((0.56, 0.10), (0.66, -0.16), (0.76, 0.13), (0.88, -0.09))
"""How far down a hill begins, and how it bends, from the farthest to the nearest."""
_HOUSE = 0.30
"""Where the house stands, as a share of the width."""
_TREES = (
    (_HOUSE, 84, 30),
    (_HOUSE, 103, 22),
    (0.86, 0, 26),
    (0.86, 20, 34),
    (0.86, 42, 24),
    (0.10, -9, 24),
    (0.10, 9, 18),
)
"""A share of the width, so many pixels on, and how high, in pixels."""


class Scene(QWidget):
    """The picture at the top of a page; day or night like the rest of the window."""

    def __init__(self, parent: QWidget | None = None, *, joined: bool = False) -> None:
        """`joined` leaves its lower corners to what it stands on."""
        super().__init__(parent)
        self._joined = joined
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(480, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw from back to front: sky, light, hills, house and trees."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        area = QRectF(self.rect())
        painter.setClipPath(self._frame(area))
        night = self.palette().color(QPalette.ColorRole.Window).lightness() < _NIGHT_BELOW
        hue = self.palette().color(QPalette.ColorRole.Highlight)
        _sky(painter, area, hue, night=night)
        _light(painter, area, night=night)
        if night:
            _stars(painter, area)
        else:
            _birds(painter, area)
        for place, (height, bend) in enumerate(_HILLS):
            if place == len(_HILLS) - 1:
                _house(painter, area, hue, night=night)
                _trees(painter, area, _shade(hue, place, night=night).darker(118))
            _hill(painter, area, height, bend, _shade(hue, place, night=night))
        painter.end()

    def _frame(self, area: QRectF) -> QPainterPath:
        frame = QPainterPath()
        radius = float(theme.RADIUS - 1 if self._joined else theme.RADIUS + 4)
        frame.addRoundedRect(area.adjusted(0, 0, 0, radius * 2 if self._joined else 0), radius, radius)
        return frame


def _shade(hue: QColor, tone: int, *, night: bool) -> QColor:
    """Return a hill's colour: nearer hills are deeper, farther ones stand in the haze."""
    saturation = min(hue.hslSaturation(), (44, 54, 64, 74)[tone])
    lightness = (70, 58, 48, 38)[tone] if night else (206, 188, 168, 146)[tone]
    return QColor.fromHsl(max(hue.hslHue(), 0), saturation, lightness)


def _sky(painter: QPainter, area: QRectF, hue: QColor, *, night: bool) -> None:
    sky = QLinearGradient(area.topLeft(), area.bottomLeft())
    tint = max(hue.hslHue(), 0)
    sky.setColorAt(0, QColor.fromHsl(222, 80, 30) if night else QColor.fromHsl(tint, 70, 218))
    sky.setColorAt(0.45, QColor.fromHsl(236, 60, 52) if night else QColor.fromHsl(38, 120, 236))
    sky.setColorAt(0.8, QColor.fromHsl(262, 50, 78) if night else QColor.fromHsl(26, 200, 232))
    painter.fillRect(area, sky)


def _light(painter: QPainter, area: QRectF, *, night: bool) -> None:
    """Draw the moon, or the low sun, with its glow."""
    centre = QPointF(area.width() * 0.78, area.height() * (0.30 if night else 0.42))
    reach = 84 if night else 120
    glow = QRadialGradient(centre, reach)
    shine = QColor(255, 246, 222) if night else QColor(255, 232, 190)
    shine.setAlpha(86 if night else 220)
    glow.setColorAt(0, shine)
    shine.setAlpha(0)
    glow.setColorAt(1, shine)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(glow)
    painter.drawEllipse(centre, reach, reach)
    painter.setBrush(QColor(250, 240, 216) if night else QColor(255, 251, 238))
    painter.drawEllipse(centre, 16, 16)
    if night:
        painter.setBrush(QColor(226, 214, 190, 120))
        for across, down, size in ((-5, -3, 3.2), (4, 5, 2.4), (6, -6, 1.8)):
            painter.drawEllipse(centre + QPointF(across, down), size, size)


def _stars(painter: QPainter, area: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for across, down, size in _STARS:
        painter.setBrush(QColor(255, 250, 235, 110 + round(80 * (size - 0.6))))
        painter.drawEllipse(QPointF(area.width() * across, area.height() * down), size, size)


def _birds(painter: QPainter, area: QRectF) -> None:
    pen = QPen(QColor(96, 104, 104, 150), 1.4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for across, down, reach in ((0.52, 0.26, 7), (0.555, 0.20, 5), (0.585, 0.30, 4)):
        middle = QPointF(area.width() * across, area.height() * down)
        path = QPainterPath(middle + QPointF(-reach, -reach * 0.4))
        path.quadTo(middle + QPointF(-reach * 0.4, -reach * 0.7), middle)
        path.quadTo(middle + QPointF(reach * 0.4, -reach * 0.7), middle + QPointF(reach, -reach * 0.4))
        painter.drawPath(path)


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
    """Draw the one lit window, with its glow and a little smoke."""
    left, floor = area.width() * _HOUSE, area.height() * 0.95
    tint = max(hue.hslHue(), 0)
    smoke = QPen(QColor(255, 255, 255, 46 if night else 130), 3)
    smoke.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(smoke)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    curl = QPainterPath(QPointF(left + 38, floor - 62))
    curl.cubicTo(left + 30, floor - 74, left + 50, floor - 80, left + 42, floor - 94)
    painter.drawPath(curl)
    walls = QPainterPath(QPointF(left, floor))
    for x, y in (
        (0, -34),
        (-4, -34),
        (24, -58),
        (34, -49),
        (34, -58),
        (41, -58),
        (41, -43),
        (52, -34),
        (48, -34),
        (48, 0),
    ):
        walls.lineTo(left + x, floor + y)
    walls.closeSubpath()
    painter.fillPath(walls, QColor.fromHsl(tint, 60, 24 if night else 92))
    glow = QRadialGradient(QPointF(left + 24, floor - 26), 50)
    warm = QColor(_WARM)
    warm.setAlpha(160)
    glow.setColorAt(0, warm)
    warm.setAlpha(0)
    glow.setColorAt(1, warm)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(glow)
    painter.drawEllipse(QPointF(left + 24, floor - 26), 50, 50)
    painter.setBrush(_WARM)
    painter.drawRoundedRect(QRectF(left + 15, floor - 35, 18, 17), 2, 2)
    painter.setPen(QPen(QColor.fromHsl(tint, 60, 24 if night else 92), 1.4))
    painter.drawLine(QPointF(left + 24, floor - 35), QPointF(left + 24, floor - 18))
    painter.drawLine(QPointF(left + 15, floor - 27), QPointF(left + 33, floor - 27))


def _trees(painter: QPainter, area: QRectF, colour: QColor) -> None:
    """Draw a few firs whose feet stand behind the nearest hill."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    floor = area.height() * 0.97
    for across, further, height in _TREES:
        middle = area.width() * across + further
        for share in (0.0, 0.28, 0.52):
            top, foot = floor - height * 2 * (1 - share), floor - height * (1.1 - share * 1.9)
            reach = height * (0.16 + share * 0.36)
            path = QPainterPath(QPointF(middle, top - height * 0.2))
            path.lineTo(middle + reach, foot - height * 0.2)
            path.lineTo(middle - reach, foot - height * 0.2)
            path.closeSubpath()
            painter.drawPath(path)
