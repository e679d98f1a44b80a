"""A journal with a session, its moods and a note about time away for each day of ten years."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path

from guard.vault.journal import rows
from guard.vault.journal.connection import Connection
from guard.vault.journal.entry import Entry
from guard.vault.journal.journal import Journal
from guard.wellbeing.coding import encode, kind_of
from guard.wellbeing.entries import Body, End, Mood, Offline, Said, SessionNote, When
from tests.support.chance import seeded

DAYS, YEARS = 3_650, 10
FIRST = date(2016, 1, 1)
TODAY = FIRST + timedelta(days=DAYS - 1)


@dataclass(frozen=True)
class All:
    keep_sessions: bool = True
    keep_moods: bool = True
    keep_reflections: bool = True
    keep_reflection_text: bool = True
    keep_offline: bool = True


def a_day(number: int, chance: Callable[[int, int], int]) -> list[tuple[Body, str]]:
    said: tuple[Said, ...] = ("yes", "no", "not-said")
    late = chance(0, 3) == 0
    note = SessionNote(planned=60, live=5 * chance(2, 40), end=End.FINISHED, asked=3, answered=chance(0, 3), late=late,
                       limits_kept=said[chance(0, 2)])  # fmt: skip
    moods = [Mood(when=when, energy=chance(-2, 2), pleasantness=chance(-2, 2)) for when in When]
    away = Offline(minutes=15 * chance(0, 20), sleep_ok=said[chance(0, 2)], activities=("tea",))
    return [*((each, f"s{number}") for each in (note, *moods)), (away, "")]


def ten_years(path: Path, key: bytes) -> Journal:
    """Make the journal at `path`."""
    dice, numbers = seeded(3), itertools.count()
    journal = Journal.create(path, key)

    def add_all(connection: Connection) -> None:
        for number in range(DAYS):
            day = FIRST + timedelta(days=number)
            at = datetime.combine(day, clock(12), UTC)
            for body, session in a_day(number, dice.randint):
                kind = kind_of(type(body))
                rows.add(connection, Entry(f"n{next(numbers)}", day, at, kind, session, encode(body)))

    journal._access.writing(add_all)
    return journal
