"""Welcome: what Guard does, and what it cannot do."""

from PySide6.QtWidgets import QWidget

from guard.ui.pages.marked_line import MarkedLine
from guard.ui.widgets import text
from guard.ui.widgets.card import Card
from guard.ui.wizard.flow import Step
from guard.ui.wizard.step_page import StepPage


class WelcomePage(StepPage):
    """The honest limits, before anything is asked."""

    step = Step.WELCOME
    can_skip = False

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show everything at once; nothing is read for it."""
        super().__init__("", parent=parent)
        self.title.setText(self.tr("Welcome to Guard"))
        self.subtitle.setText(
            self.tr(
                "A few minutes to set it up. Every step can be skipped, and settings are written only at the end."
            )
        )
        self.subtitle.show()
        card = Card()
        card.setAccessibleName(self.tr("What Guard does and what it cannot do"))
        for icon, ink, words in self._lines():
            line = MarkedLine()
            line.show_line(icon, ink, words)
            card.body.addWidget(line)
        self.column.addWidget(card)
        self.column.addWidget(
            text.hint(self.tr("Enter goes on, Alt and the left arrow go back, Escape leaves."))
        )
        self.column.addStretch(1)

    def _lines(self) -> tuple[tuple[str, str, str], ...]:
        return (
            (
                "eye",
                "accent",
                self.tr(
                    "It tells you when it sees a program on this computer use your screen, camera, microphone or keyboard."
                ),
            ),
            ("lock", "accent", self.tr("Everything stays here. Guard opens no connection to the internet.")),
            (
                "info",
                "notice",
                self.tr(
                    "It cannot see the other person's device, a second phone, or a camera aimed at a screen."
                ),
            ),
            (
                "info",
                "notice",
                self.tr("So it never says that you are safe. It says what it saw, and what it cannot see."),
            ),
        )
