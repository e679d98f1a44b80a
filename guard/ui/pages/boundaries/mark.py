"""The mark of each level: a shape of its own, so that colour is never alone."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from guard.session.boundaries import Level
from guard.ui.palette import Palette


def tone_of(level: Level, tokens: Palette) -> tuple[str, str]:
    """Return a level's ink and the soft ground behind it."""
    return {
        Level.NEVER: (tokens.alarm, tokens.alarm_soft),
        Level.NOT_TODAY: (tokens.notice, tokens.notice_soft),
        Level.ASK_FIRST: (tokens.accent, tokens.accent_soft),
        Level.FINE_TODAY: (tokens.calm, tokens.calm_soft),
    }[level]


def paint_mark(painter: QPainter, level: Level, middle: QPointF, side: float, ink: QColor) -> None:
    """Paint a cross, a moon, a question mark or a tick, `side` pixels high around `middle`."""
    painter.save()
    painter.translate(middle)
    pen = QPen(ink, max(1.6, side * 0.15))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = side / 2
    if level is Level.NEVER:
        reach = half * 0.62
        painter.drawLine(QPointF(-reach, -reach), QPointF(reach, reach))
        painter.drawLine(QPointF(-reach, reach), QPointF(reach, -reach))
    elif level is Level.NOT_TODAY:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPath(_moon(half * 0.9))
    elif level is Level.ASK_FIRST:
        painter.drawPath(_question(half * 0.9))
        painter.drawPoint(QPointF(0, half * 0.82))
    else:
        painter.drawPolyline(
            [QPointF(-half * 0.75, 0), QPointF(-half * 0.2, half * 0.55), QPointF(half * 0.8, -half * 0.6)]
        )
    painter.restore()


def _moon(reach: float) -> QPainterPath:
    whole, bite = QPainterPath(), QPainterPath()
    whole.addEllipse(QPointF(0, 0), reach, reach)
    bite.addEllipse(QPointF(reach * 0.55, -reach * 0.35), reach * 0.85, reach * 0.85)
    return whole.subtracted(bite)


def _question(reach: float) -> QPainterPath:
    path = QPainterPath()
    bow = QRectF(-reach * 0.5, -reach, reach, reach)
    path.arcMoveTo(bow, 170)
    path.arcTo(bow, 170, -220)
    path.quadTo(QPointF(0, reach * 0.05), QPointF(0, reach * 0.42))
    return path
