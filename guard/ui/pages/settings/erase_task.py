"""Erasing everything: what goes, what no program can reach, one word typed on purpose, and what came of it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from guard.errors import GuardError
from guard.ui.pages.settings.desk import SettingsDesk
from guard.ui.pages.settings.task import Task
from guard.ui.secrets import Gone
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending
from guard.ui.widgets.card import Card


class EraseTask(Task):
    """After it nothing is left to do but to close."""

    def __init__(self, desk: SettingsDesk, parent: QWidget | None = None) -> None:
        """Erase nothing yet."""
        super().__init__(
            desk.worker,
            self.tr("Erase everything"),
            self.tr("For good. Nobody can bring it back without a backup of yours."),
            parent,
        )
        self._desk = desk
        self.done = False
        self._word = self.tr("ERASE")
        self._goes = Card(self.tr("What goes"))
        self._fill(
            self._goes,
            (
                self.tr("Your profiles, from the keyring or the passphrase file"),
                self.tr("The journal, its key and its backups"),
                self.tr("The encrypted copy that your recovery kit opens"),
                self.tr("The settings, and starting with the login"),
            ),
        )
        self._stays = Card(self.tr("What Guard cannot reach"))
        self._fill(self._stays, desk.secrets.beyond)
        self.typed = QLineEdit()
        self.typed.setAccessibleName(self.tr("Type {word} to confirm").format(word=self._word))
        self.typed.setMaximumWidth(SPACE * 28)
        self.typed.textChanged.connect(self.refresh)
        self.typed.returnPressed.connect(self._erase)
        row = Bending()
        row.row.addWidget(text.body(self.tr("Type {word} to confirm:").format(word=self._word)), 1)
        row.row.addWidget(self.typed)
        self._sure = Card(tone="alarm")
        self._sure.body.addWidget(row)
        self._gone = Card(self.tr("Gone"))
        self._left = Card(self.tr("Still there, and why"), tone="notice")
        for card in (self._gone, self._left, self._goes, self._stays, self._sure):
            self.column.addWidget(card)
        self.column.addStretch(1)
        self.go = buttons.danger(self.tr("Erase everything"), "trash")
        self.go.clicked.connect(self._erase)
        self.close_guard = buttons.primary(self.tr("Close Guard"))
        self.close_guard.clicked.connect(desk.leave)
        self.add_way(self.go, self.close_guard)
        self._gone.hide()
        self._left.hide()
        self.refresh()

    def start(self) -> None:
        """Begin afresh."""
        self.typed.clear()
        self.say("")
        self.refresh()

    def leave(self) -> None:
        """Go back, unless everything is gone."""
        if self.done or self.busy:
            return
        self.typed.clear()
        super().leave()

    def refresh(self) -> None:
        """Let the button wait for the word."""
        self.go.setVisible(not self.done)
        self.close_guard.setVisible(self.done)
        self.back.setVisible(not self.done)
        self.go.setEnabled(self._confirmed and not self.busy)
        self.typed.setEnabled(not self.busy)

    def refuse(self, error: GuardError) -> None:
        """Say why nothing was erased, and save settings again."""
        self._desk.preferences.save_again()
        super().refuse(error)

    def focus(self) -> None:
        """Begin at the way back, not at the deed."""
        self.back.setFocus()

    @property
    def _confirmed(self) -> bool:
        return self.typed.text().strip().casefold() == self._word.casefold()

    def _erase(self) -> None:
        if not self._confirmed or self.busy or self.done:
            return
        self._desk.preferences.stop_saving()
        self.ask(self._desk.secrets.erase, self._erased, self.tr("Erasing…"))

    def _erased(self, erased: Gone) -> None:
        self.done = True
        self._desk.cover(self)
        self.name(
            self.tr("Not everything is erased") if erased.left else self.tr("Erased"),
            self.tr("Guard closes now. It keeps nothing that is not listed here."),
        )
        for card in (self._goes, self._sure):
            card.hide()
        for card, lines in ((self._gone, erased.gone), (self._left, erased.left)):
            self._fill(card, lines)
            card.setVisible(bool(lines))
        self.page.verticalScrollBar().setValue(0)
        self.refresh()
        self.close_guard.setFocus()

    @staticmethod
    def _fill(card: Card, lines: Sequence[str]) -> None:
        for line in lines:
            card.body.addWidget(text.body(line))
