"""Something that takes a few steps: it takes the place of the settings until it is done or left."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QProgressBar, QWidget

from guard.errors import GuardError
from guard.ui.pages.counsel import Worker
from guard.ui.pages.session.step import Step
from guard.ui.widgets import buttons, text

T = TypeVar("T")


class Task(Step):
    """Escape and the way back leave it. What runs is shown below; a failure is said and nothing is lost of what was typed."""

    closed = Signal()
    finished = Signal(str)
    """It is done; a sentence to say afterwards, or ""."""

    def __init__(self, worker: Worker, title: str, subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._round = 0
        self.busy = False
        self.back = buttons.link(self.tr("Settings"), "undo")
        self.back.clicked.connect(self.leave)
        self.column.insertWidget(0, self.back)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Working"))
        self._bar.hide()
        whole = self.layout()
        if whole is not None:
            whole.addWidget(self._bar)
        self.name(title, subtitle)
        keys = QShortcut(
            QKeySequence(Qt.Key.Key_Escape), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        keys.activated.connect(self.leave)

    def leave(self) -> None:
        """Go back; what still runs is finished but no longer heard."""
        self._round += 1
        self._set_busy(busy=False)
        self.closed.emit()

    def finish(self, sentence: str = "") -> None:
        """Go back with a sentence."""
        self.leave()
        self.finished.emit(sentence)

    def say(self, sentence: str, tone: str = "plain") -> None:
        """Say something beside the buttons."""
        self.says.setText(sentence)
        text.set_tone(self.says, tone)
        if sentence:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.says, sentence))

    def ask(self, work: Callable[[], T], done: Callable[[T], None], words: str) -> None:
        """Do `work` in the background and say `words` meanwhile; a failure is said instead."""
        if self.busy:
            return
        self._round += 1
        number = self._round
        self._set_busy(busy=True)
        self.say(words)

        def answered(value: T) -> None:
            if number == self._round:
                self._set_busy(busy=False)
                self.say("")
                done(value)

        def refused(error: GuardError) -> None:
            if number == self._round:
                self._set_busy(busy=False)
                self.refuse(error)

        self._worker.run(work, answered, refused)

    def refuse(self, error: GuardError) -> None:
        """Say why it did not work."""
        self.say(error.sentence, "alarm")

    def refresh(self) -> None:
        """Let buttons follow what is typed and what runs."""

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self._bar.setVisible(busy)
        self.refresh()
