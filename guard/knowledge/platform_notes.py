"""Which platforms its user picked, and which of their settings were looked at on which day. Ids and dates, nothing else."""

from datetime import date
from pathlib import Path

import msgspec

from guard import durable
from guard.errors import GuardError


class PlatformNotesNotKept(GuardError):  # noqa: N818 - named for what happened
    """The notes could not be written; what was there before still is."""


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """Platforms by id, in the order they were picked; days by the id of a setting."""

    picked: tuple[str, ...] = ()
    looked: dict[str, date] = {}

    def pick(self, platform: str, *, wanted: bool) -> "Noted":
        """Return the notes with a platform picked, or no more."""
        rest = tuple(each for each in self.picked if each != platform)
        return msgspec.structs.replace(self, picked=(*rest, platform) if wanted else rest)

    def look(self, setting: str, day: date | None) -> "Noted":
        """Return the notes with a setting looked at on `day`, or not looked at."""
        rest = {each: when for each, when in self.looked.items() if each != setting}
        return msgspec.structs.replace(self, looked=rest if day is None else {**rest, setting: day})


class PlatformNotes:
    """The notes in one file. Its methods may wait for the disk."""

    def __init__(self, path: Path) -> None:
        """Use the file `path`, which need not be there."""
        self._path = path

    def load(self) -> Noted:
        """Return the notes; empty ones when there are none or they cannot be read."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Noted)
        except (OSError, msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            return Noted()

    def save(self, noted: Noted) -> None:
        """Keep `noted`. Raises `PlatformNotesNotKept`."""
        try:
            durable.write(self._path, msgspec.json.encode(noted))
        except OSError as error:
            raise PlatformNotesNotKept(
                f"Guard could not keep your ticks ({error.strerror}). They hold until Guard closes; "
                "what was kept before is still there."
            ) from error
