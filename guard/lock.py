"""A lock between processes, held through an open file: the system gives it back when its holder dies."""

import errno
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import IO

from guard.errors import GuardError

_LOOK_AGAIN = 0.05

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class BusyError(GuardError):
    """Another Guard holds the lock for too long."""


def hold(path: Path) -> IO[bytes] | None:
    """Open and lock a file until it is closed; None when another process holds it. Raises `OSError`."""
    file = path.open("ab")
    try:
        _lock(file)
    except OSError as error:
        file.close()
        if error.errno in {errno.EAGAIN, errno.EACCES}:
            return None
        raise
    return file


class Alone(AbstractContextManager[None]):
    """Keeps every other Guard out for the length of a `with`, again and again."""

    def __init__(self, path: Path, seconds: float = 15.0) -> None:
        """Wait up to `seconds` for another Guard to finish."""
        self._path = path
        self._seconds = seconds
        self._file: IO[bytes] | None = None

    def __enter__(self) -> None:
        """Wait for the turn. Raises `BusyError`; a folder that cannot be written keeps nobody out."""
        deadline = time.monotonic() + self._seconds
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            while (file := hold(self._path)) is None:
                if time.monotonic() > deadline:
                    raise BusyError(
                        "Another Guard is making changes and does not finish. Nothing was changed; "
                        "close it and try again."
                    )
                time.sleep(_LOOK_AGAIN)
            self._file = file
        except OSError:
            self._file = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the others in."""
        if self._file is not None:
            self._file.close()
            self._file = None
