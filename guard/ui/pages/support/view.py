"""Your people: whom to turn to, in one's own words, kept encrypted."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from guard.ui import theme
from guard.ui.pages.help.view import View
from guard.ui.pages.support.people import People
from guard.ui.pages.support.person_form import PersonForm
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending, clear, first_stop
from guard.ui.widgets.banner import Banner
from guard.ui.widgets.card import Card
from guard.ui.widgets.empty import EmptyState
from guard.ui.widgets.flow import Flow
from guard.wellbeing.entries import Note, Person


class PeopleView(View):
    """A list, and a form below it. Nobody is written to by Guard."""

    def __init__(self, people: People, copy: Callable[[str], None], parent: QWidget | None = None) -> None:
        """`copy` puts a text on the clipboard, marked as private."""
        super().__init__("", parent=parent)
        self.title.setText(self.tr("Your people"))
        self.setAccessibleName(self.title.text())
        self.subtitle.setText(
            self.tr(
                "Whom you would turn to. Guard writes to nobody; it only reminds you that they are there."
            )
        )
        self.subtitle.show()
        self._people, self._copy = people, copy
        self._shown: tuple[object, ...] = ()
        self._asked: list[QPushButton] = []
        self._says = QVBoxLayout()
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE * 3 // 2)
        self.add = buttons.primary(self.tr("Add somebody"), "plus")
        self.add.clicked.connect(lambda: self._open(None))
        self.form = PersonForm(people)
        self.form.closed.connect(self._closed)
        self.column.addLayout(self._says)
        self.column.addLayout(self._list)
        self.column.addWidget(self.add)
        self.column.addWidget(self.form)
        self.end()
        people.changed.connect(self._refresh)
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for them, unless the window has only come back to the screen."""
        super().showEvent(event)
        if not event.spontaneous() and self._people.known is None:
            self._people.load()

    def _refresh(self) -> None:
        people = self._people
        shown = (people.known, people.notice, people.trouble, people.busy and people.known is None)
        if shown == self._shown:
            return
        self._shown = shown
        self._say()
        self._asked = []
        clear(self._list)
        if people.known:
            for place, note in enumerate(people.known):
                self._list.addWidget(self._card(note, first=place == 0))
        elif people.known is not None and self.form.isHidden():
            self._list.addWidget(self._empty())
        self.add.setVisible(bool(people.known) and self.form.isHidden())

    def _say(self) -> None:
        clear(self._says)
        people = self._people
        if people.busy and people.known is None:
            self._says.addWidget(text.body(self.tr("Opening your notes…")))
        if people.trouble and self.form.isHidden():
            banner = Banner(people.trouble, action=(self.tr("Try again"), people.load))
            self._says.addWidget(banner)
            banner.announce()
        if people.notice:
            self._says.addWidget(text.hint(people.notice))

    def _empty(self) -> EmptyState:
        first = buttons.primary(self.tr("Add somebody"), "plus")
        first.clicked.connect(lambda: self._open(None))
        return EmptyState(
            "people",
            self.tr("Nobody is here yet"),
            self.tr(
                "A friend, a sister, a neighbour: somebody who would be glad to hear from you. "
                "After a session Guard can remind you of them."
            ),
            first,
        )

    def _card(self, note: Note[Person], *, first: bool) -> Card:
        person, card = note.body, Card()
        card.setAccessibleName(person.name)
        card.body.setSpacing(SPACE)
        head = Bending()
        said = QWidget()
        lines = QVBoxLayout(said)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(SPACE // 2)
        lines.addWidget(text.section(person.name))
        for words in (person.reach, person.when):
            if words:
                lines.addWidget(text.body(words))
        if first:
            lines.addWidget(text.hint(self.tr("The one Guard reminds you of after a session.")))
        head.row.addWidget(said, 1)
        head.row.addWidget(self._ways(note))
        card.body.addWidget(head)
        return card

    def _ways(self, note: Note[Person]) -> QWidget:
        person, holder = note.body, QWidget()
        row = Flow(holder)
        copy = buttons.quiet(self.tr("Copy"), "copy")
        copy.setAccessibleName(self.tr("Copy how to reach {name}").format(name=person.name))
        copy.clicked.connect(lambda: self._copy(person.reach))
        edit = buttons.quiet(self.tr("Edit"), "edit")
        edit.setAccessibleName(self.tr("Edit {name}").format(name=person.name))
        edit.clicked.connect(lambda: self._open(note))
        remove = buttons.quiet(self.tr("Remove"), "trash")
        remove.setAccessibleName(self.tr("Remove {name}").format(name=person.name))
        remove.clicked.connect(lambda: self._ask(remove, note))
        for way in (copy, edit, remove) if person.reach else (edit, remove):
            row.addWidget(way)
        return holder

    def _ask(self, button: QPushButton, note: Note[Person]) -> None:
        """Remove with the second press of the same button: the first one only asks."""
        if button in self._asked:
            self._people.remove(note)
            return
        self._asked = [button]
        button.setText(self.tr("Remove for good"))
        button.setProperty("kind", "danger")
        theme.restyle(button)
        button.setAccessibleName(self.tr("Remove {name} for good").format(name=note.body.name))

    def _open(self, note: Note[Person] | None) -> None:
        self.form.open(note)
        self._again()
        self.ensureWidgetVisible(self.form)

    def _closed(self) -> None:
        self._again()
        start = self.add if self.add.isVisibleTo(self) else first_stop(self)
        if start is not None:
            start.setFocus(Qt.FocusReason.OtherFocusReason)

    def _again(self) -> None:
        """Show the list anew, with or without the form below it."""
        self._shown = ()
        self._refresh()
