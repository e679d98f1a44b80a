"""The notes, kept in an encrypted journal: typed, and each kind only as far as its owner wants it.

Calls block as long as the journal does, so they belong off the window's thread, and let its
errors through. The journal's time of an entry is always noon of its day: no time of day is kept.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Generic, TypeVar, cast

from guard.wellbeing import exporting
from guard.wellbeing.coding import KINDS, decode, encode, kind_of
from guard.wellbeing.entries import Body, Liked, Mood, Note, Offline, Plan, Reflection, SessionNote
from guard.wellbeing.errors import NewerNoteError, UnreadableNoteError
from guard.wellbeing.ports import Choices, JournalEntry, MakeEntry, Store

E = TypeVar("E", bound=JournalEntry)
B = TypeVar("B", bound=Body)
_NEAR_DAYS = 31


@dataclass(frozen=True, slots=True)
class Found(Generic[B]):
    """Notes of one kind in the order of their days, and how many more are there that cannot be shown."""

    notes: tuple[Note[B], ...] = ()
    newer: int = 0
    unreadable: int = 0

    @property
    def notice(self) -> str:
        """A sentence on what is not shown; "" when all is."""
        if self.newer:
            return NewerNoteError(self.newer).sentence
        return UnreadableNoteError(self.unreadable).sentence if self.unreadable else ""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What deleting did: how many notes are gone, and in which copies they still are, a sentence each."""

    notes: int
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diary:
    """What insights are made of. `newer` and `unreadable` as in `Found`."""

    sessions: tuple[Note[SessionNote], ...]
    moods: tuple[Note[Mood], ...]
    offline: tuple[Note[Offline], ...]
    newer: int = 0
    unreadable: int = 0


