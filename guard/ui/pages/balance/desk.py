"""What the Balance tab knows: things its owner likes, evenings to keep free, and days noted; asked for in the background."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from secrets import token_hex
from typing import Any

from PySide6.QtCore import QObject, Signal

from guard.errors import GuardError
from guard.ui.notes import NotesDesk
from guard.wellbeing.balance import own_activity
from guard.wellbeing.days import evening_of
from guard.wellbeing.entries import Liked, Note, Offline, Plan
from guard.wellbeing.notebook import Notebook

EVENINGS = 7


@dataclass(frozen=True, slots=True)
class Kept:
    """What the journal holds for this tab. `notice` says what more is there that cannot be shown."""

    liked: tuple[Note[Liked], ...] = ()
    plans: Mapping[date, Note[Plan]] = field(default_factory=dict)
    days: Mapping[date, Note[Offline]] = field(default_factory=dict)
    notice: str = ""

    @property
    def likes(self) -> frozenset[str]:
        """The ids of what is liked."""
        return frozenset(note.body.activity for note in self.liked)


class BalanceDesk(QObject):
    """Opens no journal that is not there before something is to be kept in it."""

    changed = Signal()

    def __init__(
        self, desk: NotesDesk, new_id: Callable[[], str] = lambda: token_hex(4), parent: QObject | None = None
    ) -> None:
        """`new_id` names an own activity; small letters and digits."""
        super().__init__(parent)
        self.notes = desk
        self._new_id = new_id
        self._round = 0
        self.kept: Kept | None = None
        """None as long as the journal has not answered."""
        self.trouble = ""
        """The sentence of the last failure, until something succeeds."""
        self.busy = False

    @property
    def evening(self) -> date:
        """The day to which this hour belongs."""
        return evening_of(self.notes.now())

    def load(self) -> None:
        """Ask the journal, if there is one."""
        self._do(None)

    def like(self, activity: str) -> None:
        """Note that a known activity is liked."""
        self._do(lambda book: book.keep(Liked(activity=activity), self.evening))

    def like_own(self, words: str) -> None:
        """Note an activity in own words; `trouble` says why not."""
        try:
            liked = own_activity(words, self._new_id())
        except GuardError as error:
            self.trouble = error.sentence
            self.changed.emit()
            return
        self._do(lambda book: book.keep(liked, self.evening))

    def unlike(self, activity: str) -> None:
        """Forget that an activity is liked."""
        gone = [note.id for note in self._kept.liked if note.body.activity == activity]
        self._forget(gone)

    def keep_free(self, day: date, instead: str = "") -> None:
        """Plan a free evening, with what to do instead."""
        self._do(lambda book: book.keep(Plan(instead=instead), day))

    def free_again(self, day: date) -> None:
        """Plan nothing for an evening any more."""
        note = self._kept.plans.get(day)
        self._forget([note.id] if note is not None else [])

    def note_day(self, day: date, offline: Offline) -> None:
        """Note a day away from the screen."""
        self._do(lambda book: book.keep(offline, day))

    def forget_day(self, day: date) -> None:
        """Take a day's note back."""
        note = self._kept.days.get(day)
        self._forget([note.id] if note is not None else [])

    @property
    def _kept(self) -> Kept:
        return self.kept or Kept()

    def _forget(self, ids: list[str]) -> None:
        if ids:
            self._do(lambda book: book.forget(ids))

    def _do(self, change: Callable[[Notebook[Any]], object] | None) -> None:
        """Change something, then read everything; the newest answer counts, and every failure is told."""
        self._round += 1
        number, today, desk = self._round, self.evening, self.notes
        self.busy, self.trouble = True, ""

        def work() -> Kept:
            if change is None and not desk.notes.has_notebook():
                return Kept()
            book = desk.notebook()
            if change is not None:
                change(book)
            return _read(book, today)

        def done(kept: Kept) -> None:
            if number == self._round:
                self.kept, self.busy = kept, False
                self.changed.emit()

        def failed(error: GuardError) -> None:
            self.trouble = error.sentence
            self.busy = self.busy and number != self._round
            self.changed.emit()

        desk.worker.run(work, done, failed)
        self.changed.emit()


def _read(book: Notebook[Any], today: date) -> Kept:
    liked = book.find(Liked)
    plans = book.find(Plan, today, today + timedelta(days=EVENINGS - 1))
    days = book.find(Offline, today - timedelta(days=1), today)
    return Kept(
        liked.notes,
        {note.day: note for note in plans.notes},
        {note.day: note for note in days.notes},
        " ".join(dict.fromkeys(found.notice for found in (liked, plans, days) if found.notice)),
    )
