"""Files that never take another one's place: read with care, placed under a free name, set aside."""

import errno
import os
from collections.abc import Sequence
from pathlib import Path

from guard import durable


def read_up_to(path: Path, most: int) -> bytes:
    """Return the first `most` bytes of an ordinary file. Raises `OSError`, also for what could make a reader wait."""
    try:
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, "not an ordinary file")
        with path.open("rb") as stream:
            return stream.read(most)
    except ValueError as error:  # a name that no file can have
        raise FileNotFoundError(errno.ENOENT, "no such name") from error


def place_new(path: Path, data: bytes) -> None:
    """Write `data` to `path`, where nothing may be. Raises `FileExistsError` and other `OSError`s, leaving nothing."""
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, "there is such a file")
    fresh = durable.write_beside(path, data)
    try:
        move_to_free(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


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
        durable.move(old, new)
    else:
        old.unlink(missing_ok=True)
    durable.sync_folder(new.parent)


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.stem}-earlier-{number}{path.suffix}")
