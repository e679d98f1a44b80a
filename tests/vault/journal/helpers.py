"""Makes journals and entries for tests."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from guard.vault.journal.entry import Entry
from guard.vault.journal.journal import Journal

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
FIRST_DAY = date(2026, 1, 1)
START = datetime(2026, 1, 1, 20, 0, tzinfo=UTC)
CANARY = "canary-of-a-private-note"


def entry(number: int, *, kind: str = "mood", session: str = "", text: str = CANARY) -> Entry:
    """Make entry `e<number>`, of the day with that number."""
    body = json.dumps({"text": text, "number": number}).encode()
    at = START + timedelta(days=number)
    return Entry(f"e{number}", FIRST_DAY + timedelta(days=number), at, kind, session, body)


class Calendar:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@contextmanager
def opened(path: Path, key: bytes = KEY, *, clock: Calendar | None = None) -> Iterator[Journal]:
    journal = Journal.open(path, key, clock=clock or Calendar(), patience=1)
    try:
        yield journal
    finally:
        journal.close()


@contextmanager
def created(path: Path, *entries: Entry, clock: Calendar | None = None) -> Iterator[Journal]:
    journal = Journal.create(path, KEY, clock=clock or Calendar(), patience=1)
    try:
        for each in entries:
            journal.add(each)
        yield journal
    finally:
        journal.close()


def everything(journal: Journal) -> set[Entry]:
    return set(journal.between(date.min, date.max))


def all_bytes(folder: Path) -> dict[str, bytes]:
    """Read every file under `folder`, by name."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
