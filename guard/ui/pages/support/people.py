"""One's own people, as the pages see them: notes in the encrypted journal, asked for in the background."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from guard.errors import GuardError
from guard.ui.notes import NotesDesk
from guard.wellbeing.entries import Note, Person
from guard.wellbeing.notebook import Forgotten, Found

Known = tuple[Note[Person], ...]
T = TypeVar("T")


class People(QObject):
    """Opens no journal that is not there before somebody is to be kept in it."""

    changed = Signal()
    kept = Signal()
    """What was typed is in the journal."""

    def __init__(self, desk: NotesDesk, parent: QObject | None = None) -> None:
        """Ask nothing yet."""
        super().__init__(parent)
        self._desk = desk
        self._round = 0
        self.known: Known | None = None
        """In the order in which they were added; None as long as nobody asked, or it failed."""
        self.notice = ""
        """What cannot be shown although the journal was read."""
        self.trouble = ""
        """The sentence of the last failure, until something succeeds."""
        self.busy = False

    @property
    def first(self) -> Person | None:
        """The one to write to, as far as anybody is known by now."""
        return self.known[0].body if self.known else None

    def load(self) -> None:
        """Ask the journal, unless it is being asked."""
        if not self.busy:
            self._run(self._read, self._take)

    def keep(self, person: Person, note: Note[Person] | None = None) -> None:
        """Keep somebody new, or `person` in the place of `note`; `kept` follows when it is done."""
        day = self._desk.now().date()

        def work() -> Found[Person]:
            book = self._desk.notebook()
            if note is None:
                book.keep(person, day)
            else:
                book.change(note, person)
            return book.find(Person)

        def done(found: Found[Person]) -> None:
            self._take(found)
            self.kept.emit()

        self._run(work, done)

    def remove(self, note: Note[Person]) -> None:
        """Delete somebody, from the journal's backups too; what is left of them is told."""

        def work() -> tuple[Forgotten, Found[Person]]:
            book = self._desk.notebook()
            return book.forget([note.id]), book.find(Person)

        def done(answer: tuple[Forgotten, Found[Person]]) -> None:
            gone, found = answer
            self._take(found)
            if gone.left:
                self._desk.tell(" ".join(gone.left))

        self._run(work, done)

    def forget(self) -> None:
        """Know nobody any more, as when the window is locked; answers on their way are dropped."""
        self._round += 1
        self.known, self.notice, self.trouble, self.busy = None, "", "", False
        self.changed.emit()

    def _read(self) -> Found[Person]:
        if not self._desk.notes.has_notebook():
            return Found()
        return self._desk.notebook().find(Person)

    def _take(self, found: Found[Person]) -> None:
        self.known, self.notice = found.notes, found.notice

    def _run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._round += 1
        number = self._round
        self.busy, self.trouble = True, ""
        self.changed.emit()

        def answered(value: T) -> None:
            if number == self._round:
                self.busy = False
                done(value)
                self.changed.emit()

        def failed(error: GuardError) -> None:
            if number == self._round:
                self.busy, self.trouble = False, error.sentence
                self.changed.emit()

        self._desk.worker.run(work, answered, failed)
