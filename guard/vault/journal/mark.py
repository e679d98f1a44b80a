"""Remembers how far the journal had come, so that an older file in its place is noticed.

The mark lies beside the journal, sealed, and is only a help: lost or unreadable, it says nothing.
"""

from contextlib import suppress
from pathlib import Path

from guard.vault.journal import sealing
from guard.vault.journal.errors import JournalError
from guard.vault.journal.key import derive

_PURPOSE = b"mark"


class Mark:
    """The generation that was written last."""

    def __init__(self, file: Path, key: bytes) -> None:
        """Keep it in `file`, under `key`."""
        self._file = file
        self._key = derive(key, _PURPOSE)

    def read(self) -> int:
        """Return the generation, 0 when nothing is known."""
        with suppress(OSError, JournalError, ValueError):
            return int(sealing.unseal(self._key, self._file.read_bytes(), _PURPOSE))
        return 0

    def write(self, generation: int) -> None:
        """Remember `generation` if the disk lets us."""
        with suppress(OSError):
            self._file.touch(mode=0o600)
            self._file.write_bytes(sealing.seal(self._key, str(generation).encode(), _PURPOSE))
