"""A running session: who I am here, how long it has been, its check-ins, the guard, and Stop."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from guard.session.model import Asking
from guard.ui.pages.dot import Shades
from guard.ui.pages.session.asked import Asked
from guard.ui.pages.session.clock import Clock
from guard.ui.pages.session.guard_view import GuardView
from guard.ui.pages.session.keys import STOP_KEYS
from guard.ui.pages.session.picks import Picks
from guard.ui.pages.session.step import Step
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending


class LiveStep(Step):
    """Stop is one action: no dialog, no second question, no reason."""

    quick = True  # Stop never waits
    stopped = Signal()
    paused = Signal()
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name(self.tr("Your session"))
        self.asked = Asked()
        self.asked.hide()
        self.column.addWidget(self.asked)
        self.time = Clock()
        self.guard = GuardView()
        middle = Bending()
        middle.row.setSpacing(SPACE * 3)
        middle.row.addWidget(self.time, 0, Qt.AlignmentFlag.AlignTop)
        middle.row.addWidget(self.guard, 1)
        self.column.addWidget(middle)
        self._agreed = text.body("")
        self._agreed.hide()
        self.column.addWidget(self._agreed)
        self._rhythm = text.hint("")
        self.column.addWidget(self._rhythm)
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
        """Say who I am here; the window has its frame in my colour."""
        words = self.tr("You are {name} on {place}") if place else self.tr("You are {name}")
        stop = self.tr("Stop ends it at once, no reason needed ({keys}). Pause is for practical things only.")
        self.name(words.format(name=name, place=place), stop.format(keys=STOP_KEYS))
        self.time.show_colour(shades)

    def show_elapsed(self, seconds: float) -> None:
        """Let the clock go on."""
        self.time.show_elapsed(seconds)

    def show_rhythm(self, sentence: str) -> None:
        """Say how often it is asked how it is, and for how long it is meant to be."""
        self._rhythm.setText(sentence)

    def show_agreed(self, picks: Picks) -> None:
        """Say what was agreed for today."""
        self._agreed.setText(picks.reminder())
        self._agreed.setVisible(bool(self._agreed.text()))

    def show_below(self, part: QWidget) -> None:
        """Put `part` below everything else."""
        self.column.insertWidget(self.column.count() - 1, part)

    def ask(self, asking: Asking | None) -> None:
        """Show a check-in above all else, or none. The keyboard stays where it is."""
        self.asked.ask(asking)
        if asking is not None:
            self.page.verticalScrollBar().setValue(0)

    def show_warning(self, sentence: str) -> None:
        """Say what could not be kept for the case of a crash."""
        self._warning.setText(sentence)
        self._warning.setVisible(bool(sentence))

    def focus(self) -> None:
        """Bring the keyboard to Stop."""
        self.stop.setFocus()
