"""Remembers across a crash that a session was open, and nothing else about it.

An empty file in Guard's own state folder. It is there before a session goes live and is
removed after aftercare; found at the next start, it means that aftercare comes first.
"""

from pathlib import Path

from guard import durable
from guard.errors import GuardError

_NAME = "session-open"


class MarkerError(GuardError):
    """The mark of an open session could not be written, removed or read."""


class UnfinishedMarker:
    """The mark in one folder. Every method may wait for the disk and raises `MarkerError`."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which is made (for its owner only) when it is missing."""
        self._file = folder / _NAME

    def set(self) -> None:
        """Write the mark, down to the disk."""
        try:
            durable.write(self._file, b"")
        except OSError as error:
            raise MarkerError(
                f"Guard could not note that a session is open ({error.strerror}). The session can go on and "
                "stopping works; only after a crash Guard would not offer aftercare by itself."
            ) from error

    def clear(self) -> None:
        """Remove the mark. Without one, nothing happens."""
        try:
            durable.remove(self._file)
        except OSError as error:
            raise MarkerError(
                f"Guard could not note that the session is over ({error.strerror}). The session is over; "
                "Guard may offer aftercare once more when it starts next."
            ) from error

    def pending(self) -> bool:
        """Tell whether the last session never came to its aftercare's end."""
        try:
            self._file.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            raise MarkerError(
                f"Guard could not see whether the last session ended well ({error.strerror}). No session is "
                "open; if the last one broke off, the aftercare page is there for you."
            ) from error
        return True
