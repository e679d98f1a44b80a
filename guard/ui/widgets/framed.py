"""What a session's windows have in common: a frame in the colour of who the user is, and the sentence."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from guard.ui import theme
from guard.ui.persona import FRAME, Persona, paint_frame
from guard.ui.widgets import buttons, text


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
        self.stop = buttons.danger(self.tr("Stop"), "stop")
        self.stop.setAccessibleDescription(self.tr("Ends the session at once. No reason needed."))
        self.stop.hide()
        self._state = ""
        self._strip = QWidget()
        row = QHBoxLayout(self._strip)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.band, 1)
        row.addWidget(self.stop)
        self._column.addWidget(self._strip)
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
        self.band.setVisible(persona is not None)
        self._write()
        self._dye()
        self.update()

    def show_session(self, state: str, *, can_stop: bool) -> None:
        """Say beside who the user is how the session stands; `can_stop` offers Stop there."""
        self._state = state
        self.stop.setVisible(can_stop)
        self._write()

    def _write(self) -> None:
        said = self._persona.sentence if self._persona is not None else ""
        self.band.setText(f"{said} · {self._state}" if said and self._state else said)

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
