"""A desk over a real journal whose work is done at once, with a clock and settings to turn."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from guard.errors import GuardError
from guard.settings import Settings
from guard.ui.notes import NotesDesk
from guard.ui.preferences import Preferences
from guard.wellbeing import library
from guard.wellbeing.entries import Body, End, Mood, SessionNote, When
from tests.support.notes import JournalNotes

T = TypeVar("T")
EVENING, MORNING = (datetime.fromisoformat(f"2026-11-{moment}") for moment in ("21T21:00", "22T09:00"))
DAY = date(2026, 11, 21)


class AtOnce:
    """A worker that needs no thread. `broken`: what it fails with instead."""

    def __init__(self) -> None:
        self.broken: GuardError | None = None

    def run(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[GuardError], None]
    ) -> None:
        try:
            if self.broken is not None:
                raise self.broken
            value = work()
        except GuardError as error:
            failed(error)
        else:
            done(value)


class NoFile:
    notice = ""

    def load(self) -> Settings:
        return Settings()

    def save(self, settings: Settings) -> None:
        pass


@dataclass
class Bench:
    notes: JournalNotes
    worker: AtOnce
    desk: NotesDesk
    now: list[datetime]
    told: list[str] = field(default_factory=list)
    held: list[QWidget] = field(default_factory=list)
    """Windows that a test only holds a part of."""

    def keep(self, body: Body, day: date = DAY, session: str = "") -> None:
        self.desk.notebook().keep(body, day, session)

    def all(self, shape: type[Body]) -> list[Body]:
        return [note.body for note in self.desk.notebook().find(shape).notes]


def bench(folder: Path) -> Bench:
    notes, worker, now, told = JournalNotes(folder), AtOnce(), [EVENING], list[str]()
    desk = NotesDesk(
        notes=notes,
        worker=worker,
        thinker=worker,
        preferences=Preferences(NoFile(), worker),
        library=library.load,
        now=lambda: now[0],
        tell=told.append,
    )
    return Bench(notes, worker, desk, now, told)


def evening(end: End = End.FINISHED) -> SessionNote:
    return SessionNote(planned=60, live=45, end=end, asked=3, answered=2)


def bright(when: When) -> Mood:
    return Mood(when=when, energy=1, pleasantness=2, word="happy")
