"""Calm charts: bars for weeks and months, bands for what is usual, dots for single evenings.

Nothing is told by colour alone: a second series is hollow, and every chart can be heard.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from guard.ui import theme
from guard.ui.pages.reflections import chart_words
from guard.ui.theme import SPACE
from guard.wellbeing.insight import Point, Series

_DOT = 4.0
_SCALES = {"mood": (-2.0, 2.0), "change": (-4.0, 4.0), "percent": (0.0, 100.0)}
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high`, with a line at each of `marks`."""

    low: float
    high: float
    marks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Return how far up `value` is: 0 to 1."""
        return (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)


def scale(series: Sequence[Series]) -> Scale:
    """Return a scale with round marks on which all of `series` fit."""
    unit = series[0].unit
    if unit in _SCALES:
        low, high = _SCALES[unit]
        return Scale(low, high, (low, (low + high) / 2, high))
    most = max((point.value or 0.0 for one in series for point in one.points), default=0.0)
    step = next((step for step in _STEPS if most <= step * 3), _STEPS[-1])
    marks = tuple(float(step * number) for number in range(4) if step * (number - 1) < max(most, 1))
    return Scale(0.0, marks[-1], marks)


class Chart(QWidget):
    """One or two series that share places and unit."""

    def __init__(self, series: Sequence[Series], parent: QWidget | None = None) -> None:
        """Draw `series`, one at least."""
        super().__init__(parent)
        self._series = tuple(series)
        self._scale = scale(self._series)
        self._bands = self._series[0].per == "label"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(" ".join(chart_words.told(one) for one in self._series))

    def sizeHint(self) -> QSize:
        """Grow with the text."""
        line = self.fontMetrics().height()
        rows = len(self._series[0].points) * 2.2 + 1.3 if self._bands else 8.5
        return QSize(line * 22, round(line * rows))

    def minimumSizeHint(self) -> QSize:
        """Narrow windows make it narrow."""
        return QSize(self.fontMetrics().height() * 7, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground lines, then the numbers."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPointSizeF(max(font.pointSizeF() * 0.88, 1.0) if font.pointSizeF() > 0 else 9.0)
        painter.setFont(font)
        if self._bands:
            self._draw_bands(painter)
        else:
            self._draw_over_time(painter)
        painter.end()

    def _x(self, left: float) -> float:
        """Mirror a place where people read from right to left."""
        return self.width() - left if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else left

    def _words(self, painter: QPainter, area: QRectF, words: str, align: Qt.AlignmentFlag) -> None:
        """Write in the quiet ink; `area` and `align` as for reading from left to right."""
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            area = QRectF(self.width() - area.right(), area.top(), area.width(), area.height())
            swap = {
                Qt.AlignmentFlag.AlignLeft: Qt.AlignmentFlag.AlignRight,
                Qt.AlignmentFlag.AlignRight: Qt.AlignmentFlag.AlignLeft,
            }
            align = swap.get(align, align)
        painter.setPen(QColor(theme.current().muted))
        painter.drawText(area, align | Qt.AlignmentFlag.AlignVCenter, words)

    def _draw_over_time(self, painter: QPainter) -> None:
        tokens, metrics = theme.current(), painter.fontMetrics()
        low, high = chart_words.ends(self._series[0])
        names = [
            (high if mark == self._scale.high else low if mark == self._scale.low else "")
            if low
            else chart_words.edge(mark, self._series[0])
            for mark in self._scale.marks
        ]
        gutter = max(metrics.horizontalAdvance(name) for name in names) + SPACE
        foot = metrics.height() + SPACE // 2
        plot = QRectF(
            gutter, metrics.height() / 2, self.width() - gutter, self.height() - foot - metrics.height()
        )
        for mark, name in zip(self._scale.marks, names, strict=True):
            y = plot.bottom() - self._scale.share(mark) * plot.height()
            painter.setPen(QPen(QColor(tokens.outline if mark == 0 else tokens.border), 1))
            painter.drawLine(QPointF(self._x(plot.left()), y), QPointF(self._x(plot.right()), y))
            side = QRectF(0, y - metrics.height() / 2, gutter - SPACE, metrics.height())
            self._words(painter, side, name, Qt.AlignmentFlag.AlignRight)
        self._draw_places(painter, plot, foot)
        for place, one in enumerate(self._series):
            for number, point in enumerate(one.points):
                if point.value is not None:
                    self._draw_point(painter, plot, place, number, point)

    def _draw_places(self, painter: QPainter, plot: QRectF, foot: float) -> None:
        """Write below as many places as have room."""
        points = self._series[0].points
        slot = plot.width() / max(1, len(points))
        metrics = painter.fontMetrics()
        names = [chart_words.short_place(point, self._series[0]) for point in points]
        widest = max((metrics.horizontalAdvance(name) for name in names), default=1) + SPACE * 2
        every = max(1, -int(-widest // max(slot, 1.0)))
        for number in range(len(points) - 1, -1, -every):
            middle = plot.left() + slot * (number + 0.5)
            left = min(max(middle - widest / 2, 0.0), self.width() - widest)
            area = QRectF(left, plot.bottom() + SPACE // 2, widest, foot)
            self._words(painter, area, names[number], Qt.AlignmentFlag.AlignHCenter)

    def _draw_point(self, painter: QPainter, plot: QRectF, place: int, number: int, point: Point) -> None:
        tokens = theme.current()
        ink, hollow = QColor(tokens.accent), place > 0
        slot = plot.width() / max(1, len(self._series[0].points))
        value = self._scale.share(point.value or 0.0)
        y = plot.bottom() - value * plot.height()
        painter.setPen(QPen(ink, 1.5))
        painter.setBrush(QColor(tokens.surface) if hollow else ink)
        if self._series[place].per == "session":
            painter.drawEllipse(QPointF(self._x(plot.left() + slot * (number + 0.5)), y), _DOT, _DOT)
            return
        wide = min(slot * 0.7 / len(self._series), SPACE * 3.0)
        left = plot.left() + slot * (number + 0.5) + wide * (place - len(self._series) / 2)
        base = plot.bottom() - self._scale.share(0.0) * plot.height()
        bar = QRectF(left + 1, min(y, base), wide - 2, abs(base - y))
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            bar.moveLeft(self.width() - bar.right())
        painter.drawRoundedRect(bar, min(3.0, bar.height() / 2), min(3.0, bar.height() / 2))

    def _draw_bands(self, painter: QPainter) -> None:
        """Draw the usual value with its middle half, a line for each label."""
        tokens, metrics = theme.current(), painter.fontMetrics()
        line = float(metrics.height())
        left, right = SPACE, self.width() - SPACE
        for number, point in enumerate(self._series[0].points):
            top = number * line * 2.2
            name = chart_words.label(point.label)
            self._words(painter, QRectF(left, top, right - left, line), name, Qt.AlignmentFlag.AlignLeft)
            y = top + line * 1.5
            painter.setPen(QPen(QColor(tokens.border), 1))
            painter.drawLine(QPointF(left, y), QPointF(right, y))
            painter.setPen(Qt.PenStyle.NoPen)
            low, high = (self._across(value, left, right) for value in (point.low, point.high))
            painter.setBrush(QColor(tokens.accent_soft))
            band = QRectF(QPointF(min(low, high), y - 6), QPointF(max(low, high), y + 6)).adjusted(
                -6, 0, 6, 0
            )
            painter.drawRoundedRect(band, 6, 6)
            painter.setBrush(QColor(tokens.accent))
            painter.drawEllipse(QPointF(self._across(point.value, left, right), y), _DOT + 1, _DOT + 1)
        foot = QRectF(left, self.height() - line, right - left, line)
        for words, align in zip(
            chart_words.ends(self._series[0]),
            (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight),
            strict=True,
        ):
            self._words(painter, foot, words, align)

    def _across(self, value: float | None, left: float, right: float) -> float:
        return self._x(left + self._scale.share(value or 0.0) * (right - left))
