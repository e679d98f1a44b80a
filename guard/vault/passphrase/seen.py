"""Remembers which state of the passphrase file was seen last, so that an older one in its place is noticed.

It lies apart from the file and holds no secret: the public name of the file's key, how often
it was changed, its checksum. It is only a help: lost or unreadable, it says nothing.
"""

from contextlib import suppress
from pathlib import Path

import msgspec

from guard import durable
from guard.vault.passphrase.format import Sealed

OLDER = (
    "This passphrase file is an older state than the one that Guard saved last on this computer, so your last changes "
    "may be missing. Nothing was changed. If you have the newer file, lock Guard and put it back; "
    "with your next change, Guard goes on from this one."
)
OTHER = (
    "This is not the passphrase file that Guard used last on this computer: perhaps an older copy from before you changed "
    "the passphrase, perhaps another file altogether. Nothing was changed. If you have the right one, lock Guard and put "
    "it back; with your next change, Guard goes on from this one."
)
_MOST_BYTES = 1000


class _Seen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    generation: int
    checksum: str


class SeenState:
    """The state that was seen last, in a small file."""

    def __init__(self, file: Path) -> None:
        """Keep it in `file`; its folder is made when it is first written."""
        self._file = file

    def compare(self, found: Sealed) -> str:
        """Return what is worth saying of the file that is there now, `OLDER` or `OTHER`; "" when it goes on from what was seen."""
        seen = self._read()
        if seen is None:
            return ""
        if seen.key != found.slot.key_id.hex():
            return OTHER
        forked = found.generation == seen.generation and found.checksum.hex() != seen.checksum
        return OLDER if found.generation < seen.generation or forked else ""

    def keep(self, now: Sealed) -> None:
        """Remember the file as it is now, if the disk lets us."""
        seen = _Seen(now.slot.key_id.hex(), now.generation, now.checksum.hex())
        if seen != self._read():
            with suppress(OSError):
                durable.write(self._file, msgspec.json.encode(seen))

    def _read(self) -> _Seen | None:
        try:
            with self._file.open("rb") as stream:
                return msgspec.json.decode(stream.read(_MOST_BYTES), type=_Seen)
        except (OSError, ValueError, msgspec.MsgspecError):
            return None
