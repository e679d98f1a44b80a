"""Lets open journals know of each other, through SQLite's own locks on an empty file.

Every open journal shares the file; whoever puts another file in the journal's place must
have it alone. Dying releases it on every system.
"""

from pathlib import Path
from typing import Self

from guard.vault.journal.connection import Connection, connect_plain, patiently, translated
from guard.vault.journal.errors import ReadOnlyError


class Presence:
    """This process's part in the journal whose presence file is `path`. A context: leaving it lets go."""

    def __init__(self, path: Path, patience: float) -> None:
        """Wait for others up to `patience` seconds."""
        self._path = path
        self._patience = patience
        self._connection: Connection | None = None

    def share(self) -> Self:
        """Be one of those who have the journal open. Raises `JournalBusyError`.

        Where the file cannot be made, nobody can replace the journal either, and nothing is held.
        """
        try:
            self._connection = self._begin("rwc", "BEGIN")
        except ReadOnlyError:
            try:
                self._connection = self._begin("ro", "BEGIN")
            except ReadOnlyError:
                self._connection = None
        return self

    def alone(self) -> Self:
        """Be the only one. Raises `JournalBusyError` while another has the journal open, and other `JournalError`s."""
        self._connection = self._begin("rwc", "BEGIN EXCLUSIVE")
        return self

    def leave(self) -> None:
        """Let go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        """Go on as begun."""
        return self

    def __exit__(self, *ending: object) -> None:
        """Let go."""
        self.leave()

    def _begin(self, mode: str, how: str) -> Connection:
        with translated(self._path):
            connection = connect_plain(self._path, f"mode={mode}")
        try:
            patiently(lambda: self._lock(connection, how), self._patience)
        except BaseException:
            connection.close()
            raise
        return connection

    def _lock(self, connection: Connection, how: str) -> None:
        with translated(self._path):
            if not connection.in_transaction:
                connection.execute("PRAGMA journal_mode = MEMORY").fetchall()
                connection.execute(how)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
