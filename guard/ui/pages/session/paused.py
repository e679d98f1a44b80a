"""A paused session: why, and two fresh yeses before it goes on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from guard.session.checklist import Answer
from guard.session.model import PauseWhy
from guard.ui.pages.choice import Choice
from guard.ui.pages.session.guard_view import GuardView
from guard.ui.pages.session.live import STOP_KEYS
from guard.ui.pages.session.question import ANSWERS, answer_options
from guard.ui.pages.session.step import Step
from guard.ui.widgets import buttons, text
from guard.ui.widgets.card import Card


class PausedStep(Step):
    """Anything but two yeses ends the session."""

    answered = Signal(bool, bool)
    """My yes and theirs."""
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name(self.tr("Paused"))
        card = Card(self.tr("Go on?"))
        card.body.addWidget(
            text.hint(self.tr("The earlier yes was for before the pause. Ask again, without hurry."))
        )
        self.mine = self._ask(card, self.tr("I want to go on."))
        self.theirs = self._ask(card, self.tr("I asked, and everyone else said yes again."))
        self.column.addWidget(card)
        self.guard = GuardView()
        self.column.addWidget(self.guard)
        self.column.addStretch(1)
        self._go = buttons.primary("")
        self._go.clicked.connect(self._answer)
        stop = buttons.danger(self.tr("Stop"), "stop")
        stop.setToolTip(STOP_KEYS)
        stop.setAccessibleDescription(self.tr("Ends the session at once. No reason needed."))
        stop.clicked.connect(self.stopped)
        self.add_way(self._go, stop)
        self._refresh()

    def show_why(self, why: str) -> None:
        """Say why it is paused, and ask both questions anew."""
        reason = {
            PauseWhy.PRACTICAL: self.tr("You asked for a pause."),
            PauseWhy.ALARM: self.tr("Something needed a look."),
            PauseWhy.SLEEP: self.tr("The computer was asleep."),
        }.get(PauseWhy(why) if why in set(PauseWhy) else PauseWhy.PRACTICAL, "")
        waits = self.tr("If nobody answers within five minutes, the session ends by itself.")
        self.name(self.tr("Paused"), f"{reason} {waits}")
        self.mine.choose(None)
        self.theirs.choose(None)
        self._refresh()

    def focus(self) -> None:
        """Bring the keyboard to the first question."""
        self.mine.focus()

    def _ask(self, card: Card, question: str) -> Choice:
        card.body.addWidget(text.body(question))
        choice = Choice(answer_options(), question, alike=True)
        choice.chosen.connect(self._refresh)
        card.body.addWidget(choice)
        return choice

    def _answers(self) -> list[Answer | None]:
        places = (self.mine.place(), self.theirs.place())
        return [None if place is None else ANSWERS[place] for place in places]

    def _refresh(self) -> None:
        answers = self._answers()
        doubt = any(answer not in {None, Answer.YES} for answer in answers)
        self._go.setEnabled(doubt or None not in answers)
        self._go.setText(self.tr("End it here") if doubt else self.tr("Go on"))
        self._go.setAccessibleName(self._go.text())
        if doubt:
            self.says.setText(
                self.tr("Without two clear yeses this is a good moment to end. Nothing is wrong with that.")
            )
        elif None in answers:
            self.says.setText(self.tr("It goes on only with two fresh yeses."))
        else:
            self.says.setText(self.tr("Two fresh yeses. You can go on."))

    def _answer(self) -> None:
        mine, theirs = (answer is Answer.YES for answer in self._answers())
        self.answered.emit(mine, theirs)
