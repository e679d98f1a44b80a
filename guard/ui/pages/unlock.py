"""The locked window: what opens it, and Stop for a session that goes on behind it. Nothing personal is on it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from guard.ui.locking import Locking, Way
from guard.ui.pages.counsel import Worker
from guard.ui.pages.settings.passphrase import NewPassphrase, Secret
from guard.ui.secrets import Secrets
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.card import Card
from guard.ui.widgets.flow import Flow
from guard.ui.widgets.page import Page
from guard.ui.widgets.picture import Picture

_WIDTH = 480
_CHARACTERS = 58


class UnlockPage(Page):
    """Follows the lock and shows what it says."""

    stop_wanted = Signal()
    help_wanted = Signal()
    """Somebody wants to read Help, which needs no unlocking."""

    def __init__(
        self, locking: Locking, secrets: Secrets, thinker: Worker, parent: QWidget | None = None
    ) -> None:
        """Show the lock as it is."""
        super().__init__("", parent=parent)
        self._locking = locking
        self._said = ""
        self.title.setText(self.tr("Guard is locked"))
        self.setAccessibleName(self.tr("Guard is locked"))
        self.column.insertSpacing(0, SPACE * 4)
        self.column.insertWidget(1, Picture("lock", "accent", ems=3.2), 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self.title, self.subtitle):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._anew = self._beginning(secrets, thinker)
        for card in (self._card(), self._anew, self._stopping()):
            self.column.addLayout(self._centred(card))
        self.column.addStretch(1)
        self.help = buttons.link(self.tr("Help and who to turn to"), "help")
        self.help.setAccessibleDescription(self.tr("Opens without unlocking, with nothing of yours on it."))
        self.help.clicked.connect(self.help_wanted)
        self.column.addWidget(self.help, 0, Qt.AlignmentFlag.AlignHCenter)
        locking.changed.connect(self.refresh)
        locking.opened.connect(self._forget)
        locking.shut.connect(self._forget)
        self.show_session(live=False)
        self.refresh()

    def show_session(self, *, live: bool) -> None:
        """Offer Stop while a session goes on."""
        self._session.setVisible(live)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the field."""
        super().showEvent(event)
        (self.unlock if self._locking.way is Way.KEYRING else self.secret).setFocus()

    def refresh(self) -> None:
        """Show what the lock says."""
        locking, way = self._locking, self._locking.way
        by_keyring = way is Way.KEYRING
        self.secret.setVisible(not by_keyring)
        self._name.setVisible(not by_keyring)
        self.subtitle.setText(self._words(way))
        self.subtitle.show()
        self._bar.setVisible(locking.busy)
        said = locking.said
        if locking.wait:
            said = self.tr("{said} The next try is taken in {seconds} s.").format(
                said=said, seconds=locking.wait
            )
        self._says.setText(said)
        self._says.setVisible(bool(said))
        self.unlock.setText(self.tr("Open Guard") if by_keyring else self.tr("Unlock"))
        ready = by_keyring or bool(self.secret.text)
        self.unlock.setEnabled(ready and not locking.busy and not locking.wait)
        self._anew.setVisible(locking.lost)
        self._begin.setEnabled(self._new.ready and not locking.busy)
        if locking.said and locking.said != self._said:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._says, said))
            self.secret.field.selectAll()
        self._said = locking.said

    def _words(self, way: Way) -> str:
        if way is Way.FILE:
            return self.tr("Your passphrase opens it.")
        if way is Way.PASSPHRASE:
            return self.tr("The passphrase that you chose for the lock opens it.")
        return self.tr("Your keyring opens it. If it is open already, it asks for nothing more.")

    def _centred(self, card: Card) -> QHBoxLayout:
        """Keep a card as narrow as a few words need."""
        card.setMaximumWidth(max(_WIDTH, self.fontMetrics().averageCharWidth() * _CHARACTERS))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 1000)
        row.addStretch(1)
        return row

    def _card(self) -> Card:
        card = Card()
        card.setAccessibleName(self.tr("Unlock"))
        self._name = text.body(self.tr("Passphrase"))
        self.secret = Secret(self.tr("Passphrase"))
        self._name.setBuddy(self.secret.field)
        self.secret.changed.connect(self.refresh)
        self.secret.entered.connect(self._try)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("One moment…"))
        self._says = text.body("")
        text.set_tone(self._says, "notice")
        self.unlock = buttons.primary("", "key")
        self.unlock.clicked.connect(self._try)
        for part in (self._name, self.secret, self._says, self._bar):
            card.body.addWidget(part)
        card.body.addWidget(self.unlock, 0, Qt.AlignmentFlag.AlignHCenter)
        return card

    def _beginning(self, secrets: Secrets, thinker: Worker) -> Card:
        """Offer a new file where the old one is lost."""
        card = Card(self.tr("Or begin anew"))
        card.body.addWidget(
            text.hint(
                self.tr(
                    "What is left of the old file is put aside under another name and not deleted. "
                    "Afterwards, Restore in Settings brings back what a backup or your recovery kit opens."
                )
            )
        )
        self._new = NewPassphrase(secrets.rate, secrets.suggest, thinker)
        self._new.changed.connect(self.refresh)
        self._begin = buttons.quiet(self.tr("Begin a new passphrase file"), "plus")
        self._begin.clicked.connect(lambda: self._locking.begin_anew(self._new.value))
        card.body.addWidget(self._new)
        card.body.addWidget(self._begin)
        return card

    def _stopping(self) -> Card:
        self._session = Card()
        self._session.setAccessibleName(self.tr("A session is on"))
        row = QVBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(
            text.body(
                self.tr("A session is on, and the guard goes on watching. Stop works without unlocking.")
            )
        )
        self.stop = buttons.danger(self.tr("Stop"), "stop")
        self.stop.setAccessibleDescription(self.tr("Ends the session at once. No reason needed."))
        self.stop.clicked.connect(self.stop_wanted)
        ways = QWidget()
        Flow(ways).addWidget(self.stop)
        row.addWidget(ways)
        self._session.body.addLayout(row)
        return self._session

    def _try(self) -> None:
        if self._locking.way is Way.KEYRING:
            self._locking.try_keyring()
        else:
            self._locking.try_passphrase(self.secret.text)

    def _forget(self) -> None:
        self.secret.clear()
        self._new.clear()
