"""What a session's windows have in common: a frame in the colour of who the user is, and the sentence."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.ui import theme
from guard.ui.persona import FRAME, Persona, paint_frame
from guard.ui.widgets import text


class Framed(QWidget):
    """Holds one widget. With a persona there is a frame around it, and one line above that says who."""

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._persona: Persona | None = None
        self.band = text.hint("")
        self.band.setObjectName("persona")
        self.band.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.band)
        self._column.addWidget(inside, 1)

    @property
    def persona(self) -> Persona | None:
        """Who is shown."""
        return self._persona

    def show_persona(self, persona: Persona | None) -> None:
        """Show who the user is; None takes frame and line away."""
        if persona == self._persona:
            return
        self._persona = persona
        edge = FRAME if persona is not None else 0
        self._column.setContentsMargins(edge, edge, edge, edge)
        self.band.setText(persona.sentence if persona is not None else "")
        self.band.setVisible(persona is not None)
        self._dye()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame."""
        super().paintEvent(event)
        if self._persona is None:
            return
        self._dye()
        painter = QPainter(self)
        paint_frame(painter, self.rect(), self._persona)
        painter.end()

    def _dye(self) -> None:
        """Give the line its colour, which changes with the theme."""
        ground = self._persona.colour if self._persona is not None else theme.current().window
        sheet = f"background: {ground}; color: {theme.current().surface};"
        if self.band.styleSheet() != sheet:
            self.band.setStyleSheet(sheet)
