"""A backup into one file that the kit, or a passphrase, opens; the ordinary age tool opens it, too."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from guard.ui.pages.choice import Choice, Option
from guard.ui.pages.settings.desk import SettingsDesk
from guard.ui.pages.settings.files import PathField
from guard.ui.pages.settings.passphrase import NewPassphrase
from guard.ui.pages.settings.task import Task
from guard.ui.secrets import Saved
from guard.ui.widgets import buttons, text
from guard.ui.widgets.card import Card

_KIT = 0


class BackupTask(Task):
    """Writes it whole or not at all."""

    def __init__(self, desk: SettingsDesk, parent: QWidget | None = None) -> None:
        """Write nothing yet."""
        super().__init__(
            desk.worker,
            self.tr("Back up to a file"),
            self.tr("Everything Guard keeps, encrypted, in one file in the open age format."),
            parent,
        )
        self._desk = desk
        self._asked: Path | None = None
        self.lock = Choice(
            [Option(self.tr("Your recovery kit")), Option(self.tr("A passphrase"))], self.tr("What opens it")
        )
        self.lock.chosen.connect(self._chosen)
        self.new = NewPassphrase(desk.secrets.rate, desk.secrets.suggest, desk.thinker)
        self.new.changed.connect(self.refresh)
        opening = Card(self.tr("What opens it"))
        self._no_kit = text.hint(self.tr("There is no recovery kit yet, so a passphrase opens it."))
        for part in (self.lock, self._no_kit, self.new):
            opening.body.addWidget(part)
        self.target = PathField(
            self.tr("File to write, such as guard.age"),
            save=True,
            kinds=self.tr("Encrypted backup (*.age)"),
            usual="guard-backup.age",
        )
        self.target.changed.connect(self._named)
        self.target.entered.connect(self._write)
        where = Card(self.tr("Where to"))
        where.body.addWidget(self.target)
        self.column.addWidget(opening)
        self.column.addWidget(where)
        self.column.addStretch(1)
        self.go = buttons.primary(self.tr("Write the backup"))
        self.go.clicked.connect(self._write)
        self.add_way(self.go)
        self.start(has_kit=False)

    def start(self, *, has_kit: bool) -> None:
        """Begin afresh; without a kit only a passphrase is left."""
        self.new.clear()
        self.target.clear()
        self._has_kit = has_kit
        self.lock.setVisible(has_kit)
        self._no_kit.setVisible(not has_kit)
        self.lock.choose(_KIT if has_kit else None)
        self._chosen()
        self.say("")

    def leave(self) -> None:
        """Forget what was typed and go back."""
        self.new.clear()
        super().leave()

    def refresh(self) -> None:
        """Let the button wait for a place and a lock."""
        locked = self._by_kit or self.new.ready
        self.go.setEnabled(locked and self.target.path is not None and not self.busy)
        if not self.busy and not self._by_kit and self.new.value:
            self.say(self.new.missing)

    def focus(self) -> None:
        """Begin at the first question."""
        if self._has_kit:
            self.lock.focus()
        else:
            self.new.setFocus()

    @property
    def _by_kit(self) -> bool:
        return self._has_kit and self.lock.place() == _KIT

    def _chosen(self) -> None:
        self.new.setVisible(not self._by_kit)
        self.refresh()

    def _named(self) -> None:
        self._asked = None
        self.go.setText(self.tr("Write the backup"))
        self.refresh()

    def _write(self) -> None:
        path = self.target.path
        if path is None or not self.go.isEnabled():
            return
        passphrase = "" if self._by_kit else self.new.value
        sure = self._asked == path

        def write() -> Saved | None:
            if path.exists() and not sure:
                return None
            return self._desk.secrets.back_up(path, passphrase, overwrite=sure)

        def done(saved: Saved | None) -> None:
            if saved is None:
                self._asked = path
                self.go.setText(self.tr("Replace it"))
                self.say(self.tr("There is a file of that name already."), "notice")
                return
            words = self.tr("The backup is written and was read back: {path}.").format(path=saved.path)
            self.finish(" ".join((words, *saved.notices)))

        self.ask(write, done, self.tr("Writing the backup and reading it back…"))
