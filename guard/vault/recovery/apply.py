"""Carries a restore plan out, in the order that loses nothing whatever fails.

The journal is copied aside and opened first, then its key is stored and read back, then the
journal gets its name, and the book comes last.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from guard import durable
from guard.errors import GuardError
from guard.vault.missing import OtherRecord
from guard.vault.outcome import KeyringDamaged, RecordMissing
from guard.vault.recovery import files
from guard.vault.recovery.errors import ChangedMeanwhile, JournalNotWritten, NotRestoredWhole, RestoreStopped
from guard.vault.recovery.record import Record
from guard.vault.recovery.restore import Fate, Plan

_COMPANIONS = ("", "-wal", "-shm", "-journal")  # a database's own files beside it


class Step(StrEnum):
    """The steps, in their order."""

    LOOK = "look"
    COPY_JOURNAL = "copy-journal"
    STORE_KEY = "store-key"
    PLACE_JOURNAL = "place-journal"
    SAVE_BOOK = "save-book"


class KeyPlace(Protocol):
    """Where the journal's key is kept. Both methods raise `GuardError`."""

    def load(self) -> str | None:
        """Return the key, or None when there is none."""
        ...

    def save(self, key: str) -> None:
        """Keep the key, replacing what was there."""
        ...


@dataclass(frozen=True, slots=True)
class Targets:
    """Where things go. `opens` opens a journal file with a key and raises `GuardError` when that fails."""

    book: Record
    journal_key: KeyPlace
    journal: Path
    opens: Callable[[Path, str], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """The steps that were done, and the sentences the book's record had for its user."""

    done: tuple[Step, ...]
    notice: str = ""


class _Progress:
    """Collects finished steps and turns a failure into `RestoreStopped`."""

    def __init__(self) -> None:
        self.done: list[Step] = []

    @contextmanager
    def step(self, step: Step) -> Iterator[None]:
        try:
            yield
        except GuardError as error:
            raise RestoreStopped(error, tuple(self.done), step) from error
        except OSError as error:
            raise RestoreStopped(JournalNotWritten(type(error).__name__), tuple(self.done), step) from error
        self.done.append(step)


def apply_restore(plan: Plan, book: bytes | None, to: Targets) -> Restored:
    """Carry `plan` out; `book` is the merged book that its owner decided on, None to leave the book here alone.

    Raises `RestoreStopped`; then everything that was here still is, and restoring again goes on from there.
    """
    progress = _Progress()
    fresh: Path | None = None
    try:
        with progress.step(Step.LOOK):
            lost = _check_unchanged(plan, to)
        if plan.journal is Fate.ADD:
            with progress.step(Step.COPY_JOURNAL):
                fresh = _copy_journal(plan, to)
        if plan.key is Fate.ADD:
            with progress.step(Step.STORE_KEY):
                _store_key(plan, to)
        if fresh is not None:
            with progress.step(Step.PLACE_JOURNAL):
                files.set_aside(to.journal, _COMPANIONS)
                files.move_to_free(fresh, to.journal)
        if book is not None and book != plan.here.book:
            with progress.step(Step.SAVE_BOOK):
                _save_book(book, to.book, lost=lost)
    finally:
        if fresh is not None:
            _remove(fresh)
    return Restored(tuple(progress.done), to.book.notice)


def book_here(record: Record) -> bytes | None:
    """Return the book for `Here`: None when there is none, it is missing, or it is damaged beyond reading.

    Raises `OtherRecord` when there is a book that is not the one saved last (read it from the
    record under the pin, and merge it), and other `VaultError`s.
    """
    try:
        return record.load()
    except OtherRecord:
        raise
    except (RecordMissing, KeyringDamaged):
        return None


def _check_unchanged(plan: Plan, to: Targets) -> bool:
    """Make sure that the plan still fits; return whether the record can only be put back and not saved."""
    lost = False
    try:
        book = to.book.load()
    except (RecordMissing, KeyringDamaged) as error:
        lost = True
        seen = isinstance(error, OtherRecord)
        if seen and plan.here.book is None:
            raise
        book = plan.here.book if seen else None
    if book != plan.here.book or to.journal_key.load() != plan.here.journal_key:
        raise ChangedMeanwhile
    return lost


def _copy_journal(plan: Plan, to: Targets) -> Path:
    to.journal.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = durable.write_beside(to.journal, plan.contents.journal or b"")
    try:
        to.opens(fresh, plan.contents.journal_key or "")
    except BaseException:
        _remove(fresh)
        raise
    return fresh


def _store_key(plan: Plan, to: Targets) -> None:
    key = plan.contents.journal_key or ""
    to.journal_key.save(key)
    if to.journal_key.load() != key:
        raise NotRestoredWhole("journal key")


def _save_book(book: bytes, record: Record, *, lost: bool) -> None:
    if lost:
        record.put_back(book)
    elif not record.save(book):
        raise ChangedMeanwhile
    if record.load() != book:
        raise NotRestoredWhole("book")


def _remove(fresh: Path) -> None:
    for companion in _COMPANIONS:
        fresh.with_name(fresh.name + companion).unlink(missing_ok=True)
