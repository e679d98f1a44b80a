"""How far it is: a dot for each step, filled up to here. The words beside it say the same."""

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from guard.ui import theme


class Dots(QWidget):
    """Grows with the text and follows the reading direction."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._at, self._count = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_step(self, at: int, count: int) -> None:
        """Show the step at place `at` of `count`."""
        self._at, self._count = at, count
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A square for each dot."""
        side = self._side()
        return QSize(side * max(1, self._count), side)

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint done steps filled, this one larger, the others as rings."""
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._side()
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for place in range(self._count):
            column = self._count - 1 - place if mirrored else place
            middle = QPointF((column + 0.5) * side, self.height() / 2)
            reach = side * (0.34 if place == self._at else 0.2)
            painter.setPen(QPen(QColor(tokens.accent if place <= self._at else tokens.outline), 1.5))
            painter.setBrush(QColor(tokens.accent if place <= self._at else tokens.window))
            painter.drawEllipse(middle, reach, reach)
        painter.end()

    def _side(self) -> int:
        return max(12, round(self.fontMetrics().height() * 0.9))
