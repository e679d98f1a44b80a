"""A deliberate moment before a session at a time that its owner wanted to keep free.

The way out comes first and is always open; the way on opens after a few seconds. No reason is asked for.
"""

from datetime import date, timedelta

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from guard.errors import GuardError
from guard.session.phase import Phase
from guard.ui import theme
from guard.ui.notes import NotesDesk
from guard.ui.pages.session.step import Step
from guard.ui.widgets import buttons
from guard.ui.widgets.breath import Breath, eased
from guard.wellbeing import balance
from guard.wellbeing.balance import Pause, PauseWords
from guard.wellbeing.days import evening_of
from guard.wellbeing.entries import Plan

_OVER = frozenset({Phase.AFTERCARE, Phase.CLOSED, Phase.CANCELLED})
_SECOND_MS = 1000
_MOVING_MS = 40
_BREATH_SECONDS = 10.0
_IN = 0.4  # of one breath


class Deliberation(QObject):
    """Whether going into a session now is something to pause for. Without a readable journal only quiet hours count."""

    changed = Signal()
    read = Signal()
    """The journal was read, so nobody has to be asked for it any more."""

    def __init__(self, desk: NotesDesk, parent: QObject | None = None) -> None:
        """Ask nothing yet."""
        super().__init__(parent)
        self._desk = desk
        self._words: PauseWords | None = None
        self._free: frozenset[date] = frozenset()
        self._passed: date | None = None
        desk.preferences.changed.connect(self.changed)

    def look(self) -> None:
        """Read which evenings are planned to be free, if there is a journal; `changed` follows."""
        evening = evening_of(self._desk.now())

        def work() -> frozenset[date]:
            if not self._desk.notes.has_notebook():
                return frozenset()
            near = self._desk.notebook().find(Plan, evening - timedelta(days=1), evening + timedelta(days=1))
            return frozenset(note.day for note in near.notes)

        def done(days: frozenset[date]) -> None:
            self._free = days
            self.changed.emit()
            self.read.emit()

        def failed(_error: GuardError) -> None:
            """Quiet hours are left to count."""

        self._desk.worker.run(work, done, failed)

    def pause(self) -> Pause | None:
        """Return the pause that is due; None for going straight on."""
        now = self._desk.now()
        if self._passed == evening_of(now):
            return None
        try:
            self._words = self._words or balance.pause_words()
        except GuardError:
            return None
        return balance.deliberate(now, self._desk.preferences.now, self._free, self._words)

    def go_on(self) -> None:
        """It was thought over: do not ask again this evening, until `begin_anew`."""
        self._passed = evening_of(self._desk.now())
        self.changed.emit()

    def begin_anew(self) -> None:
        """A session is over; the next one is thought over for itself."""
        self._passed = None

    def forget(self) -> None:
        """Know no plans any more, as when the window is locked."""
        self._free = frozenset()


class PauseFirst(Step):
    """Counts down on the button that goes on, and breathes meanwhile."""

    left = Signal()
    turned = Signal()
    """Whether to pause may be another answer now."""

    def __init__(self, deliberation: Deliberation | None = None, parent: QWidget | None = None) -> None:
        """Without a `deliberation` it is never wanted."""
        super().__init__(parent)
        self._deliberation = deliberation
        self._pause: Pause | None = None
        self._left_seconds = 0
        self._elapsed = 0.0
        self.breath = Breath()
        self.column.addSpacing(theme.SPACE * 2)
        self.column.addWidget(self.breath, 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addStretch(1)
        self.leave = buttons.primary("")
        self.leave.clicked.connect(self.left)
        self.go = buttons.quiet("")
        if deliberation is not None:
            self.go.clicked.connect(deliberation.go_on)
            deliberation.changed.connect(self.turned)
        self.add_way(self.leave, self.go)
        self._seconds = QTimer(self, interval=_SECOND_MS)
        self._seconds.timeout.connect(self.count)
        self._moving = QTimer(self, interval=_MOVING_MS)
        self._moving.timeout.connect(self._breathe)

    def look(self) -> None:
        """Ask anew whether to pause; `turned` follows."""
        if self._deliberation is not None:
            self.turned.emit()
            self._deliberation.look()

    def wanted(self, phase: Phase) -> bool:
        """Tell whether this page comes first in `phase`; it never comes once a session is being prepared."""
        if self._deliberation is None:
            return False
        if phase in _OVER:
            self._deliberation.begin_anew()
        due = self._deliberation.pause() if phase is Phase.PREPARE else None
        if due is not None and due != self._pause:
            self.show_pause(due)
        return due is not None

    def show_pause(self, pause: Pause) -> None:
        """Say what it is about, and begin to count when it is seen."""
        self._pause = pause
        self.name(pause.title, pause.text)
        self.leave.setText(pause.leave)
        self.leave.setAccessibleName(pause.leave)
        self._begin()

    def count(self) -> None:
        """Let one second pass."""
        self._left_seconds = max(0, self._left_seconds - 1)
        self._refresh()

    def focus(self) -> None:
        """Bring the keyboard to the way out."""
        self.leave.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Count from the beginning whenever somebody comes here."""
        super().showEvent(event)
        if not event.spontaneous():
            self._begin()

    def hideEvent(self, event: QHideEvent) -> None:
        """Count only what is seen."""
        super().hideEvent(event)
        self._seconds.stop()
        self._moving.stop()

    def _begin(self) -> None:
        self._left_seconds = self._pause.seconds if self._pause is not None else 0
        self._elapsed = 0.0
        self.breath.show_breath(0.5)
        if self.isVisible():
            self._seconds.start()
            if not theme.reduced_motion():
                self._moving.start()
        self._refresh()

    def _refresh(self) -> None:
        if self._pause is None:
            return
        waits = self._left_seconds > 0
        words = self.tr("{go} ({seconds})").format(go=self._pause.go, seconds=self._left_seconds)
        self.go.setText(words if waits else self._pause.go)
        self.go.setAccessibleName(self._pause.go)
        self.go.setAccessibleDescription(self.tr("Opens after a few seconds.") if waits else "")
        self.go.setEnabled(not waits)
        if not waits:
            self._seconds.stop()

    def _breathe(self) -> None:
        self._elapsed += _MOVING_MS / 1000
        part = self._elapsed % _BREATH_SECONDS / _BREATH_SECONDS
        filled = eased(part / _IN) if part < _IN else 1 - eased((part - _IN) / (1 - _IN))
        whole = self._pause.seconds if self._pause is not None else 0
        self.breath.show_breath(filled, self._elapsed / whole if whole else 0.0)
