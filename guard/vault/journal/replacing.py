"""Puts another file in the journal's place without a moment in which both could be lost.

What was there is copied aside first and kept for 30 days. Only for a journal that nobody
has open: see `presence`.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from guard import durable
from guard.vault.journal.errors import from_os
from guard.vault.journal.locating import PRIVATE_FILE, PRIVATE_FOLDER, Files

KEPT = timedelta(days=30)
STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"([0-9]{8}T[0-9]{6}Z)-.*")

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the time now."""
    return datetime.now(UTC)


def swap_in(files: Files, now: datetime, why: str) -> None:
    """Make `files.fresh` the journal. `why` is a word for the name of what is kept aside. Raises `JournalError`.

    Interrupted, it leaves the old file or the new one at the place; a WAL of the old one may be only aside by then.
    """
    try:
        durable.sync_file(files.fresh)
        set_aside(files, now, why)
        for file in (files.wal, files.shm):  # before the swap: a WAL must never meet a file it is not of
            file.unlink(missing_ok=True)
        files.fresh.replace(files.main)
        durable.sync_folder(files.main.parent)
    except OSError as error:
        raise from_os(error) from None


def set_aside(files: Files, now: datetime, why: str) -> None:
    """Copy the journal's file and WAL, as far as they are there, to the folder for replaced files. Raises `OSError`."""
    name = f"{now.astimezone(UTC):{STAMP}}-{why}.db"
    for file, ending in ((files.main, ""), (files.wal, "-wal")):
        if file.exists():
            files.aside.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            kept = files.aside / (name + ending)
            shutil.copyfile(file, kept)
            kept.chmod(PRIVATE_FILE)
            durable.sync_file(kept)
            durable.sync_folder(files.aside)


def kept_aside(files: Files) -> tuple[Path, ...]:
    """Return the replaced files that are still kept."""
    return tuple(sorted(file for file in _listed(files.aside) if file.suffix == ".db"))


def tidy(files: Files, now: datetime) -> None:
    """Remove replaced files that are older than 30 days, as far as the disk lets us."""
    for file in _listed(files.aside):
        made = stamp_of(file)
        if made is not None and abs(now - made) > KEPT:
            with suppress(OSError):
                file.unlink()


def stamp_of(file: Path) -> datetime | None:
    """Return the time in a file's name."""
    match = _NAME.fullmatch(file.name)
    if match is None:
        return None
    with suppress(ValueError):
        return datetime.strptime(match[1], STAMP).replace(tzinfo=UTC)
    return None


def _listed(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from list(folder.iterdir())
