"""The journal of what was there before a fix: written and flushed before the change, taken back in reverse order."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from guard import durable
from guard.checkup.check import Stored
from guard.checkup.detect import Setting
from guard.errors import GuardError

State = Literal["planned", "made"]


class UndoJournalError(GuardError):
    """The journal cannot be written or read; then nothing is changed."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One change: what was there, and what Guard wrote. `state` is "planned" until the change was made.

    `number` counts up; `session_only` changes go back by themselves.
    """

    number: int
    check: str
    setting: Setting
    before: Stored
    after: Stored
    at: datetime
    session_only: bool = False
    state: State = "planned"


class _Head(msgspec.Struct, frozen=True):
    version: int


class _File(_Head, frozen=True):
    entries: tuple[Entry, ...] = ()


_VERSION = 1
_LATE_TOOL_SECONDS = 60.0


class UndoJournal:
    """The changes that can still be undone, oldest first, in one file. Its methods may wait for the disk."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        """Keep them in `path`; `clock` gives the time with its zone."""
        self._path = path
        self._clock = clock

    def entries(self) -> tuple[Entry, ...]:
        """Return all entries. Raises `UndoJournalError`: a journal that cannot be read is never an empty one."""
        try:
            raw = self._path.read_bytes()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise _unreadable(error.strerror or "") from error
        try:
            if msgspec.json.decode(raw, type=_Head).version > _VERSION:
                raise _unreadable("a newer Guard wrote it")
            return msgspec.json.decode(raw, type=_File).entries
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            raise _unreadable("it is damaged") from error

    def plan(
        self, check: str, setting: Setting, before: Stored, after: Stored, *, session_only: bool
    ) -> Entry:
        """Note a change that is about to be made; it is on the disk when this returns. Raises `UndoJournalError`."""
        known = self.entries()
        entry = Entry(
            number=max((one.number for one in known), default=0) + 1,
            check=check,
            setting=setting,
            before=before,
            after=after,
            at=self._clock(),
            session_only=session_only,
        )
        self._write((*known, entry))
        return entry

    def is_young(self, entry: Entry) -> bool:
        """Tell whether a change was noted so lately that a tool which outlived its Guard may still make it."""
        return abs((self._clock() - entry.at).total_seconds()) < _LATE_TOOL_SECONDS

    def made(self, entry: Entry, after: Stored) -> None:
        """Note that the change was made, and what the system then held. Raises `UndoJournalError`."""
        done = msgspec.structs.replace(entry, state="made", after=after)
        self._write(tuple(done if one.number == entry.number else one for one in self.entries()))

    def forget(self, entries: Sequence[Entry]) -> None:
        """Drop entries that were put back or never made. Raises `UndoJournalError`."""
        gone = {one.number for one in entries}
        self._write(tuple(one for one in self.entries() if one.number not in gone))

    def _write(self, entries: tuple[Entry, ...]) -> None:
        try:
            durable.write(self._path, msgspec.json.encode(_File(version=_VERSION, entries=entries)))
        except OSError as error:
            raise UndoJournalError(
                f"Guard could not write its list of earlier settings ({error.strerror}), so it went no further. "
                "Make room on the disk or mend the folder's rights, and try again."
            ) from error


def _unreadable(why: str) -> UndoJournalError:
    return UndoJournalError(
        f"Guard cannot read its list of earlier settings ({why}). It was left as it is, and nothing was changed."
    )
