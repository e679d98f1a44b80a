"""Where the secrets will live, and the recovery kit."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from guard.errors import GuardError
from guard.ui.pages.settings.dates import day
from guard.ui.pages.settings.home_card import HomeCard
from guard.ui.pages.settings.line import Line
from guard.ui.secrets import Home, KitState
from guard.ui.widgets import buttons
from guard.ui.widgets.card import Card
from guard.ui.wizard.desk import SetUpDesk
from guard.ui.wizard.flow import Step
from guard.ui.wizard.step_page import StepPage


class SecretsPage(StepPage):
    """Asks each time it is shown."""

    step = Step.SECRETS
    file_wanted = Signal()
    change_wanted = Signal()
    kit_wanted = Signal()

    def __init__(self, desk: SetUpDesk, parent: QWidget | None = None) -> None:
        """Know nothing yet."""
        super().__init__("", parent=parent)
        self._desk = desk.settings
        self.state: KitState | None = None
        self.title.setText(self.tr("Where your secrets will live"))
        self.subtitle.setText(
            self.tr(
                "Pseudonyms and notes are kept encrypted, in one place. This is the one Guard found here."
            )
        )
        self.subtitle.show()
        self.home = HomeCard()
        self.home.file_wanted.connect(self.file_wanted)
        self.home.change_wanted.connect(self.change_wanted)
        self.home.again_wanted.connect(self.look)
        self.make = buttons.quiet(self.tr("Make a kit"), "key")
        self.make.setAccessibleName(self.make.text())
        self.make.clicked.connect(self.kit_wanted)
        self._kit = Line(self.tr("Recovery kit"), self.tr("One moment…"), self.make)
        card = Card()
        card.setAccessibleName(self.tr("Recovery kit"))
        card.body.addWidget(self._kit)
        for part in (self.home, card):
            self.column.addWidget(part)
        self.column.addStretch(1)

    def enter(self) -> None:
        """Ask again."""
        self.look()

    def look(self) -> None:
        """Ask where the secrets live and whether there is a kit."""
        if not self._desk.secrets.sealed:
            self._desk.worker.run(self._desk.secrets.home, self._show_home, lambda _error: None)
        self._desk.worker.run(self._desk.secrets.kit, self._show_kit, self._no_kit)

    def _show_home(self, home: Home) -> None:
        self.home.show_home(home)

    def _show_kit(self, state: KitState) -> None:
        self.state = state
        if state.made is None:
            self._kit.say(
                self.tr(
                    "None yet. It is a page on paper that brings everything back if this computer is lost."
                )
            )
        else:
            self._kit.say(self.tr("You made one on {day}.").format(day=day(state.made)))
        self.make.setVisible(state.made is None)

    def _no_kit(self, error: GuardError) -> None:
        self._kit.say(error.sentence)
        self.make.hide()
