"""A pseudonym's face: its first letter on its colour. No picture of anybody."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from guard.ui import theme
from guard.ui.pages.dot import Shades


class Avatar(QWidget):
    """`ems` text heights high; for the eye only."""

    def __init__(self, ems: float = 2.6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ems = ems
        self._name = ""
        self._shades: Shades | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_face(self, name: str, shades: Shades | None) -> None:
        """Show the first letter of `name`."""
        self._name, self._shades = name, shades
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square that grows with the text."""
        side = round(self.fontMetrics().height() * self._ems)
        return QSize(side, side)

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_face(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), self._name, self._shades)
        painter.end()


def paint_face(
    painter: QPainter, area: QRectF, name: str, shades: Shades | None, *, resting: bool = False
) -> None:
    """Paint a round face in `area`; as an outline for one that is `resting`, and without a colour in grey."""
    tokens = theme.current()
    colour = QColor(shades.now if shades is not None else tokens.muted)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.raised) if resting else colour)
    painter.drawEllipse(area)
    font = painter.font()
    font.setBold(True)
    font.setPixelSize(max(8, round(area.height() * 0.44)))
    painter.setFont(font)
    painter.setPen(colour if resting else QColor(tokens.surface))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, initial(name))


def initial(name: str) -> str:
    """Return the first letter of a name, or its first sign when it has no letter."""
    letters = [each for each in name if each.isalnum()]
    return (letters[0] if letters else name[:1]).upper()[:1]
