"""The first pseudonym; kept at once where the secrets live, because nothing of it may be anywhere else."""

from PySide6.QtWidgets import QWidget

from guard.ui.pages.keyring_notice import KeyringNotice
from guard.ui.pages.marked_line import MarkedLine
from guard.ui.pages.pseudonym_form import PseudonymForm
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.widgets import buttons
from guard.ui.widgets.card import Card
from guard.ui.wizard.flow import Deed, Step
from guard.ui.wizard.step_page import StepPage

_MOST_NAMES = 3


class PseudonymPage(StepPage):
    """The form as long as there is none; else who there is."""

    step = Step.PSEUDONYM

    def __init__(self, desk: Pseudonyms, parent: QWidget | None = None) -> None:
        """Show what is known."""
        super().__init__("", parent=parent)
        self._desk = desk
        self._going = self._more = False
        self.title.setText(self.tr("A name for these conversations"))
        self.subtitle.setText(
            self.tr("A pseudonym of its own keeps these conversations apart from the rest of your life.")
        )
        self.subtitle.show()
        self._who = Card()
        self._line = MarkedLine()
        self.another = buttons.quiet(self.tr("Make another"), "plus")
        self.another.clicked.connect(self._open)
        self._who.body.addWidget(self._line)
        self._who.body.addWidget(self.another)
        self.form = PseudonymForm(desk)
        self.form.cancel.hide()
        self.form.closed.connect(self._close)
        for part in (KeyringNotice(desk), self._who, self.form):
            self.column.addWidget(part)
        self.column.addStretch(1)
        desk.added.connect(self._added)
        desk.changed.connect(self._refresh)
        self._refresh()

    def enter(self) -> None:
        """Show the form where there is nobody yet."""
        self._going = False
        self._refresh()

    def start(self) -> QWidget | None:
        """Begin at the name where there is nobody yet."""
        return self.form.name if self.form.isVisibleTo(self) else None

    def finish_first(self) -> bool:
        """Keep a name that was typed, and go on once it is kept."""
        typed = self.form.isVisibleTo(self) and bool(self.form.name.text().strip())
        if typed:
            self._going = True
            self.form.keep.click()
        return typed

    def _open(self) -> None:
        self._more = True
        self._refresh()
        self.form.open()

    def _close(self) -> None:
        self._more = False
        self._refresh()

    def _added(self, _profile_id: str) -> None:
        if not self.isVisible():
            return
        self.did.emit(Deed.PSEUDONYM)
        self._refresh()
        if self._going:
            self._going = False
            self.go_on.emit()

    def _refresh(self) -> None:
        known = self._desk.in_use or ()
        if self._desk.refused or self._desk.trouble:
            self._going = False
        self._who.setVisible(bool(known))
        if known:
            names = ", ".join(each.name for each in known[:_MOST_NAMES]) + (
                "…" if len(known) > _MOST_NAMES else ""
            )
            self._line.show_line("person", "accent", self.tr("Kept: {names}").format(names=names))
        self.form.setVisible(not known or self._more or bool(self.form.name.text()))
        self.another.setVisible(self.form.isHidden())