class Notebook(Generic[E]):
    """Keeps, finds and forgets notes. One thread at a time, like its journal."""

    def __init__(
        self,
        store: Store[E],
        make: MakeEntry[E],
        choices: Callable[[], Choices],
        new_id: Callable[[], str],
    ) -> None:
        """Keep notes in `store` as entries that `make` makes, under ids from `new_id`, as far as `choices` allow."""
        self._store = store
        self._make = make
        self._choices = choices
        self._new_id = new_id

    def keeps(self, shape: type[Body]) -> bool:
        """Tell whether its owner wants notes of this kind kept."""
        choices = self._choices()
        wanted: dict[type[Body], bool] = {
            SessionNote: choices.keep_sessions,
            Mood: choices.keep_moods,
            Reflection: choices.keep_reflections,
            Offline: choices.keep_offline,
        }
        return wanted.get(shape, True)

    def keep(self, body: B, day: date, session: str = "") -> Note[B] | None:
        """Keep a new note and return it; None when its kind is turned off. Raises `NoteNotKeptError` and the store's errors.

        A text under a question is left out unless texts are turned on. A day has one `Offline`
        and one `Plan`, a session one `Mood` of each time and one answer to a question a day, and an
        activity is liked once: a new note takes the old one's place.
        """
        wanted = self._as_wanted(body)
        if wanted is None:
            return None
        before = self._standing(wanted, day, session)
        if before is not None:
            return self.change(before, wanted)
        note = Note(self._new_id(), day, session, wanted)
        self._store.add(self._entry(note))
        return note

    def change(self, note: Note[B], body: B) -> Note[B] | None:
        """Put `body` in the place of the note's; None, and nothing changed, when its kind is turned off. Raises as `keep`."""
        wanted = self._as_wanted(body)
        if wanted is None:
            return None
        changed = Note(note.id, note.day, note.session, wanted)
        self._store.replace(self._entry(changed))
        return changed

    def find(self, shape: type[B], first: date = date.min, last: date = date.max) -> Found[B]:
        """Return the notes of one kind and of these days, both included. Raises the store's errors."""
        read: list[Note[B]] = []
        faults: Counter[str] = Counter()
        for entry in self._store.between(first, last, (kind_of(shape),)):
            self._read(entry, shape, read, faults)
        return Found(tuple(read), faults["newer"], faults["unreadable"])

    def newest(self, shape: type[B], count: int) -> Found[B]:
        """Return the last `count` notes of one kind, the newest first. Raises the store's errors."""
        read: list[Note[B]] = []
        faults: Counter[str] = Counter()
        for entry in self._store.newest(kind_of(shape), count):
            self._read(entry, shape, read, faults)
        return Found(tuple(read), faults["newer"], faults["unreadable"])

    def diary(self, first: date = date.min, last: date = date.max) -> Diary:
        """Return all that insights need, in one reading. Raises the store's errors."""
        kept: dict[str, list[Note[Any]]] = {kind_of(shape): [] for shape in (SessionNote, Mood, Offline)}
        faults: Counter[str] = Counter()
        for entry in self._store.between(first, last, tuple(kept)):
            self._read(entry, KINDS[entry.kind], kept[entry.kind], faults)
        sessions, moods, offline = (tuple(notes) for notes in kept.values())
        return Diary(sessions, moods, offline, faults["newer"], faults["unreadable"])

    def forget(self, note_ids: Iterable[str]) -> Forgotten:
        """Delete notes, from the backups too. Raises the store's errors."""
        removal = self._store.delete_many(note_ids)
        return Forgotten(removal.entries, removal.left)

    def forget_session(self, session: str) -> Forgotten:
        """Delete every note of one session and the key that sealed them. Raises the store's errors."""
        removal = self._store.delete_session(session)
        return Forgotten(removal.entries, removal.left)

    def forget_kind(self, shape: type[Body]) -> Forgotten:
        """Delete every note of one kind, those that cannot be read as well. Raises the store's errors."""
        kind = kind_of(shape)
        return self.forget([entry.id for entry in self._store.between(date.min, date.max, (kind,))])

    def forget_everything(self) -> Forgotten:
        """Delete all that is in the journal and in its backups. Raises the store's errors."""
        removal = self._store.delete_all()
        return Forgotten(removal.entries, removal.left)

    def export(self) -> Iterator[dict[str, object]]:
        """Yield the notes as values that JSON can hold, first of all what they are and are not. Raises the store's errors."""
        yield {"about": exporting.ABOUT}
        yield from (exporting.portable(row) for row in self._store.export() if row.get("kind") in KINDS)

    def export_text(self, texts: Mapping[str, str] | None = None) -> str:
        """Return the notes as a text for people; `texts` says what ids of questions, words and activities mean."""
        return exporting.as_text(self._every_note(), texts or {})

    def _every_note(self) -> Iterator[tuple[str, Note[Body] | None]]:
        """Yield each note by its kind, and None for one that cannot be read."""
        for entry in self._store.between(date.min, date.max, tuple(KINDS)):
            read: list[Note[Body]] = []
            self._read(entry, KINDS[entry.kind], read, Counter())
            yield entry.kind, read[0] if read else None

    def _as_wanted(self, body: B) -> B | None:
        """Return what of `body` its owner wants kept."""
        if not self.keeps(type(body)):
            return None
        if isinstance(body, Reflection) and body.text and not self._choices().keep_reflection_text:
            return cast("B", Reflection(prompt=body.prompt, step=body.step, choice=body.choice))
        return body

    def _standing(self, body: B, day: date, session: str) -> Note[B] | None:
        """Return the note whose place `body` takes."""
        match body:
            case Mood() if session:  # the day after may be looked back on late
                first, last = _shifted(day, -_NEAR_DAYS), _shifted(day, _NEAR_DAYS)
            case Reflection() | Offline() | Plan():
                first, last = day, day
            case Liked():
                first, last = date.min, date.max
            case _:
                return None
        for note in self.find(type(body), first, last).notes:
            if _place(note.body, note.session) == _place(body, session):
                return note
        return None

    def _entry(self, note: Note[B]) -> E:
        at = datetime.combine(note.day, time(12), UTC)
        return self._make(
            id=note.id,
            day=note.day,
            at=at,
            kind=kind_of(type(note.body)),
            session=note.session,
            body=encode(note.body),
        )

    @staticmethod
    def _read(entry: JournalEntry, shape: type[B], read: list[Note[B]], faults: Counter[str]) -> None:
        try:
            read.append(Note(entry.id, entry.day, entry.session, decode(shape, entry.body)))
        except NewerNoteError:
            faults["newer"] += 1
        except UnreadableNoteError:
            faults["unreadable"] += 1


def _place(body: Body, session: str) -> tuple[str, ...]:
    """Return what two notes of near days have in common when one takes the other's place."""
    match body:
        case Mood():
            return session, body.when
        case Reflection():
            return session, body.prompt
        case Liked():
            return (body.activity,)
        case _:
            return ()


def _shifted(day: date, days: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))
