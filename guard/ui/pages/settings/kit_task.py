"""Making a recovery kit: shown once, put away by its owner, and in use only after that was confirmed."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from guard import durable
from guard.errors import GuardError
from guard.ui.pages.settings.dates import day
from guard.ui.pages.settings.desk import SettingsDesk
from guard.ui.pages.settings.files import PathField
from guard.ui.pages.settings.kit_view import KitView
from guard.ui.pages.settings.paper import pdf
from guard.ui.pages.settings.task import Task
from guard.ui.secrets import KitSheet
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending
from guard.ui.widgets.card import Card
from guard.ui.widgets.flow import Flow

_PDF = ".pdf"


class KitTask(Task):
    """Until the confirmation the kit from before counts on."""

    def __init__(self, desk: SettingsDesk) -> None:
        """Make nothing yet."""
        super().__init__(desk.worker, self.tr("Recovery kit"))
        self._desk = desk
        self._sheet: KitSheet | None = None
        self.view = KitView()
        self._asked: Path | None = None
        self._replaces = text.body("")
        self._replacing = Card(tone="notice")
        self._replacing.body.addWidget(self._replaces)
        self.column.addWidget(self._replacing)
        self.column.addWidget(self._shown())
        self.column.addWidget(self._keeping())
        self.column.addWidget(self._proving())
        self.column.addStretch(1)
        self.go = buttons.primary(self.tr("Use this kit"))
        self.go.clicked.connect(self._use)
        self.add_way(self.go)

    def start(self, replaced: date | None) -> None:
        """Make a kit and show it; `replaced` is the day of the one that it would replace."""
        self._show(None)
        for field in (self.ending, self.target):
            field.clear()
        self.put_away.setChecked(False)
        self._saved.hide()
        self._replacing.setVisible(replaced is not None)
        if replaced is not None:
            self._replaces.setText(
                self.tr(
                    "This kit takes the place of the one of {day}. That one still opens what was saved until now, "
                    "so keep both papers until you have made a new backup; then destroy the old one."
                ).format(day=day(replaced))
            )
        self.ask(self._desk.secrets.new_kit, self._show, self.tr("Making a kit…"))

    def leave(self) -> None:
        """Forget the kit and go back."""
        self._show(None)
        self.ending.clear()
        super().leave()

    def refresh(self) -> None:
        """Let the last step wait for the proof."""
        sheet = self._sheet
        for way in (self.save, self.copy):
            way.setEnabled(sheet is not None and not self.busy)
        self.save.setEnabled(self.save.isEnabled() and self.target.path is not None)
        self.go.setEnabled(sheet is not None and not self.busy and self._proven(sheet))

    def focus(self) -> None:
        """Begin at the code."""
        self.view.code.setFocus()

    def _proven(self, sheet: KitSheet) -> bool:
        typed = "".join(self.ending.text().split()).upper()
        return self.put_away.isChecked() or typed == sheet.ending

    def _show(self, sheet: KitSheet | None) -> None:
        self._sheet = sheet
        self.view.show_sheet(sheet)
        if sheet is not None:
            self.name(
                self.tr("Recovery kit"),
                self.tr(
                    "The key to the encrypted copies of your profiles and of your journal's key. "
                    "Guard shows it this one time and does not keep it."
                ),
            )
        self.refresh()

    def _shown(self) -> Card:
        card = Card(self.tr("Your kit"))
        card.body.addWidget(self.view)
        return card

    def _keeping(self) -> Card:
        card = Card(self.tr("Put it where only you can reach it"))
        card.body.addWidget(
            text.hint(
                self.tr(
                    "On paper or on a stick, and not beside the encrypted copies: whoever has both can read them."
                )
            )
        )
        self.target = PathField(
            self.tr("File to save it in, such as kit.pdf or kit.txt"),
            save=True,
            kinds=self.tr("Page to print (*.pdf);;Text file (*.txt)"),
            usual="guard-recovery-kit.pdf",
        )
        self.target.changed.connect(self._named)
        self.target.entered.connect(self._save)
        self.save = buttons.quiet(self.tr("Save"), "check")
        self.save.clicked.connect(self._save)
        self.copy = buttons.quiet(self.tr("Copy the code"), "copy")
        self.copy.clicked.connect(self._copy)
        ways = QWidget()
        row = Flow(ways)
        row.addWidget(self.save)
        row.addWidget(self.copy)
        self._saved = text.body("")
        self._saved.hide()
        for part in (self.target, ways, self._saved):
            card.body.addWidget(part)
        return card

    def _proving(self) -> Card:
        card = Card(self.tr("Is it put away?"))
        self.ending = QLineEdit()
        self.ending.setMaxLength(12)
        self.ending.setAccessibleName(self.tr("The last two groups of the code"))
        self.ending.textChanged.connect(self.refresh)
        self.ending.setMaximumWidth(SPACE * 24)
        row = Bending()
        row.row.addWidget(text.body(self.tr("Type the last two groups of the code from your copy:")), 1)
        row.row.addWidget(self.ending)
        self.put_away = QCheckBox(self.tr("Or: it is put away"))
        self.put_away.toggled.connect(self.refresh)
        card.body.addWidget(row)
        card.body.addWidget(self.put_away)
        return card

    def _named(self) -> None:
        self._asked = None
        self.save.setText(self.tr("Save"))
        self.refresh()

    def _save(self) -> None:
        path, sheet = self.target.path, self._sheet
        if path is None or sheet is None or self.busy:
            return
        data = pdf(sheet) if path.suffix.lower() == _PDF else sheet.text.encode("utf-8")
        sure = self._asked == path

        def write() -> bool:
            try:
                if path.exists() and not sure:
                    return False
                durable.write(path, data)
            except (OSError, ValueError) as error:
                why = getattr(error, "strerror", None) or type(error).__name__
                raise GuardError(
                    self.tr(
                        "The kit could not be written there ({why}). Nothing was saved; choose another place."
                    ).format(why=why)
                ) from error
            return True

        def done(written: bool) -> None:  # noqa: FBT001 - what `write` answers
            self._saved.show()
            if written:
                self._saved.setText(self.tr("Saved: {path}").format(path=path))
                self.put_away.setFocus()
            else:
                self._asked = path
                self._saved.setText(self.tr("There is a file of that name already."))
                self.save.setText(self.tr("Replace it"))

        self.ask(write, done, self.tr("Saving…"))

    def _copy(self) -> None:
        if self._sheet is not None:
            self._desk.copy(self._sheet.line)

    def _use(self) -> None:
        sheet = self._sheet
        if sheet is None or self.busy or not self._proven(sheet):
            return
        self.ask(
            lambda: self._desk.secrets.use_kit(sheet),
            lambda notice: self.finish(notice or self.tr("The kit is in use. Try it once in a while.")),
            self.tr("Making the encrypted copy for it…"),
        )
