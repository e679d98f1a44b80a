"""Five backups beside the journal, each opened and read through before an older one goes.

They are whole journals under the same key. What is deleted from the journal is deleted from
them too.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from guard import durable
from guard.vault.journal import rows, schema
from guard.vault.journal.connection import Connection, connect, copy, make, number, translated
from guard.vault.journal.diagnosis import diagnose
from guard.vault.journal.entry import Backup
from guard.vault.journal.errors import (
    DiskError,
    JournalBusyError,
    JournalDamagedError,
    JournalError,
    ReadOnlyError,
    UnreadableError,
    from_os,
)
from guard.vault.journal.locating import PRIVATE_FOLDER, Files
from guard.vault.journal.replacing import STAMP, kept_aside, stamp_of

KEPT = 5
_NAME = re.compile(r"[0-9]{8}T[0-9]{6}Z-g([0-9]{1,15})\.db")
_BESIDE = ("", "-wal", "-shm", "-journal")


def listed(path: Path, key: bytes) -> tuple[Backup, ...]:
    """Return the backups of the journal at `path`, the newest first, each read through with `key`."""
    return tuple(_describe(file, key) for file in _found(Files(path)))


def make_backup(files: Files, key: bytes, source: Connection, now: datetime) -> Backup:
    """Add a backup of the open journal, verified, and drop the oldest beyond five. Raises `JournalError`."""
    fresh = files.backups / "making"
    try:
        files.backups.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        copy_to(fresh, key, source)
        target = connect(fresh, key)
        try:
            count = schema.verify(target, fresh)
            generation = generation_of(target)
        finally:
            target.close()
        durable.sync_file(fresh)
        final = files.backups / f"{now.astimezone(UTC):{STAMP}}-g{generation}.db"
        fresh.replace(final)
        durable.sync_folder(files.backups)
        for old in _found(files)[KEPT:]:
            old.unlink()
    except OSError as error:
        raise from_os(error) from None
    finally:
        with suppress(OSError):
            remove(fresh)  # of a try that failed, perhaps for want of room
    return Backup(final, now, generation, count)


def copy_to(fresh: Path, key: bytes, source: Connection) -> None:
    """Copy the open journal into a new single file; what lay there is removed. Raises `OSError` and `JournalError`s."""
    remove(fresh)
    target = make(fresh, key)
    try:
        copy(source, target, fresh)
        with translated(fresh):
            target.execute("PRAGMA journal_mode = DELETE").fetchall()
    finally:
        target.close()


def is_due(files: Files, generation: int, now: datetime) -> bool:
    """Tell whether something changed since the last backup, and that one is not of today (UTC)."""
    found = _found(files)
    if not found:
        return generation > 0
    made = stamp_of(found[0])
    return _generation(found[0]) != generation and (made is None or made.date() != now.astimezone(UTC).date())


def purge(files: Files, key: bytes, ids: Iterable[str]) -> tuple[str, ...]:
    """Delete the entries with these ids from all copies that Guard keeps; return a sentence for each that still holds them.

    A copy that cannot be read any more is removed whole, as it may hold them.
    """
    gone = tuple(ids)
    left = []
    for file in (*_found(files), *kept_aside(files)):
        try:
            _purge_one(file, key, gone)
        except (ReadOnlyError, DiskError, JournalBusyError, UnreadableError):
            left.append(_still_there(file))
        except JournalDamagedError:
            left += _remove_or_say(file)
        except JournalError:  # another key: this journal was never in it
            continue
    return tuple(left)


def clear(files: Files) -> tuple[str, ...]:
    """Remove every copy that Guard keeps; return a sentence for each that is still there."""
    copies = (*_found(files), *kept_aside(files), files.backups / "making")
    return tuple(sentence for file in copies for sentence in _remove_or_say(file))


def remove(file: Path) -> None:
    """Remove a file and what SQLite keeps beside it. Raises `OSError`."""
    for ending in _BESIDE:
        file.with_name(file.name + ending).unlink(missing_ok=True)


def generation_of(connection: Connection) -> int:
    """Return how many changes the journal has seen."""
    return number(connection, "SELECT value FROM meta WHERE name = 'generation'")


def _purge_one(file: Path, key: bytes, ids: tuple[str, ...]) -> None:
    connection = _connect(file, key)
    try:
        with translated(file):
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
            connection.execute("BEGIN IMMEDIATE")
            removed = rows.remove(connection, ids)
            connection.execute("COMMIT")
            if removed:
                connection.execute("VACUUM")
        schema.verify(connection, file, unseal=False)
    finally:
        connection.close()


def _connect(file: Path, key: bytes) -> Connection:
    try:
        return connect(file, key)
    except JournalDamagedError:
        raise diagnose(file, key) from None


def _describe(file: Path, key: bytes) -> Backup:
    made = stamp_of(file) or datetime.fromtimestamp(0, UTC)
    try:
        connection = _connect(file, key)
        try:
            count = schema.verify(connection, file, unseal=False)
        finally:
            connection.close()
    except JournalError as error:
        return Backup(file, made, _generation(file), 0, error.sentence)
    return Backup(file, made, _generation(file), count)


def _found(files: Files) -> list[Path]:
    """Return the backups' files, the newest first; by generation, as a clock may have been wrong."""
    with suppress(OSError):
        found = [file for file in files.backups.iterdir() if _NAME.fullmatch(file.name)]
        return sorted(found, key=lambda file: (_generation(file), file.name), reverse=True)
    return []


def _generation(file: Path) -> int:
    match = _NAME.fullmatch(file.name)
    return int(match[1]) if match else 0


def _remove_or_say(file: Path) -> list[str]:
    try:
        remove(file)
    except OSError:
        return [_still_there(file)]
    return []


def _still_there(file: Path) -> str:
    made = stamp_of(file)
    when = f" of {made:%Y-%m-%d}" if made else ""
    return (
        f"The copy{when} still holds what you deleted, because it could not be changed now; "
        "Guard tries again when the journal is next opened."
    )
