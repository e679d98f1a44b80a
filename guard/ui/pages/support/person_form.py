"""Who one of one's people is: a name, how to reach them, and when that is fine."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from guard.ui.pages.noted import Noted
from guard.ui.pages.support.people import People
from guard.ui.widgets import buttons, text
from guard.ui.widgets.card import Card
from guard.ui.widgets.flow import Flow
from guard.wellbeing.entries import Note, Person

_NAME, _REACH, _WHEN = 60, 120, 80


class PersonForm(Card):
    """Keeps what was typed in the journal; it closes once that is done, and stays open when it failed."""

    closed = Signal()

    def __init__(self, people: People, parent: QWidget | None = None) -> None:
        """Stay hidden until `open`."""
        super().__init__(self.tr("Somebody of yours"), parent=parent)
        self._people = people
        self._note: Note[Person] | None = None
        self.name = self._field(self.tr("Name"), self.tr("A first name or a nickname is enough"), _NAME)
        self.reach = self._field(
            self.tr("How to reach them"), self.tr("A number, a handle, a door to knock on"), _REACH
        )
        self.when = self._field(self.tr("When that is fine"), self.tr("Evenings, say, or any time"), _WHEN)
        self.body.addWidget(
            text.hint(
                self.tr(
                    "It helps to ask them first whether you may. Kept encrypted in the journal, and nowhere else."
                )
            )
        )
        ways = QWidget()
        row = Flow(ways)
        self.save = buttons.primary(self.tr("Keep"), "check")
        self.save.clicked.connect(self._keep)
        self.cancel = buttons.quiet(self.tr("Cancel"))
        self.cancel.clicked.connect(self._close)
        for way in (self.save, self.cancel):
            row.addWidget(way)
        self.body.addWidget(ways)
        self._trouble = text.body("")
        text.set_tone(self._trouble, "alarm")
        self.body.addWidget(self._trouble)
        people.kept.connect(self._kept)
        people.changed.connect(self._refresh)
        self.name.textChanged.connect(self._refresh)
        self._refresh()
        self.hide()

    def open(self, note: Note[Person] | None = None) -> None:
        """Ask for somebody new, or show somebody to change."""
        self._note = note
        person = note.body if note is not None else None
        for field, words in (
            (self.name, person.name if person else ""),
            (self.reach, person.reach if person else ""),
            (self.when, person.when if person else ""),
        ):
            field.setText(words)
        self.show()
        self.name.setFocus()

    def _field(self, name: str, placeholder: str, limit: int) -> QLineEdit:
        line = QLineEdit()
        line.setMaxLength(limit)
        line.setPlaceholderText(placeholder)
        line.returnPressed.connect(self._keep)
        self.body.addWidget(Noted(name, line))
        return line

    def _keep(self) -> None:
        if self.save.isEnabled():
            name, reach, when = (
                " ".join(field.text().split()) for field in (self.name, self.reach, self.when)
            )
            self._people.keep(Person(name=name, reach=reach, when=when), self._note)

    def _kept(self) -> None:
        if self.isVisible():
            self._close()

    def _close(self) -> None:
        for field in (self.name, self.reach, self.when):
            field.clear()
        self._note = None
        self.hide()
        self.closed.emit()

    def _refresh(self) -> None:
        self.save.setEnabled(bool(self.name.text().strip()) and not self._people.busy)
        self._trouble.setText(self._people.trouble)
        self._trouble.setVisible(bool(self._people.trouble))
