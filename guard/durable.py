"""Writes small files so that a crash leaves the old content or the new, never half of one."""

import errno
import os
import secrets
import time
from contextlib import suppress
from glob import escape
from pathlib import Path

_ENDING = ".new"
_LEFT_BEHIND_SECONDS = 3600.0
_BUSY = frozenset({5, 32, 33})  # Windows: another program, often a virus scanner, holds the file for a moment
_BUSY_TRIES, _BUSY_SECONDS = 25, 0.1


def write(path: Path, data: bytes) -> None:
    """Replace `path` by `data`, readable by its owner only, down to the disk. Raises `OSError`; then the old stays.

    Makes the folder, for its owner only, if it is missing.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = write_beside(path, data)
    try:
        move(fresh, path)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise
    sync_folder(path.parent)
    _sweep(path)


def write_beside(path: Path, data: bytes) -> Path:
    """Write `data` to a new file beside `path`, for its owner only, and read it back. Raises `OSError`, leaving nothing."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_ENDING}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(fresh, flags, 0o600), "wb") as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            check_kept(fresh, data)
        except BaseException:
            with suppress(OSError):
                file.close()
            with suppress(OSError):
                fresh.unlink()
            raise
    return fresh


def check_kept(file: Path, data: bytes) -> None:
    """Raise `OSError` unless `file` gives back `data`."""
    if file.read_bytes() != data:
        raise OSError(errno.EIO, "what was written does not read back")


def move(old: Path, new: Path) -> None:
    """Rename `old` over `new`, with patience where the system says that somebody has it open. Raises `OSError`."""
    for tries in range(_BUSY_TRIES):
        try:
            old.replace(new)
        except OSError as error:
            if getattr(error, "winerror", None) not in _BUSY or tries == _BUSY_TRIES - 1:
                raise
            time.sleep(_BUSY_SECONDS)
        else:
            return


def remove(path: Path) -> None:
    """Remove `path`, down to the disk; without one, nothing happens. Raises `OSError`."""
    try:
        path.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return
    sync_folder(path.parent)


def sync_file(file: Path) -> None:
    """Return once the disk has the contents of `file`. Raises `OSError`."""
    handle = os.open(file, os.O_RDWR | getattr(os, "O_BINARY", 0))  # Windows flushes only what may be written
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Bring a folder's own entries to the disk, as far as the system lets us: the files themselves are down."""
    directory = getattr(os, "O_DIRECTORY", None)
    if directory is None:
        return
    with suppress(OSError):  # some network folders refuse, and so does one that may not be listed
        descriptor = os.open(folder, os.O_RDONLY | directory)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sweep(path: Path) -> None:
    """Remove what a killed Guard left unfinished beside `path` long ago."""
    with suppress(OSError):
        for left in path.parent.glob(f".{escape(path.name)}.*{_ENDING}"):
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND_SECONDS:
                left.unlink()
