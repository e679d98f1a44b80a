"""What the recovery tests share: contents, records that can fail, and a key place."""

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import settings

from guard.errors import GuardError
from guard.vault.outcome import KeyringLocked
from guard.vault.recovery.bundle import Contents

PATIENT = settings(deadline=None)  # what is asked is whether it is right, also on a busy machine
AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
BOOK = b'{"version":1,"profiles":[{"id":"x1","name":"Wren Hollow"}]}'
KEY = "kY3" + "x" * 37 + "-_9"
OTHER_KEY = "z" * 43
JOURNAL = bytes(range(256)) * 40


def contents(
    book: bytes = BOOK, key: str | None = KEY, journal: bytes | None = None, generation: int = 7
) -> Contents:
    return Contents(book, key, generation, AT, journal)


def names(folder: Path) -> list[str]:
    """Return what is in `folder`, hidden files too."""
    return sorted(one.name for one in folder.iterdir())


class FakeRecord:
    """A record in memory; `error` is raised by the next saves, `rival` makes a save lose against another Guard."""

    def __init__(self, data: bytes | None = None) -> None:
        self.data = data
        self.notice = ""
        self.error: GuardError | None = None
        self.rival = False
        self.forgetful = False
        self.lost: GuardError | None = None

    def load(self) -> bytes | None:
        if self.lost:
            raise self.lost
        return self.data

    def put_back(self, data: bytes) -> None:
        if self.error:
            raise self.error
        self.lost, self.data = None, data

    def save(self, data: bytes) -> bool:
        if self.error:
            raise self.error
        if self.rival:
            return False
        if not self.forgetful:
            self.data = data
        return True


class FakeKeyPlace:
    """A place for the journal's key, which may be locked or forget what it is given."""

    def __init__(self, key: str | None = None) -> None:
        self.key = key
        self.locked = False
        self.forgetful = False

    def load(self) -> str | None:
        return self.key

    def save(self, key: str) -> None:
        if self.locked:
            raise KeyringLocked
        if not self.forgetful:
            self.key = key
