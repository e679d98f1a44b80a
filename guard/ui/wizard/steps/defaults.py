"""How Guard behaves: check-ins, how much it says aloud, and starting with the login."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from guard.ui.pages.choice import Choice, Option
from guard.ui.pages.settings.line import Line, add_lines
from guard.ui.widgets import text
from guard.ui.widgets.card import Card
from guard.ui.widgets.switch import Switch
from guard.ui.wizard.flow import Choices, SetUp, Step
from guard.ui.wizard.step_page import StepPage

_INTERVALS = (10, 15, 20, 30, 45)


class DefaultsPage(StepPage):
    """Shows what holds now; what is chosen here is written only at the end."""

    step = Step.DEFAULTS

    def __init__(self, usual: Choices, parent: QWidget | None = None) -> None:
        """Offer the interval that holds now among the others."""
        super().__init__("", parent=parent)
        self._intervals = sorted({*_INTERVALS, usual.check_in})
        self.title.setText(self.tr("How Guard behaves"))
        self.subtitle.setText(self.tr("All of it can be changed in Settings whenever you like."))
        self.subtitle.show()
        question = self.tr("Minutes between two check-ins in a session")
        self.often = Choice([Option(f"{each}") for each in self._intervals], question)
        rhythm = Card()
        rhythm.setAccessibleName(question)
        rhythm.body.addWidget(text.body(question))
        rhythm.body.addWidget(self.often)
        rhythm.body.addWidget(
            text.hint(
                self.tr(
                    "A check-in asks how you are. Without an answer the session pauses, then ends. Each session can have its own."
                )
            )
        )
        self.discreet = Switch(self.tr("Discreet notices"))
        self.autostart = Switch(self.tr("Start with the login"))
        card = Card()
        card.setAccessibleName(self.tr("Guard itself"))
        add_lines(
            card,
            Line(
                self.tr("Discreet notices"),
                self.tr("The tray's menu names no programs. No notice ever names a pseudonym."),
                self.discreet,
            ),
            Line(
                self.tr("Start with the login"),
                self.tr("Guard then watches from the start; the window opens with it."),
                self.autostart,
            ),
        )
        for part in (rhythm, card):
            self.column.addWidget(part)
        self.column.addStretch(1)

    def show_state(self, now: SetUp) -> None:
        """Show what is chosen."""
        self.often.choose(self._intervals.index(now.choices.check_in))
        self.discreet.setChecked(now.choices.discreet)
        self.autostart.setChecked(now.choices.autostart)

    def chosen(self, choices: Choices) -> Choices:
        """Return what the switches show."""
        place = self.often.place()
        return replace(
            choices,
            check_in=choices.check_in if place is None else self._intervals[place],
            discreet=self.discreet.isChecked(),
            autostart=self.autostart.isChecked(),
        )
