"""The way back into the guided set-up, with what was left for later there."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from guard.ui.pages.checkup.desk import CheckDesk
from guard.ui.pages.settings.line import Line
from guard.ui.widgets import buttons
from guard.ui.widgets.card import Card
from guard.ui.wizard import said
from guard.ui.wizard.flow import Reason, Step


class SetUpCard(Card):
    """Hidden where there is no set-up to open."""

    def __init__(
        self, desk: CheckDesk, open_: Callable[[], None] | None, parent: QWidget | None = None
    ) -> None:
        """`open_` shows the set-up."""
        super().__init__(parent=parent)
        self._desk = desk
        self.setAccessibleName(self.tr("Guided set-up"))
        self.open = buttons.quiet(self.tr("Set up again"))
        self.open.setAccessibleName(self.tr("Set up again"))
        if open_ is not None:
            self.open.clicked.connect(lambda _=False: open_())
        self.line = Line(self.tr("Guided set-up"), self.tr("Goes through everything once more."), self.open)
        self.body.addWidget(self.line)
        self.setVisible(open_ is not None)

    def refresh(self) -> None:
        """Say what was left for later."""
        later = [
            said.name(step) for step in Step if self._desk.left_out.get(step.value) == Reason.LATER.value
        ]
        words = (
            self.tr("You left for later: {steps}.").format(steps=", ".join(later))
            if later
            else self.tr("Goes through everything once more.")
        )
        if words != self.line.words.text():
            self.line.say(words)
