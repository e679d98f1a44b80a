"""One connection to a SQLCipher file, set up so that nothing readable leaves it.

Files are opened, never made: only `make` begins one. While a connection is open in this
process, its file must not be opened by other means: closing a second handle would drop
SQLite's locks on POSIX systems.
"""

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from sqlcipher3 import dbapi2 as sqlcipher  # type: ignore[import-untyped] # it has no type information

from guard.vault.journal.errors import (
    DiskError,
    DiskFullError,
    JournalBusyError,
    JournalClosedError,
    JournalDamagedError,
    JournalError,
    ReadOnlyError,
)
from guard.vault.journal.key import salt_of

Connection = sqlite3.Connection  # for types only: the library offers the same methods
LibraryError: type[Exception] = sqlcipher.Error
T = TypeVar("T")

PAGE = 4096
WAIT_SECONDS = 0.2
"""How long one attempt waits for another program's lock."""
_PAUSE_SECONDS = 0.01
_ROOM = 512 * 1024
"""With less free than this many bytes, a failing disk is taken for a full one."""

_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26
_ERRORS: dict[int, type[JournalError]] = {
    1: JournalDamagedError,  # SQLITE_ERROR: tables are not the ones that Guard made
    _BUSY: JournalBusyError,
    _LOCKED: JournalBusyError,
    15: JournalBusyError,  # SQLITE_PROTOCOL: too many openers at once
    _READONLY: ReadOnlyError,
    _CORRUPT: JournalDamagedError,
    _FULL: DiskFullError,
    _CANTOPEN: ReadOnlyError,
    _NOTADB: JournalDamagedError,
}
_MESSAGES = {  # the online backup raises errors without a code
    "database is locked": _BUSY,
    "database table is locked": _LOCKED,
    "attempt to write a readonly database": _READONLY,
    "disk I/O error": _IOERR,
    "database disk image is malformed": _CORRUPT,
    "database or disk is full": _FULL,
    "unable to open database file": _CANTOPEN,
    "file is not a database": _NOTADB,
}
_SETTINGS = (
    "PRAGMA cipher_compatibility = 4",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)


def connect(path: Path, key: bytes, mode: str = "rw") -> Connection:
    """Open the SQLCipher file at `path`; `mode` is rw, ro or immutable (read-only, with no files beside it).

    Raises `JournalDamagedError` also for a wrong key (see `diagnosis`), and other `JournalError`s.
    """
    query = "mode=ro&immutable=1" if mode == "immutable" else f"mode={mode}"
    with translated(path):
        connection = connect_plain(path, query)
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute("PRAGMA cipher_memory_security = ON")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}{salt_of(key).hex()}'\"")
            for setting in _SETTINGS:
                connection.execute(setting)
            number(connection, "SELECT count(*) FROM sqlite_master")
        except BaseException:
            connection.close()
            raise
    return connection


def connect_plain(path: Path, query: str) -> Connection:
    """Open the SQLite file at `path` without a key; nothing is read yet. Raises `LibraryError`."""
    connection: Connection = sqlcipher.connect(
        f"{path.absolute().as_uri()}?{query}",
        uri=True,
        isolation_level=None,  # transactions begin where they are written
        timeout=WAIT_SECONDS,
        check_same_thread=False,  # one thread at a time, but not always the same
    )
    return connection


def make(path: Path, key: bytes) -> Connection:
    """Make a new, empty SQLCipher file at `path`, for this user only. Raises `OSError` and `JournalError`s."""
    path.touch(mode=0o600, exist_ok=False)
    return connect(path, key)


def number(connection: Connection, sql: str, values: tuple[object, ...] = ()) -> int:
    """Return the one number that `sql` asks for."""
    return int(connection.execute(sql, values).fetchall()[0][0])


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the library's errors on the file at `path` into the journal's own."""
    try:
        yield
    except sqlcipher.ProgrammingError as error:
        raise JournalClosedError(str(error)) from None
    except sqlcipher.Error as error:
        code = getattr(error, "sqlite_errorcode", None) or _MESSAGES.get(str(error), 0)
        code &= 0xFF  # the rest says where it happened
        cause = str(getattr(error, "sqlite_errorname", type(error).__name__))
        if code in {_IOERR, _CANTOPEN} and not has_room(path):
            raise DiskFullError(cause) from None
        raise _ERRORS.get(code, DiskError)(cause) from None


def has_room(path: Path) -> bool:
    """Tell whether the disk of `path` has room for a few changes; True when it cannot be asked."""
    with suppress(OSError):
        return shutil.disk_usage(path.parent).free >= _ROOM
    return True


def patiently(action: Callable[[], T], seconds: float) -> T:
    """Do `action`, again and again for `seconds` as long as another program is in the way.

    Raises the last `JournalBusyError`, and at once whatever else `action` raises.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            return action()
        except JournalBusyError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE_SECONDS)


def copy(source: Connection, target: Connection, path: Path, seconds: float = 5.0) -> None:
    """Make `target`, the file at `path`, a copy of `source`; wait for another program's lock at most about `seconds`.

    Raises `JournalError`s.
    """
    deadline = time.monotonic() + seconds

    def give_up_late(status: int, remaining: int, total: int) -> None:  # noqa: ARG001 - the library's signature
        if status in {_BUSY, _LOCKED} and time.monotonic() > deadline:
            raise JournalBusyError("backup")

    with translated(path):
        source.backup(target, progress=give_up_late, sleep=WAIT_SECONDS)


def empty_wal(connection: Connection, path: Path) -> None:
    """Move everything into the main file and cut the WAL to nothing. Raises `JournalBusyError` while another one reads."""
    with translated(path):
        if number(connection, "PRAGMA wal_checkpoint(TRUNCATE)"):
            raise JournalBusyError("checkpoint")
