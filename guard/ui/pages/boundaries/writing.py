"""Writes a card to a file of its owner's choice: whole or not at all, and readable to whom their files usually are."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from guard import durable

_USUAL = 0o666  # less what the user's mask takes away


def write(path: Path, data: bytes, *, instead: bool) -> bool:
    """Write `data`; return False, with nothing written, when there is a file that it shall not stand `instead` of.

    A file that is replaced keeps its permissions. Raises `OSError`; then what was there stays.
    """
    if os.path.lexists(path) and not instead:
        return False
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(fresh, flags, _USUAL), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        durable.check_kept(fresh, data)
        with suppress(FileNotFoundError):
            fresh.chmod(path.stat().st_mode & 0o777)
        durable.move(fresh, path)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise
    durable.sync_folder(path.parent)
    return True
