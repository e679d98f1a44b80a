"""One of the levels in a bar: its words, and when it is chosen its mark and tone."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QWidget

from guard.session.boundaries import Level
from guard.ui import theme
from guard.ui.pages.boundaries import words
from guard.ui.pages.boundaries.mark import paint_mark, tone_of
from guard.ui.palette import Palette, mixed
from guard.ui.theme import SPACE

_RING = 2.0


class Segment(QRadioButton):
    """A radio button whose whole face can be pressed."""

    def __init__(self, level: Level, press: Callable[[Qt.Key, Level], bool], parent: QWidget) -> None:
        """`press` is asked first what a key means here."""
        super().__init__(words.level(level), parent)
        self._press = press
        self.level = level
        self.open_now = False
        """Whether it stands for what nobody has decided."""
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Room for the words in bold and the mark, so that choosing moves nothing."""
        words_wide = self.fontMetrics().horizontalAdvance(self.text()) * 108 // 100
        high = self.fontMetrics().height()
        return QSize(words_wide + _mark_side(high) + SPACE * 5 // 2, max(34, high + SPACE * 2))

    def minimumSizeHint(self) -> QSize:
        """Never shrink."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """The whole segment can be clicked."""
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with one key."""
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if not (plain and self._press(Qt.Key(event.key()), self.level)):
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be chosen."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Stop showing it."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, mark, words and the focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1.5, 2.5, -1.5, -2.5)
        radius = theme.RADIUS - 4
        self._ground(painter, area, radius)
        self._words(painter, area)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.current().focus), _RING))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        painter.end()

    def _ground(self, painter: QPainter, area: QRectF, radius: int) -> None:
        tokens = theme.current()
        ink, soft = tone_of(self.level, tokens)
        if self.isChecked():
            painter.setPen(QPen(QColor(ink), 2 if tokens.strong else 1.2))
            painter.setBrush(QColor(soft))
        else:
            near = self.underMouse() and self.isEnabled()
            edge = tokens.accent if near else tokens.outline
            style = Qt.PenStyle.DashLine if self.open_now else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(edge), 1.2 if self.open_now else 1.0, style))
            painter.setBrush(QColor(tokens.surface))
        if not self.isEnabled() and not self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(area, radius, radius)

    def _words(self, painter: QPainter, area: QRectF) -> None:
        tokens = theme.current()
        ink, _soft = tone_of(self.level, tokens)
        font = QFont(self.font())
        if self.isChecked():
            font.setWeight(QFont.Weight.DemiBold)
        colour = ink if self.isChecked() else tokens.text if self.isEnabled() else _faint(tokens)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        if not self.isChecked():
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.text())
            return
        side = _mark_side(self.fontMetrics().height())
        wide = painter.fontMetrics().horizontalAdvance(self.text())
        left = area.center().x() - (side + SPACE / 2 + wide) / 2
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        mark_left = area.right() - (left - area.left()) - side if mirrored else left
        words_left = left if mirrored else left + side + SPACE / 2
        paint_mark(painter, self.level, QPointF(mark_left + side / 2, area.center().y()), side, QColor(ink))
        painter.setPen(QColor(colour))
        place = QRectF(words_left, area.top(), wide + 2, area.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute, self.text())


def _faint(tokens: Palette) -> str:
    """Return an ink that is told from the usual one in high contrast as well."""
    return mixed(tokens.text, tokens.surface, 0.5)


def _mark_side(height: int) -> int:
    return round(height * 0.72)
