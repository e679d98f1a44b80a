"""A state in a few words with a small mark; the mark's shape says it too, never colour alone."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from guard.ui import theme
from guard.ui.widgets import text


class StatusPill(QWidget):
    """A mark and words. Tones: plain (ring), calm (dot), notice (diamond), alarm (triangle)."""

    def __init__(self, tone: str, words: str, parent: QWidget | None = None) -> None:
        """Show `words` in `tone`."""
        super().__init__(parent)
        self._mark = _Mark()
        self._words = text.body("")
        self._words.setWordWrap(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        row.addWidget(self._mark)
        row.addWidget(self._words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.show_state(tone, words)

    @property
    def tone(self) -> str:
        """The tone shown."""
        return self._mark.tone

    @property
    def words(self) -> str:
        """The words shown."""
        return self._words.text()

    def show_state(self, tone: str, words: str) -> None:
        """Show another state."""
        self._mark.tone = tone
        self._mark.update()
        self._words.setText(words)
        self.setAccessibleName(words)


class _Mark(QWidget):
    """The small shape in front of the words."""

    def __init__(self) -> None:
        super().__init__()
        self.tone = "plain"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = max(10, round(self.fontMetrics().height() * 0.8))
        return QSize(side, side)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        colours = {"calm": tokens.calm, "notice": tokens.notice, "alarm": tokens.alarm}
        colour = QColor(colours.get(self.tone, tokens.muted))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.tone == "alarm":
            top = QPointF(box.center().x(), box.top())
            painter.drawPolygon(QPolygonF([box.bottomLeft(), box.bottomRight(), top]))
        elif self.tone == "notice":
            painter.translate(box.center())
            painter.rotate(45)
            half = box.width() * 0.36
            painter.drawRoundedRect(QRectF(-half, -half, half * 2, half * 2), 1.5, 1.5)
        elif self.tone == "calm":
            painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(colour)
            pen.setWidthF(2.0)
            painter.setPen(pen)
            painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        painter.end()
