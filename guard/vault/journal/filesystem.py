"""What the file system says of the journal's files, without opening them."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from guard.vault.journal.errors import (
    JournalMissingError,
    JournalTruncatedError,
    NotAJournalError,
    UnreadableError,
    from_os,
)
from guard.vault.journal.locating import Files


def check_file(files: Files) -> None:
    """Raise a `JournalError` unless there is a file that can be a journal; SQLite would fill an empty one."""
    try:
        found = files.main.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise JournalMissingError("no file") from None
    except PermissionError:
        raise UnreadableError("permission") from None
    except OSError as error:
        raise from_os(error) from None
    if not stat.S_ISREG(found.st_mode):
        raise NotAJournalError("no regular file")
    if found.st_size == 0:
        raise JournalTruncatedError("empty")


def may_write(path: Path) -> bool:
    """Tell whether the system says that the file and its folder may be written."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def share_permissions(files: Files) -> None:
    """Let the WAL follow the file's permissions: SQLite makes it with those of the moment, and then leaves them."""
    for file in (files.wal, files.shm):
        if file.exists() and not os.access(file, os.W_OK):
            with suppress(OSError):
                file.chmod(stat.S_IMODE(files.main.stat().st_mode))


def has_content(path: Path) -> bool:
    """Tell whether there is a file that is not empty."""
    with suppress(OSError):
        return path.stat().st_size > 0
    return False


def size_of(path: Path) -> int:
    """Return how many bytes the file has, 0 when there is none."""
    with suppress(OSError):
        return path.stat().st_size
    return 0


def identity(path: Path) -> tuple[int, int]:
    """Return what tells this file from another at the same place. Raises `JournalMissingError`."""
    try:
        found = path.stat()
    except OSError:
        raise JournalMissingError("moved away") from None
    return found.st_dev, found.st_ino
