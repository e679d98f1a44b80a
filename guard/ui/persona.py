"""Who the user is in this session: the sentence that says so, and the frame in that self's colour."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRect
from PySide6.QtGui import QColor, QPainter

from guard.ui import theme
from guard.ui.pages.dot import Shades

FRAME = 4
"""Width of the frame in pixels."""

_EDGE = 1  # pixels of plain ink around the colour where the system asks for high contrast


@dataclass(frozen=True, slots=True)
class Persona:
    """A pseudonym in use: its name, where it talks ("" for a place nobody has written down), its colour."""

    name: str
    place: str = ""
    shades: Shades | None = None

    @property
    def sentence(self) -> str:
        """Say who the user is, for the eye and for a screen reader."""
        words = (
            QCoreApplication.translate("Persona", "You are {name} on {place}")
            if self.place
            else QCoreApplication.translate("Persona", "You are {name}")
        )
        return words.format(name=self.name, place=self.place)

    @property
    def colour(self) -> str:
        """The colour on the window as it is now; the program's own for one that is no longer offered."""
        return self.shades.now if self.shades is not None else theme.current().accent


def paint_frame(painter: QPainter, area: QRect, persona: Persona) -> None:
    """Paint the frame inside the edge of `area`."""
    _ring(painter, area, FRAME, QColor(persona.colour))
    if theme.current().strong:
        _ring(painter, area, _EDGE, QColor(theme.current().text))


def _ring(painter: QPainter, area: QRect, width: int, ink: QColor) -> None:
    painter.fillRect(area.x(), area.y(), area.width(), width, ink)
    painter.fillRect(area.x(), area.bottom() + 1 - width, area.width(), width, ink)
    painter.fillRect(area.x(), area.y(), width, area.height(), ink)
    painter.fillRect(area.right() + 1 - width, area.y(), width, area.height(), ink)
