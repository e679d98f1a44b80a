"""Remembers across a crash that a session was open, and nothing else about it.

An empty file in Guard's own state folder. It is there before a session goes live and is
removed after aftercare; found at the next start, it means that aftercare comes first.
"""

import contextlib
import os
from pathlib import Path

from guard.errors import GuardError

_NAME = "session-open"


class MarkerError(GuardError):
    """The mark of an open session could not be written, removed or read."""


class UnfinishedMarker:
    """The mark in one folder. Every method may wait for the disk and raises `MarkerError`."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which is made (for its owner only) when it is missing."""
        self._folder = folder
        self._file = folder / _NAME

    def set(self) -> None:
        """Write the mark, down to the disk."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
            descriptor = os.open(self._file, flags, 0o600)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            self._keep_folder()
        except OSError as error:
            raise MarkerError(
                f"Guard could not note that a session is open ({error.strerror}). The session can go on and "
                "stopping works; only after a crash Guard would not offer aftercare by itself."
            ) from error

    def clear(self) -> None:
        """Remove the mark. Without one, nothing happens."""
        try:
            self._file.unlink(missing_ok=True)
            self._keep_folder()
        except (FileNotFoundError, NotADirectoryError):
            return
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

    def _keep_folder(self) -> None:
        """Bring the folder's own entry to the disk, where folders can be opened at all."""
        directory = getattr(os, "O_DIRECTORY", None)
        if directory is None:
            return
        descriptor = os.open(self._folder, os.O_RDONLY | directory)
        try:
            with contextlib.suppress(OSError):  # some network folders refuse; the file itself is down
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
