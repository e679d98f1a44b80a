"""The drill: the kit opens the encrypted copy for real, and the day is noted."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from guard.ui.pages.noted import ShortText
from guard.ui.pages.settings.dates import moment
from guard.ui.pages.settings.desk import SettingsDesk
from guard.ui.pages.settings.files import PathField
from guard.ui.pages.settings.task import Task
from guard.ui.secrets import Opened
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.card import Card
from guard.ui.widgets.pill import StatusPill


class DrillTask(Task):
    """Changes nothing but the date of the last drill."""

    def __init__(self, desk: SettingsDesk, parent: QWidget | None = None) -> None:
        """Ask nothing yet."""
        super().__init__(
            desk.worker,
            self.tr("Try the kit"),
            self.tr("Opens your encrypted copy with the kit, as on the worst day. Nothing is changed."),
            parent,
        )
        self._desk = desk
        card = Card(self.tr("Your kit"))
        self.code = ShortText(2)
        self.code.setAccessibleName(self.tr("The kit's code"))
        self.code.setPlaceholderText(
            self.tr("Type, paste or scan the code that begins with AGE-SECRET-KEY-1")
        )
        self.code.textChanged.connect(self.refresh)
        self.file = PathField(self.tr("Or the file that holds the kit"), save=False)
        self.file.changed.connect(self.refresh)
        self.file.entered.connect(self._try)
        card.body.addWidget(self.code)
        card.body.addWidget(self.file)
        self.column.addWidget(card)
        self.result = Card(tone="calm")
        self._pill = StatusPill("calm", self.tr("The kit works"))
        self._told = text.body("")
        self.result.body.addWidget(self._pill)
        self.result.body.addWidget(self._told)
        self.result.body.setSpacing(SPACE)
        self.column.addWidget(self.result)
        self.column.addStretch(1)
        self.go = buttons.primary(self.tr("Try it"))
        self.go.clicked.connect(self._try)
        self.add_way(self.go)
        self.start()

    def start(self) -> None:
        """Begin afresh."""
        self.code.clear()
        self.file.clear()
        self.result.hide()
        self.say("")
        self.refresh()

    def leave(self) -> None:
        """Forget the code and go back."""
        self.start()
        super().leave()

    def refresh(self) -> None:
        """Let the button wait for a kit."""
        given = bool(self.code.toPlainText().strip()) or self.file.path is not None
        self.go.setEnabled(given and not self.busy)

    def focus(self) -> None:
        """Begin at the code."""
        self.code.setFocus()

    def _try(self) -> None:
        if not self.go.isEnabled():
            return
        self.result.hide()
        typed, file = self.code.toPlainText(), self.file.path
        self.ask(lambda: self._open(typed, file), self._opened, self.tr("Opening the encrypted copy…"))

    def _open(self, typed: str, file: Path | None) -> Opened:
        secrets = self._desk.secrets
        code = typed if typed.strip() or file is None else secrets.read_kit_file(file)
        return secrets.drill(code)

    def _opened(self, found: Opened) -> None:
        made = moment(found.made_at)
        parts = [self.tr("1 profile") if found.profiles == 1 else self.tr("{count} profiles")]
        if found.has_journal_key:
            parts.append(self.tr("the journal's key"))
        said = [
            self.tr("It opened the encrypted copy of {made}: {parts}.").format(
                made=made, parts=self.tr(" and ").join(parts).format(count=found.profiles)
            )
        ]
        said.append(
            self.tr("The day is noted.")
            if found.noted
            else found.notice or self.tr("It is not the kit in use, so the day is not noted.")
        )
        self._told.setText(" ".join(said))
        self.code.clear()
        self.file.clear()
        self.result.show()
        self.say(self.tr("The kit works."), "calm")
