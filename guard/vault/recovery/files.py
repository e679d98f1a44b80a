"""Files that are whole or not there: written beside, read back, moved into place, down to the disk."""

import errno
import os
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

_SUFFIX = ".new"
_LEFT_BEHIND_SECONDS = 3600.0
_BUSY = (5, 32, 33)  # Windows: another program, often a virus scanner, holds the file for a moment
_BUSY_TRIES, _BUSY_SECONDS = 25, 0.1


def read_up_to(path: Path, most: int) -> bytes:
    """Return the first `most` bytes of an ordinary file. Raises `OSError`, also for what could make a reader wait."""
    try:
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, "not an ordinary file")
        with path.open("rb") as stream:
            return stream.read(most)
    except ValueError as error:  # a name that no file can have
        raise FileNotFoundError(errno.ENOENT, "no such name") from error


def replace(path: Path, data: bytes) -> None:
    """Let `path` hold exactly `data`; until the new file is whole, read back and in place, the old one stays.

    Makes the folder, for its owner only, if it is missing. Raises `OSError`, and then the old file is as it was.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = write_beside(path, data)
    try:
        _move(fresh, path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    _sweep(path)


def place_new(path: Path, data: bytes) -> None:
    """Write `data` to `path`, where nothing may be. Raises `FileExistsError` and other `OSError`s, leaving nothing."""
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, "there is such a file")
    fresh = write_beside(path, data)
    try:
        move_to_free(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def write_beside(path: Path, data: bytes) -> Path:
    """Write `data` to a new file beside `path`, readable by its owner only, and read it back. Raises `OSError`."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_SUFFIX)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        _check_kept(fresh, data)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    return fresh


def set_aside(path: Path, companions: Sequence[str] = ("",)) -> Path | None:
    """Give the file at `path` the next free numbered name beside it; None when there is none. Raises `OSError`.

    `companions` are endings of files that belong together, the most important first.
    """
    together = [path.with_name(path.name + ending) for ending in companions]
    if not any(os.path.lexists(one) for one in together):
        return None
    number = 1
    while any(os.path.lexists(_numbered(one, number)) for one in together):
        number += 1
    for one in together:
        if os.path.lexists(one):
            move_to_free(one, _numbered(one, number))
    return _numbered(path, number)


def move_to_free(old: Path, new: Path) -> None:
    """Rename without replacing, down to the disk. Raises `FileExistsError` and other `OSError`s.

    A file system without hard links (sticks) leaves a moment in which another program could come first.
    """
    try:
        os.link(old, new)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        if os.path.lexists(new):
            raise FileExistsError(errno.EEXIST, "there is such a file") from None
        _move(old, new)
    else:
        old.unlink(missing_ok=True)
    _sync_folder(new.parent)


def _check_kept(file: Path, data: bytes) -> None:
    if file.read_bytes() != data:
        raise OSError(errno.EIO, "what was written does not read back")


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.stem}-earlier-{number}{path.suffix}")


def _move(old: Path, new: Path) -> None:
    for tries in range(_BUSY_TRIES):
        try:
            old.replace(new)
        except OSError as error:
            if getattr(error, "winerror", None) not in _BUSY or tries == _BUSY_TRIES - 1:
                raise
            time.sleep(_BUSY_SECONDS)
        else:
            return


def _sync_folder(folder: Path) -> None:
    """Let the new name reach the disk, where folders can be synced (not on Windows)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(path: Path) -> None:
    """Remove what a killed Guard left unfinished beside `path` long ago."""
    with suppress(OSError):
        for left in path.parent.glob(f".{path.name}.*{_SUFFIX}"):
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND_SECONDS:
                left.unlink()
