"""The journal, as its owners use it.

Calls block, for as long as the disk or another Guard needs (bounded), so they belong off the
window's thread; one thread at a time. When a change returns, the disk has it.

Changing an entry leaves its earlier form in backups until they are replaced, within five
days of use; deleting does not.
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Self

from guard.vault.journal import backups, rows, schema
from guard.vault.journal.access import Access
from guard.vault.journal.connection import Connection
from guard.vault.journal.entry import Backup, Entry, Removal, State, check, check_session
from guard.vault.journal.errors import JournalError, JournalExistsError, from_os
from guard.vault.journal.locating import Files
from guard.vault.journal.renewing import create_file, migrate
from guard.vault.journal.replacing import Clock, tidy, utc_now
from guard.vault.journal.schema import MIGRATIONS, Migration

PATIENCE_SECONDS = 5.0
OLDER = (
    "The journal's file is older than the one that Guard wrote last; perhaps a copy was put back. "
    "What was written since then is not in it; if you still have the newer file, close Guard and put it back."
)
_WORKING_COPY = (
    "Traces of what you deleted are still in the journal's file, encrypted, because it was in use or could not be written; "
    "Guard tries again when the journal is next opened."
)


class Journal:
    """An open journal. `notice` holds a sentence for its owner when opening went well but not smoothly."""

    def __init__(self, files: Files, key: bytes, access: Access, clock: Clock) -> None:
        """Use `open` or `create`."""
        self._files = files
        self._key = key
        self._access = access
        self._clock = clock
        self.notice = OLDER if access.is_older else ""

    @classmethod
    def open(
        cls,
        path: Path,
        key: bytes,
        *,
        clock: Clock = utc_now,
        patience: float = PATIENCE_SECONDS,
        migrations: tuple[Migration, ...] = MIGRATIONS,
    ) -> Self:
        """Open the journal at `path` with its 32-byte `key`; bring an older form to this version's, finish deletions.

        `patience` is how many seconds to wait for another Guard. Raises a `JournalError` of its
        own for each reason; a missing or damaged file is never replaced.
        """
        files = Files(path)
        newest = schema.latest(migrations)
        access = Access(files, key, newest, patience)
        if access.start() < newest:
            access.stop()
            migrate(files, key, migrations, clock)
            access.start()
        try:
            journal = cls(files, key, access, clock)
            journal._settle()
        except BaseException:
            access.stop()
            raise
        return journal

    @classmethod
    def create(
        cls,
        path: Path,
        key: bytes,
        *,
        clock: Clock = utc_now,
        patience: float = PATIENCE_SECONDS,
        migrations: tuple[Migration, ...] = MIGRATIONS,
    ) -> Self:
        """Make an empty journal where there is none and open it; its `key` must be safe already (see `key.ensure_key`).

        Raises `JournalExistsError` and other `JournalError`s.
        """
        try:
            create_file(Files(path), key, migrations, clock)
        except FileExistsError:
            raise JournalExistsError("file") from None
        except OSError as error:
            raise from_os(error) from None
        return cls.open(path, key, clock=clock, patience=patience, migrations=migrations)

    @property
    def state(self) -> State:
        """How it is now; asking tries again, so it may touch the disk. Raises `JournalClosedError`."""
        return self._access.state()

    @property
    def is_replaced(self) -> bool:
        """Whether another file, or none, is at its place by now; then it takes no changes and has to be opened anew."""
        return self._access.is_replaced

    def add(self, entry: Entry) -> None:
        """Keep a new entry. Raises `BadInputError`, `EntryExistsError` and other `JournalError`s."""
        check(entry)
        self._access.writing(lambda connection: rows.add(connection, entry))

    def replace(self, entry: Entry) -> None:
        """Put `entry` in the place of the one with its id. Raises `BadInputError`, `NoSuchEntryError` and other `JournalError`s."""
        check(entry)
        self._access.writing(lambda connection: rows.replace(connection, entry))

    def get(self, entry_id: str) -> Entry | None:
        """Return the entry with this id, or None. Raises `JournalError`s."""
        return self._access.reading(lambda connection: rows.get(connection, entry_id))

    def between(self, first_day: date, last_day: date, kinds: Sequence[str] = ()) -> tuple[Entry, ...]:
        """Return the entries of these days, both included, in their order; of all kinds when `kinds` is empty."""
        return self._access.reading(
            lambda connection: tuple(rows.between(connection, first_day, last_day, kinds))
        )

    def newest(self, kind: str, n: int) -> tuple[Entry, ...]:
        """Return the last `n` entries of `kind` ("" for any), the newest first."""
        return self._access.reading(lambda connection: tuple(rows.newest(connection, kind, max(n, 0))))

    def days(self, kind: str = "") -> Mapping[date, int]:
        """Return how many entries of `kind` ("" for any) each day has; days without are left out."""
        return self._access.reading(lambda connection: rows.days(connection, kind))

    def delete(self, entry_id: str) -> Removal:
        """Delete one entry, from the backups too. Raises `JournalError`s."""
        return self.delete_many([entry_id])

    def delete_many(self, entry_ids: Iterable[str]) -> Removal:
        """Delete entries in one change, from the backups too; ids that are not there are no error. Raises `JournalError`s."""
        ids = list(dict.fromkeys(entry_ids))
        return self._delete(lambda _: ids) if ids else Removal(0)

    def delete_session(self, session: str) -> Removal:
        """Delete a session's entries and the key under which they were sealed, from the backups too. Raises `JournalError`s."""
        check_session(session)
        return self._delete(lambda connection: rows.ids_of(connection, session))

    def delete_all(self) -> Removal:
        """Delete every entry and every copy that Guard keeps; the journal stays, empty. Raises `JournalError`s."""
        removed = self._access.writing(_empty)
        left = backups.clear(self._files)
        if left:
            return Removal(removed, left)
        return Removal(removed, self._settle(traces=True))

    def export(self) -> Iterator[dict[str, object]]:
        """Yield every entry, in the order in which they were added, as values that JSON can hold.

        `body` is the parsed body, or `body_base64` the bytes of one that is no JSON.
        """
        last = -1
        while some := self._handful(last):
            yield from (_portable(entry) for _, entry in some)
            last = some[-1][0]

    def back_up(self, *, even_today: bool = False) -> Backup | None:
        """Add a verified backup if there are changes and none was made today (UTC); return it. Raises `JournalError`s.

        The oldest beyond five goes only after the new one was opened and read through.
        """
        now = self._clock()
        if not even_today and not backups.is_due(self._files, self._access.generation, now):
            return None
        return self._access.reading(
            lambda connection: backups.make_backup(self._files, self._key, connection, now)
        )

    def backups(self) -> tuple[Backup, ...]:
        """Return the backups, the newest first, each read through. To put one back: close, then `renewing.restore`."""
        return backups.listed(self._files.main, self._key)

    def verify(self) -> int:
        """Read the whole file and return its number of entries. Raises `JournalDamagedError` and other `JournalError`s."""
        return self._access.reading(lambda connection: schema.verify(connection, self._files.main))

    def close(self) -> None:
        """Close the journal; closing twice is no error."""
        self._access.stop()

    def _handful(self, after: int) -> list[tuple[int, Entry]]:
        return self._access.reading(lambda connection: rows.handful(connection, after))

    def _delete(self, find: Callable[[Connection], list[str]]) -> Removal:
        def delete(connection: Connection) -> int:
            ids = find(connection)
            connection.executemany("INSERT OR IGNORE INTO gone VALUES (?)", [(each,) for each in ids])
            return rows.remove(connection, ids)

        removed = self._access.writing(delete)
        return Removal(removed, self._settle(traces=True))

    def _settle(self, *, traces: bool = False) -> tuple[str, ...]:
        """Finish deletions: traces in the file, then copies; return what is left. What failed is done at the next opening."""
        left: tuple[str, ...] = ()
        gone = self._access.reading(_gone)
        try:
            if gone or traces:
                self._access.forget_traces()
                left = backups.purge(self._files, self._key, gone)
            if gone and not left:
                self._access.writing(lambda connection: connection.execute("DELETE FROM gone"))
        except JournalError:
            left = (*left, _WORKING_COPY)
        tidy(self._files, self._clock())
        return left


def _gone(connection: Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT id FROM gone")]


def _empty(connection: Connection) -> int:
    connection.execute("DELETE FROM gone")
    removed = connection.execute("DELETE FROM entry").rowcount
    connection.execute("DELETE FROM scope")
    return int(removed)


def _portable(entry: Entry) -> dict[str, object]:
    told: dict[str, object] = {
        "id": entry.id,
        "day": entry.day.isoformat(),
        "at": entry.at.isoformat(),
        "kind": entry.kind,
        "session": entry.session,
    }
    try:
        told["body"] = json.loads(entry.body)
    except (ValueError, RecursionError):
        told["body_base64"] = base64.b64encode(entry.body).decode("ascii")
    return told
