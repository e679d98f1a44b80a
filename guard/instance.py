"""One running Guard per user: the first serves short commands of later ones.

A lock that the system gives back when its holder dies says who is first; a local socket
in a folder that only this user can enter carries the commands. No network is involved.
"""

import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

from guard.errors import GuardError
from guard.lock import hold

if sys.platform == "win32":
    from guard.windows.pipes import Listener, ask
else:
    from guard.posix.sockets import Listener, ask

Answer = Callable[[str], str]
"""Takes a command (`raise`, `stop`) and returns a word; called on the instance's own thread, never raises."""

_REPLY_WITHIN = 3.0

_log = logging.getLogger(__name__)


class NotAnsweringError(GuardError):
    """Another Guard holds the lock but does not answer."""


class NoPlaceError(GuardError):
    """The folder for the lock and the socket cannot be used."""


class Instance:
    """This process is the running Guard until `close`."""

    def __init__(self, folder: Path) -> None:
        """Prepare; `acquire` decides."""
        self._folder = folder
        self._lock: IO[bytes] | None = None
        self._listener: Listener | None = None
        self._thread: threading.Thread | None = None
        self._closing = threading.Event()

    def acquire(self) -> bool:
        """Become the running Guard; False when there is one already. Raises `NoPlaceError`."""
        if self._lock is not None:
            return True
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = hold(self._folder / "lock")
        except OSError as error:
            raise _no_place(self._folder, error) from error
        return self._lock is not None

    def serve(self, answer: Answer) -> None:
        """Answer commands on a thread until `close`. Raises `NoPlaceError`."""
        try:
            self._listener = Listener(self._folder)
        except OSError as error:
            raise _no_place(self._folder, error) from error
        self._closing.clear()
        self._thread = threading.Thread(
            target=self._run, args=(self._listener, answer), name="guard-instance", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Stop answering and let another Guard be the first."""
        if self._listener is not None and self._thread is not None:
            self._closing.set()
            try:
                self._listener.wake()
                self._thread.join(_REPLY_WITHIN)
            except OSError:
                _log.warning("the instance's socket is gone")
            if self._thread.is_alive():
                _log.warning("the instance's thread does not end; it ends with the program")
            self._listener.close()
            self._listener = self._thread = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _run(self, listener: Listener, answer: Answer) -> None:
        while not self._closing.is_set():
            try:
                listener.serve_one(answer)
            except OSError:
                # a caller that went away or talks nonsense; the next one may be fine
                self._closing.wait(0.05)


def tell(folder: Path, command: str, *, seconds: float = _REPLY_WITHIN) -> str | None:
    """Send a command to the running Guard and return its word; None when there is none.

    Raises `NotAnsweringError` when it is there and silent for `seconds`.
    """
    try:
        return ask(folder, command, seconds)
    except TimeoutError:
        raise NotAnsweringError(
            "Guard is open already but does not answer. Nothing was changed; close it from its tray icon, or end it, and try again."
        ) from None


def _no_place(folder: Path, error: OSError) -> NoPlaceError:
    return NoPlaceError(
        f"Guard cannot use the folder {folder} ({error.strerror or error}), which it needs to see whether it is "
        "already open. Nothing was changed; make the folder writable and try again."
    )
