"""Bringing a backup back: the file, what opens it, what would happen, and only then the deed."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from guard.ui.pages.noted import ShortText
from guard.ui.pages.settings.dates import moment
from guard.ui.pages.settings.desk import SettingsDesk
from guard.ui.pages.settings.files import PathField
from guard.ui.pages.settings.passphrase import Secret
from guard.ui.pages.settings.task import Task
from guard.ui.secrets import Lock, Plan, Restored
from guard.ui.widgets import buttons, text
from guard.ui.widgets.card import Card


class RestoreTask(Task):
    """Adds what is new here; what is here stays."""

    def __init__(self, desk: SettingsDesk, parent: QWidget | None = None) -> None:
        """Ask nothing yet."""
        super().__init__(
            desk.worker,
            self.tr("Restore"),
            self.tr(
                "From a backup, or from the encrypted copy recovery kits open. Nothing that is here is written over."
            ),
            parent,
        )
        self._desk = desk
        self._lock: Lock | None = None
        self._plan: Plan | None = None
        self.file = PathField(self.tr("The backup, a file that usually ends in .age"), save=False)
        self.file.changed.connect(self._begin)
        self.file.entered.connect(self._go_on)
        self._which = Card(self.tr("Which file"))
        self._which.body.addWidget(self.file)
        self.mirror = buttons.link(self.tr("Use Guard's own copy"))
        self.mirror.clicked.connect(self._take_copy)
        self._which.body.addWidget(self.mirror)
        self._opening = self._keys()
        self._would = Card(self.tr("What this would do"))
        self._says = text.body("")
        self._would.body.addWidget(self._says)
        for card in (self._which, self._opening, self._would):
            self.column.addWidget(card)
        self.column.addStretch(1)
        self.go = buttons.primary("")
        self.go.clicked.connect(self._go_on)
        self.add_way(self.go)
        self.start()

    def start(self) -> None:
        """Begin afresh."""
        self.file.clear()
        self.say("")
        self._begin()

    def leave(self) -> None:
        """Forget what was typed and go back."""
        self.start()
        super().leave()

    def refresh(self) -> None:
        """Show the step that is next."""
        self._opening.setVisible(self._lock is not None and self._plan is None)
        self.code.setVisible(self._lock is Lock.KIT)
        self.kit_file.setVisible(self._lock is Lock.KIT)
        self.secret.setVisible(self._lock is Lock.PASSPHRASE)
        self._would.setVisible(self._plan is not None)
        words = self.tr("Go on")
        ready = self.file.path is not None
        if self._plan is not None:
            words, ready = self.tr("Bring it back"), not self._plan.is_empty
        elif self._lock is not None:
            words, ready = (
                self.tr("See what it would do"),
                bool(self._typed()) or self.kit_file.path is not None,
            )
        self.go.setText(words)
        self.go.setAccessibleName(words)
        self.go.setEnabled(ready and not self.busy)

    def focus(self) -> None:
        """Begin at the file."""
        self.file.setFocus()

    def _keys(self) -> Card:
        card = Card(self.tr("What opens it"))
        self.code = ShortText(2)
        self.code.setAccessibleName(self.tr("The kit's code"))
        self.code.setPlaceholderText(
            self.tr("Type, paste or scan the code that begins with AGE-SECRET-KEY-1")
        )
        self.code.textChanged.connect(self.refresh)
        self.kit_file = PathField(self.tr("Or the file that holds the kit"), save=False)
        self.kit_file.changed.connect(self.refresh)
        self.secret = Secret(self.tr("The backup's passphrase"))
        self.secret.changed.connect(self.refresh)
        self.secret.entered.connect(self._go_on)
        self._asks = text.body("")
        for part in (self._asks, self.code, self.kit_file, self.secret):
            card.body.addWidget(part)
        return card

    def _typed(self) -> str:
        return self.secret.text if self._lock is Lock.PASSPHRASE else self.code.toPlainText().strip()

    def _begin(self) -> None:
        self._lock = self._plan = None
        self.code.clear()
        self.kit_file.clear()
        self.secret.clear()
        self.refresh()

    def _take_copy(self) -> None:
        def found(copies: list[Path]) -> None:
            if copies:
                self.file.field.setText(str(copies[0]))
                self._go_on()
            else:
                self.say(
                    self.tr("There is no encrypted copy here: no recovery kit was made on this computer."),
                    "notice",
                )

        self.ask(lambda: list(self._desk.secrets.copies()), found, self.tr("Looking…"))

    def _go_on(self) -> None:
        path = self.file.path
        if path is None or not self.go.isEnabled():
            return
        if self._plan is not None:
            self._bring_back(self._plan)
        elif self._lock is None:
            self.ask(lambda: self._desk.secrets.lock_of(path), self._ask_for, self.tr("Looking at the file…"))
        else:
            lock, typed, kit = self._lock, self._typed(), self.kit_file.path
            self.ask(lambda: self._look(path, lock, typed, kit), self._show, self.tr("Opening it…"))

    def _ask_for(self, lock: Lock) -> None:
        self._lock = lock
        by_kit = lock is Lock.KIT
        self._asks.setText(
            self.tr("A recovery kit opens this file.") if by_kit else self.tr("A passphrase opens this file.")
        )
        self.refresh()
        (self.code if by_kit else self.secret).setFocus()

    def _look(self, path: Path, lock: Lock, typed: str, kit: Path | None) -> Plan:
        secrets = self._desk.secrets
        if lock is Lock.KIT and not typed and kit is not None:
            typed = secrets.read_kit_file(kit)
        return secrets.plan(path, lock, typed)

    def _show(self, plan: Plan) -> None:
        self._plan = plan
        self._says.setText("\n".join(self._lines(plan)))
        self.code.clear()
        self.secret.clear()
        self.refresh()
        self.go.setFocus()

    def _lines(self, plan: Plan) -> list[str]:
        made = moment(plan.made_at)
        lines = [self.tr("Made on {made}.").format(made=made)]
        for names, words in (
            (plan.added, self.tr("Adds {names}.")),
            (plan.same, self.tr("Here already: {names}.")),
            (
                plan.clashing,
                self.tr("Left out, because another profile of that name or kind is here and stays: {names}."),
            ),
            (plan.only_here, self.tr("Stays as it is: {names}.")),
        ):
            if names:
                lines.append(words.format(names=", ".join(names)))
        if plan.journal:
            lines.append(plan.journal)
        if plan.is_empty:
            lines.append(self.tr("There is nothing to bring back: all of it is here."))
        return lines

    def _bring_back(self, plan: Plan) -> None:
        self.ask(lambda: self._desk.secrets.restore(plan), self._done, self.tr("Bringing it back…"))

    def _done(self, done: Restored) -> None:
        self._desk.reload()
        words = self.tr("Brought back: {names}.").format(
            names=", ".join(done.added) or self.tr("no further profile")
        )
        journal = self.tr("The journal is back, too.") if done.journal else ""
        self.finish(" ".join(part for part in (words, journal, done.notice) if part))
