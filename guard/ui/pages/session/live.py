"""A running session: who I am here, how long it has been, how the guard is doing, and Stop."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from guard.ui import theme
from guard.ui.pages.dot import Shades
from guard.ui.pages.session.clock import Clock
from guard.ui.pages.session.guard_view import GuardView
from guard.ui.pages.session.step import Step
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending

STOP_KEYS = "Ctrl+."
"""Two keys that no text field and no space bar presses by accident."""

_FRAME = 4


class LiveStep(Step):
    """Stop is one action: no dialog, no second question, no reason."""

    stopped = Signal()
    paused = Signal()
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shades: Shades | None = None
        self.name(self.tr("Your session"))
        self.setContentsMargins(_FRAME, _FRAME, _FRAME, _FRAME)
        self.time = Clock()
        self.guard = GuardView()
        middle = Bending()
        middle.row.setSpacing(SPACE * 3)
        middle.row.addWidget(self.time, 0, Qt.AlignmentFlag.AlignTop)
        middle.row.addWidget(self.guard, 1)
        self.column.addWidget(middle)
        self._warning = text.hint("")
        self._warning.hide()
        self.column.addWidget(self._warning)
        self.column.addStretch(1)
        pause = buttons.quiet(self.tr("Pause"), "pause")
        pause.setAccessibleDescription(self.tr("For practical things. If anyone is not comfortable, stop."))
        pause.clicked.connect(self.paused)
        done = buttons.quiet(self.tr("We are done"), "check")
        done.setAccessibleDescription(self.tr("It has come to a good end."))
        done.clicked.connect(self.finished)
        self.stop = buttons.danger(self.tr("Stop"), "stop")
        self.stop.setAccessibleDescription(self.tr("Ends the session at once. No reason needed."))
        self.stop.clicked.connect(self.stopped)
        self.says.setVisible(False)
        self.add_way(self.stop, pause, done)

    def show_who(self, name: str, place: str, shades: Shades | None) -> None:
        """Say who I am here, framed in my colour."""
        words = self.tr("You are {name} on {place}") if place else self.tr("You are {name}")
        stop = self.tr("Stop ends it at once, no reason needed ({keys}). Pause is for practical things only.")
        self.name(words.format(name=name, place=place), stop.format(keys=STOP_KEYS))
        self._shades = shades
        self.time.show_colour(shades)
        self.update()

    def show_elapsed(self, seconds: float) -> None:
        """Let the clock go on."""
        self.time.show_elapsed(seconds)

    def show_warning(self, sentence: str) -> None:
        """Say what could not be kept for the case of a crash."""
        self._warning.setText(sentence)
        self._warning.setVisible(bool(sentence))

    def focus(self) -> None:
        """Bring the keyboard to Stop."""
        self.stop.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame in the profile's colour."""
        super().paintEvent(event)
        painter = QPainter(self)
        pen = QPen(QColor(self._shades.now if self._shades is not None else theme.current().accent), _FRAME)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        half = _FRAME / 2
        painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))
        painter.end()
