"""The form of the journal's file, how it came to be, and whether a file keeps it.

Version 1 is the first. A later one adds a `Migration` to `MIGRATIONS`; `MADE` always makes
version 1, and a new journal walks through all migrations like an old one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from guard.vault.journal import rows
from guard.vault.journal.connection import Connection, number, translated
from guard.vault.journal.errors import JournalDamagedError

MADE = (
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    """CREATE TABLE scope(
        id INTEGER PRIMARY KEY, session TEXT NOT NULL, day INTEGER NOT NULL, key BLOB NOT NULL,
        UNIQUE(session, day))""",
    """CREATE TABLE entry(
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, scope INTEGER NOT NULL REFERENCES scope(id),
        day INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, body BLOB NOT NULL)""",
    "CREATE INDEX entry_by_day ON entry(day, at)",
    "CREATE INDEX entry_by_time ON entry(at)",
    "CREATE INDEX entry_by_kind ON entry(kind, at)",
    "CREATE INDEX entry_by_scope ON entry(scope)",
    "CREATE TABLE gone(id TEXT PRIMARY KEY) WITHOUT ROWID",
    "INSERT INTO meta VALUES ('generation', 0)",
)


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: `run` changes the tables, inside a transaction; entries may change their form, never their number."""

    run: Callable[[Connection], None]


MIGRATIONS: tuple[Migration, ...] = ()


def latest(migrations: tuple[Migration, ...]) -> int:
    """Return the version that all `migrations` lead to."""
    return 1 + len(migrations)


def version(connection: Connection) -> int:
    """Return the version of the file; 0 for one without tables."""
    return number(connection, "PRAGMA user_version")


def build(connection: Connection, migrations: tuple[Migration, ...]) -> None:
    """Make the tables in an empty file, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    for statement in MADE:
        connection.execute(statement)
    connection.execute("PRAGMA user_version = 1")
    connection.execute("COMMIT")
    advance(connection, migrations)


def advance(connection: Connection, migrations: tuple[Migration, ...]) -> None:
    """Take the file through the migrations that it has not seen, one transaction each."""
    for step in range(version(connection), latest(migrations)):
        connection.execute("BEGIN IMMEDIATE")
        migrations[step - 1].run(connection)
        connection.execute(f"PRAGMA user_version = {step + 1}")
        connection.execute("COMMIT")


def verify(connection: Connection, path: Path, *, unseal: bool = True) -> int:
    """Read the whole file and return its number of entries. Raises `JournalDamagedError`.

    Every page against its authentication code, every table and index, and, with `unseal`,
    every body with its session's key.
    """
    with translated(path):
        if connection.execute("PRAGMA cipher_integrity_check").fetchall():
            raise JournalDamagedError("cipher_integrity_check")
        if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise JournalDamagedError("integrity_check")
        if connection.execute("PRAGMA foreign_key_check").fetchall():
            raise JournalDamagedError("foreign_key_check")
        count = number(connection, "SELECT count(*) FROM entry")
        if unseal and rows.count_readable(connection) != count:
            raise JournalDamagedError("count")
        return count
