"""Passphrases: beginning a passphrase file, changing its passphrase, and giving the window's lock one of its own."""

from guard.ui.pages.settings.desk import SettingsDesk
from guard.ui.pages.settings.passphrase import NewPassphrase, Secret
from guard.ui.pages.settings.task import Task
from guard.ui.widgets import buttons, text
from guard.ui.widgets.card import Card

_LOCK_SCORE = 2


class _Choosing(Task):
    """A new passphrase, and the button that takes it."""

    def __init__(
        self, desk: SettingsDesk, title: str, subtitle: str, go: str, *, least: int = 3, in_full: bool = True
    ) -> None:
        super().__init__(desk.worker, title, subtitle)
        self._desk = desk
        self.card = Card()
        self.card.setAccessibleName(title)
        self.new = NewPassphrase(
            desk.secrets.rate, desk.secrets.suggest, desk.thinker, least=least, in_full=in_full
        )
        self.new.changed.connect(self.refresh)
        self.new.entered.connect(self._go_on)
        self.card.body.addWidget(self.new)
        self.column.addWidget(self.card)
        self.column.addStretch(1)
        self.go = buttons.primary(go)
        self.go.clicked.connect(self._go_on)
        self.add_way(self.go)
        self.refresh()

    @property
    def ready(self) -> bool:
        """Whether everything is typed."""
        return self.new.ready

    def take(self) -> None:
        """Do it."""
        raise NotImplementedError

    def leave(self) -> None:
        """Forget what was typed and go back."""
        self.new.clear()
        super().leave()

    def refresh(self) -> None:
        """Let the button wait for a passphrase that will do."""
        self.go.setEnabled(self.ready and not self.busy)
        if not self.busy:
            self.say(self.new.missing)

    def focus(self) -> None:
        """Begin at the first field."""
        self.new.setFocus()

    def _go_on(self) -> None:
        if self.ready and not self.busy:
            self.take()


class NewFileTask(_Choosing):
    """Begins a passphrase file where there is no keyring."""

    def __init__(self, desk: SettingsDesk) -> None:
        """Ask nothing yet."""
        super().__init__(
            desk,
            self.tr("Use a passphrase file"),
            self.tr(
                "Your profiles go into one encrypted file on this computer. Guard asks for its passphrase at every start. "
                "Whatever a keyring holds stays there; your recovery kit can bring it here."
            ),
            self.tr("Begin the file"),
        )
        self.card.body.addWidget(
            text.hint(
                self.tr(
                    "Nobody can bring a lost passphrase back. Make a recovery kit as the next step, just in case."
                )
            )
        )

    def take(self) -> None:
        """Begin the file."""
        passphrase = self.new.value
        self.ask(
            lambda: self._desk.secrets.create_file(passphrase),
            lambda _: self._begun(),
            self.tr("Making the file. This takes a few seconds on purpose."),
        )

    def _begun(self) -> None:
        self._desk.reload()
        self.finish(self.tr("The passphrase file is ready."))


class ChangeTask(_Choosing):
    """Changes the passphrase of the file, and its key with it."""

    def __init__(self, desk: SettingsDesk) -> None:
        """Ask nothing yet."""
        self.old = Secret(self.tr("The passphrase until now"))
        super().__init__(
            desk,
            self.tr("Change the passphrase"),
            self.tr(
                "The file gets a fresh key as well: an old copy with the old passphrase shows nothing that you save from now on."
            ),
            self.tr("Change it"),
        )
        label = text.body(self.tr("The passphrase until now"))
        label.setBuddy(self.old.field)
        self.card.body.insertWidget(0, label)
        self.card.body.insertWidget(1, self.old)
        self.old.changed.connect(self.refresh)
        self.old.entered.connect(self.new.setFocus)

    @property
    def ready(self) -> bool:
        """Whether everything is typed."""
        return bool(self.old.text) and self.new.ready

    def take(self) -> None:
        """Change it."""
        old, new = self.old.text, self.new.value
        self.ask(
            lambda: self._desk.secrets.change_passphrase(old, new),
            lambda _: self.finish(self.tr("The passphrase is changed.")),
            self.tr("Changing it. This takes a few seconds on purpose."),
        )

    def leave(self) -> None:
        """Forget what was typed."""
        self.old.clear()
        super().leave()

    def focus(self) -> None:
        """Begin at the first field."""
        self.old.setFocus()


class LockPassphraseTask(_Choosing):
    """Gives the window's lock a passphrase of its own."""

    def __init__(self, desk: SettingsDesk) -> None:
        """Ask nothing yet."""
        super().__init__(
            desk,
            self.tr("A passphrase for the lock"),
            self.tr(
                "It keeps people away from Guard's window, also after a new start. It encrypts nothing more: "
                "whoever uses your login and knows the command line can still ask your keyring."
            ),
            self.tr("Use it"),
            least=_LOCK_SCORE,
            in_full=False,
        )
        self.card.body.addWidget(
            text.hint(
                self.tr(
                    "If you forget it, remove the item “app-lock” of “guard” in your keyring's own program; your profiles stay."
                )
            )
        )

    def take(self) -> None:
        """Keep it."""
        passphrase = self.new.value
        self.ask(
            lambda: self._desk.secrets.set_lock(passphrase),
            lambda _: self.finish(self.tr("The lock asks for this passphrase from now on.")),
            self.tr("Keeping it in your keyring…"),
        )
