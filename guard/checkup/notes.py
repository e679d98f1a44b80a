"""What outlives a check-up: the last answers, what was set aside, what the set-up left out.

Small files with ids, answers and dates only.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from guard import durable
from guard.checkup.overview import Last, Skip
from guard.errors import GuardError


class NotesNotKept(GuardError):  # noqa: N818 - named for what happened
    """The notes could not be written; what was there before still is."""


class _Skips(msgspec.Struct, frozen=True):
    skips: tuple[Skip, ...] = ()


class _LeftOut(msgspec.Struct, frozen=True):
    steps: dict[str, str] = {}


class CheckUpNotes:
    """Reads and writes these files in one folder. Its methods may wait for the disk."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which is made when something is kept first."""
        self._last = folder / "checkup-last.json"
        self._skips = folder / "checkup-skips.json"
        self._left_out = folder / "set-up-left-out.json"

    def last(self) -> Last | None:
        """Return the last answers; None when there are none or they cannot be read, which only costs what changed."""
        try:
            read = msgspec.json.decode(self._last.read_bytes(), type=Last)
        except (OSError, msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            return None
        times = [
            read.at,
            *(one.noticed for one in read.seen.values()),
            *(one.since for one in read.seen.values()),
        ]
        return read if all(time is None or time.tzinfo is not None for time in times) else None

    def skips(self) -> tuple[Skip, ...]:
        """Return what was set aside; nothing when it cannot be read, so that it is shown again."""
        try:
            return msgspec.json.decode(self._skips.read_bytes(), type=_Skips).skips
        except (OSError, msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            return ()

    def left_out(self) -> Mapping[str, str]:
        """Return the steps of the set-up that were left out, with the reason; nothing when it cannot be read."""
        try:
            return msgspec.json.decode(self._left_out.read_bytes(), type=_LeftOut).steps
        except (OSError, msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            return {}

    def keep_last(self, last: Last) -> None:
        """Keep the last answers. Raises `NotesNotKept`."""
        self._write(self._last, msgspec.json.encode(last))

    def keep_skips(self, skips: tuple[Skip, ...]) -> None:
        """Keep what was set aside. Raises `NotesNotKept`."""
        self._write(self._skips, msgspec.json.encode(_Skips(skips)))

    def keep_left_out(self, steps: Mapping[str, str]) -> None:
        """Keep what the set-up left out. Raises `NotesNotKept`."""
        self._write(self._left_out, msgspec.json.encode(_LeftOut(dict(steps))))

    @staticmethod
    def _write(path: Path, data: bytes) -> None:
        try:
            durable.write(path, data)
        except OSError as error:
            raise NotesNotKept(
                f"Guard could not keep a note of the check-up ({error.strerror}). What you see here still holds; "
                "at the next start it is asked again."
            ) from error
