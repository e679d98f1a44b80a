"""Replaces the journal's file: by one of a newer form, or by a backup, and always at once or not at all."""

from contextlib import suppress
from pathlib import Path

from guard.vault.journal import rows, schema
from guard.vault.journal.backups import clear, copy_to, generation_of
from guard.vault.journal.connection import Connection, LibraryError, connect, empty_wal, translated
from guard.vault.journal.errors import (
    BackupUnusableError,
    JournalDamagedError,
    JournalError,
    MigrationError,
    NewerJournalError,
    from_os,
)
from guard.vault.journal.locating import PRIVATE_FOLDER, Files
from guard.vault.journal.mark import Mark
from guard.vault.journal.presence import Presence
from guard.vault.journal.replacing import Clock, swap_in, utc_now
from guard.vault.journal.schema import MIGRATIONS, Migration

_PATIENCE = 1.0


def create_file(files: Files, key: bytes, migrations: tuple[Migration, ...], clock: Clock) -> None:
    """Make an empty journal where there is none. Raises `FileExistsError`, other `OSError`s and `JournalError`s."""
    files.main.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    if files.main.exists():
        raise FileExistsError(files.main.name)
    with Presence(files.presence, _PATIENCE).alone():
        if files.main.exists():
            raise FileExistsError(files.main.name)
        files.fresh.unlink(missing_ok=True)
        files.fresh.touch(mode=0o600)
        connection = connect(files.fresh, key)
        try:
            with translated(files.fresh):
                schema.build(connection, migrations)
                _use_wal(connection, files.fresh)
        finally:
            connection.close()
        swap_in(files, clock(), "leftover")


def migrate(files: Files, key: bytes, migrations: tuple[Migration, ...], clock: Clock) -> None:
    """Bring the journal to this version's form: a copy is changed, verified and swapped in. Raises `JournalError`."""
    with Presence(files.presence, _PATIENCE).alone():
        source = connect(files.main, key)
        try:
            before = schema.verify(source, files.main, unseal=False)
            old = schema.version(source)
            if old >= schema.latest(migrations):
                return  # another Guard was quicker
            empty_wal(source, files.main)
            copy_to(files.fresh, key, source)
        except OSError as error:
            raise from_os(error) from None
        finally:
            source.close()
        _advance(files, key, migrations, before)
        swap_in(files, clock(), f"version-{old}")


def restore(path: Path, key: bytes, backup: Path, *, clock: Clock = utc_now) -> int:
    """Put `backup` in the place of the journal at `path`, at its owner's wish; return its number of entries.

    The journal must be closed everywhere. What was there is kept aside for 30 days. Raises
    `BackupUnusableError`, `NewerJournalError`, `JournalBusyError` and other `JournalError`s, having changed nothing.
    """
    files = Files(path)
    mark = Mark(files.mark, key)
    try:
        path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        with Presence(files.presence, _PATIENCE).alone():
            gone = _deleted_meanwhile(files, key)
            generation, count = _take_backup(files, key, backup, gone, mark.read())
            swap_in(files, clock(), "before-restore")
            mark.write(generation)
    except OSError as error:
        raise from_os(error) from None
    return count


def erase(path: Path) -> tuple[str, ...]:
    """Remove the journal at `path`, closed everywhere, with everything beside it; return a sentence for each copy left.

    Its owner should then remove its key, which makes copies elsewhere unreadable. Raises `JournalError`.
    """
    files = Files(path)
    if not path.parent.is_dir():
        return ()
    try:
        with Presence(files.presence, _PATIENCE).alone():
            left = clear(files)
            for file in (files.wal, files.shm, files.main, files.fresh, files.mark):
                file.unlink(missing_ok=True)
    except OSError as error:
        raise from_os(error) from None
    return left


def _advance(files: Files, key: bytes, migrations: tuple[Migration, ...], before: int) -> None:
    connection = connect(files.fresh, key)
    try:
        schema.advance(connection, migrations)
        after = schema.verify(connection, files.fresh)
        _use_wal(connection, files.fresh)
    except (LibraryError, JournalDamagedError) as error:
        raise MigrationError(str(error)) from None
    finally:
        connection.close()
    if before != after:
        raise MigrationError("count")


def _take_backup(
    files: Files, key: bytes, backup: Path, gone: tuple[str, ...], known: int
) -> tuple[int, int]:
    """Copy `backup` to the fresh file, without what was deleted since; return its new generation and its entries."""
    if not backup.is_file():
        raise BackupUnusableError("no file")
    try:
        source = connect(backup, key, "ro")
        try:
            schema.verify(source, backup, unseal=False)
            if schema.version(source) > schema.latest(MIGRATIONS):
                raise NewerJournalError("backup")
            copy_to(files.fresh, key, source)
        finally:
            source.close()
    except JournalDamagedError as error:
        raise BackupUnusableError(error.cause) from None
    connection = connect(files.fresh, key)
    try:
        with translated(files.fresh):
            rows.remove(connection, gone)
            generation = max(known, generation_of(connection)) + 1
            connection.execute("UPDATE meta SET value = ? WHERE name = 'generation'", (generation,))
            count = schema.verify(connection, files.fresh, unseal=False)
            _use_wal(connection, files.fresh)
    finally:
        connection.close()
    return generation, count


def _deleted_meanwhile(files: Files, key: bytes) -> tuple[str, ...]:
    """Return the ids whose deletion from the backups is not done yet, if the journal can still tell."""
    with suppress(JournalError):
        connection = connect(files.main, key, "ro")  # a damaged file is not to be changed by looking at it
        try:
            with translated(files.main):
                return tuple(row[0] for row in connection.execute("SELECT id FROM gone"))
        finally:
            connection.close()
    return ()


def _use_wal(connection: Connection, path: Path) -> None:
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    schema.version(connection)  # a checkpoint wants the file read once in its new mode
    empty_wal(connection, path)
