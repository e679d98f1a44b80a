"""The recovery kit at a glance, and what can be done for the worst day."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from guard.ui.pages.settings.dates import day
from guard.ui.secrets import KitState
from guard.ui.widgets import buttons, text
from guard.ui.widgets.card import Card
from guard.ui.widgets.flow import Flow
from guard.ui.widgets.pill import StatusPill


class KitCard(Card):
    """One clear next step: make a kit, then try it."""

    make_wanted = Signal()
    drill_wanted = Signal()
    backup_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Know nothing yet."""
        super().__init__(self.tr("Recovery kit"), parent=parent)
        self.state: KitState | None = None
        self.pill = StatusPill("plain", "")
        self._says = text.hint("")
        self.make = buttons.quiet("", "key")
        self.make.clicked.connect(self.make_wanted)
        self.drill = buttons.quiet(self.tr("Try the kit"), "shield-check")
        self.drill.clicked.connect(self.drill_wanted)
        self.backup = buttons.quiet(self.tr("Back up to a file"), "folder")
        self.backup.clicked.connect(self.backup_wanted)
        self.restore = buttons.quiet(self.tr("Restore"), "undo")
        self.restore.clicked.connect(self.restore_wanted)
        ways = QWidget()
        row = Flow(ways)
        for button in (self.make, self.drill, self.backup, self.restore):
            row.addWidget(button)
        for part in (self.pill, self._says, ways):
            self.body.addWidget(part)
        self.show_kit(None)

    def show_kit(self, state: KitState | None, trouble: str = "") -> None:
        """Show the kit's state; None while nobody knows, or when `trouble` says why nobody does."""
        self.state = state
        made = state is not None and state.made is not None
        self.drill.setVisible(made)
        self.make.setText(self.tr("Make a new kit") if made else self.tr("Make a recovery kit"))
        self._says.setText(
            self.tr(
                "If this computer, its keyring or your passphrase is lost, the kit brings your profiles and your journal back: "
                "it opens the encrypted copy that Guard renews after every change, and every backup made for it."
            )
        )
        if trouble:
            self.pill.show_state("notice", self.tr("Guard cannot tell about your kit"))
            self._says.setText(trouble)
        elif state is None:
            self.pill.show_state("plain", self.tr("One moment…"))
        elif state.made is None:
            self.pill.show_state("notice", self.tr("There is no kit yet"))
        else:
            tried = self._tried(state.drilled)
            self.pill.show_state(
                "calm" if state.drilled else "notice",
                self.tr("Made on {day}, {tried}").format(day=day(state.made), tried=tried),
            )

    def _tried(self, drilled: datetime | None) -> str:
        if drilled is None:
            return self.tr("never tried")
        return self.tr("last tried on {day}").format(day=day(drilled.astimezone().date()))
