"""Compare without showing: two people answer in turn, and only shared yeses are seen. Forgotten the moment it is left.

Each part of it is gone, widgets and all, before the next one is made, so that neither eye nor screen reader
finds anything of it again.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from guard.session.compare import HONESTY, ComparingRefused, Comparison, Person, Shared
from guard.session.topics import Topics
from guard.ui.pages.boundaries.answer_step import AnswerStep
from guard.ui.pages.session.step import Step
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.card import Card
from guard.ui.widgets.picture import Picture

_CALM_MS = 600  # so that the second half of a double click passes over nothing


class CompareFlow(QWidget):
    """Stands before the whole window. There is no way back into the turn of the first person."""

    ended = Signal()
    """It is over and everything is forgotten; comes once."""

    def __init__(self, topics: Topics, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Compare without showing"))
        self._names = {topic.id: topic.together for topic in topics.topics if topic.together}
        self._comparison = Comparison(list(self._names))
        self._over = False
        self.step: Step | None = None
        """What is shown; None when it is over."""
        self._go: QPushButton | None = None
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(0, 0, 0, 0)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.leave)
        self._turn(self._explain())

    def leave(self) -> None:
        """Forget everything at once; `ended` follows."""
        if not self._over:
            self._over = True
            self._comparison.forget()
            self._drop()
            QTimer.singleShot(0, self, self.ended.emit)  # not while Qt is still hiding it

    def hideEvent(self, event: QHideEvent) -> None:
        """Whatever takes it from the screen ends it."""
        super().hideEvent(event)
        self.leave()

    def focus(self) -> None:
        """Bring the keyboard to what is shown."""
        if self._go is not None:
            self._go.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.step is not None:
            self.step.focus()

    def _turn(self, step: Step) -> None:
        self._drop()
        self.step = step
        stop = buttons.link(self.tr("Stop comparing"), "close")
        stop.setAccessibleDescription(self.tr("Forgets everything that was answered."))
        stop.clicked.connect(self.leave)
        step.column.insertWidget(0, stop)
        self._room.addWidget(step)
        if self.isVisible():
            self.focus()

    def _drop(self) -> None:
        step, self.step = self.step, None
        self._go = None
        if step is not None:
            self._room.removeWidget(step)
            step.hide()
            step.setParent(None)
            step.deleteLater()

    def _explain(self) -> Step:
        step = Step()
        step.name(
            self.tr("Compare without showing"),
            self.tr("You answer one after the other, each alone with the screen. Then you look together."),
        )
        card = Card(self.tr("What this can do, and what it cannot"))
        for sentence in _paragraphs(HONESTY):
            card.body.addWidget(text.body(sentence))
        step.column.addWidget(card)
        step.says.setText(self.tr("It takes a few minutes. Either of you can stop at any time."))
        self._add_next(step, self.tr("The first person begins"), lambda: self._ask(Person.FIRST))
        return step

    def _ask(self, person: Person) -> None:
        step = AnswerStep(self._comparison, person, self._names)
        step.answered.connect(lambda yeses: self._take(person, yeses))
        self._turn(step)

    def _take(self, person: Person, yeses: frozenset[str]) -> None:
        try:
            self._comparison.answer(person, yeses)
        except ComparingRefused:
            self.leave()
            return
        self._turn(self._pass_on() if person is Person.FIRST else self._call_back())

    def _pass_on(self) -> Step:
        return self._between(
            self.tr("Pass the device on"),
            self.tr("The answers are hidden, and nothing here leads back to them."),
            self.tr("I am the second person"),
            lambda: self._ask(Person.SECOND),
        )

    def _call_back(self) -> Step:
        return self._between(
            self.tr("Now look together"),
            self.tr("Call the other person back. What comes next is for both of you."),
            self.tr("Show what we share"),
            self._reveal,
        )

    def _between(self, title: str, words: str, go: str, then: Callable[[], None]) -> Step:
        step = Step()
        step.name(title, words)
        step.column.addSpacing(SPACE * 3)
        step.column.addWidget(Picture("people", "accent", ems=4.5), 0, Qt.AlignmentFlag.AlignHCenter)
        step.column.addSpacing(SPACE * 3)
        self._add_next(step, go, then)
        return step

    def _reveal(self) -> None:
        try:
            shared = self._comparison.reveal()
        except ComparingRefused:
            self.leave()
            return
        self._turn(self._result(shared))

    def _result(self, shared: Shared) -> Step:
        step = Step()
        step.name(
            self.tr("What you share"),
            self.tr("A place to begin talking, and kept nowhere. It is no agreement."),
        )
        names = [self._names[topic] for topic in shared.topics]
        card = Card(self.tr("You both said yes to"), tone="calm") if names else Card()
        for name in names:
            card.body.addWidget(text.body(name))
        if not names:
            card.body.addWidget(text.body(self.tr("There is nothing that both said yes to today.")))
            card.body.addWidget(
                text.hint(self.tr("That is an answer, too. Talking about something else is fine."))
            )
        step.column.addWidget(card)
        self._add_next(step, self.tr("Forget it and close"), self.leave)
        return step

    def _add_next(self, step: Step, words: str, then: Callable[[], None]) -> None:
        go = buttons.primary(words)
        go.clicked.connect(lambda _on=False: then())
        go.setEnabled(False)
        QTimer.singleShot(_CALM_MS, go, lambda: self._enable(go))
        step.add_way(go)
        step.column.addStretch(1)

    def _enable(self, go: QPushButton) -> None:
        go.setEnabled(True)
        if self.step is not None and self.step.isAncestorOf(go):
            self._go = go
            if self.isVisible():
                self.focus()


def _paragraphs(words: str) -> list[str]:
    """Put each sentence on a line of its own."""
    return [f"{part.rstrip('.')}." for part in words.split(". ")]
