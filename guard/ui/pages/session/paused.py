"""A paused session: why, and two fresh yeses before it goes on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from guard.session.checklist import Answer
from guard.session.model import PauseWhy
from guard.ui.pages.session.guard_view import GuardView
from guard.ui.pages.session.keys import STOP_KEYS
from guard.ui.pages.session.picks import Picks
from guard.ui.pages.session.step import Step
from guard.ui.pages.session.two_yeses import TwoYeses
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
        self._agreed = text.body("")
        self._agreed.hide()
        self.column.addWidget(self._agreed)
        card = Card(self.tr("Go on?"))
        card.body.addWidget(
            text.hint(self.tr("The earlier yes was for before the pause. Ask again, without hurry."))
        )
        self._yeses = TwoYeses(self.tr("I want to go on."))
        self._yeses.changed.connect(self._refresh)
        self.mine, self.theirs = self._yeses.mine, self._yeses.theirs
        card.body.addWidget(self._yeses)
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
            PauseWhy.ADJUST: self.tr("Somebody wants to change something. Take the time to talk about it."),
            PauseWhy.UNANSWERED: self.tr("Nobody answered the check-in."),
        }.get(PauseWhy(why) if why in set(PauseWhy) else PauseWhy.PRACTICAL, "")
        waits = (
            self.tr("If nobody answers within the next minutes, the session ends by itself.")
            if why == PauseWhy.UNANSWERED
            else self.tr("If nobody answers within five minutes, the session ends by itself.")
        )
        self.name(self.tr("Paused"), f"{reason} {waits}")
        self._yeses.clear()
        self._refresh()

    def show_agreed(self, picks: Picks) -> None:
        """Say what was agreed for today."""
        self._agreed.setText(picks.reminder())
        self._agreed.setVisible(bool(self._agreed.text()))

    def focus(self) -> None:
        """Bring the keyboard to the first question."""
        self._yeses.focus()

    def _refresh(self) -> None:
        doubt = self._yeses.doubt
        self._go.setEnabled(self._yeses.decided)
        self._go.setText(self.tr("End it here") if doubt else self.tr("Go on"))
        self._go.setAccessibleName(self._go.text())
        if doubt:
            self.says.setText(
                self.tr("Without two clear yeses this is a good moment to end. Nothing is wrong with that.")
            )
        elif self._yeses.both:
            self.says.setText(self.tr("Two fresh yeses. You can go on."))
        else:
            self.says.setText(self.tr("It goes on only with two fresh yeses."))

    def _answer(self) -> None:
        mine, theirs = (answer is Answer.YES for answer in self._yeses.answers)
        self.answered.emit(mine, theirs)
