"""One running Guard per user: the first serves short commands of later ones.

A lock that the system gives back when its holder dies says who is first; a local socket
in a folder that only this user can enter carries the commands. No network is involved.
"""

import logging
import os
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path

from filelock import FileLock, Timeout

from guard.errors import GuardError

Answer = Callable[[str], str]
"""Takes a command (`raise`, `stop`) and returns a word; called on the instance's own thread."""

_REPLY_WITHIN = 3.0
_END = "end"
_LONGEST = 64

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
        self._lock = FileLock(folder / "lock", timeout=0)
        self._listener: Listener | None = None
        self._thread: threading.Thread | None = None

    def acquire(self) -> bool:
        """Become the running Guard; False when there is one already. Raises `NoPlaceError`."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout:
            return False
        except OSError as error:
            raise NoPlaceError(
                f"Guard cannot use the folder {self._folder} ({error.strerror}), which it needs to see whether it is "
                "already open. Nothing was changed; make the folder writable and try again."
            ) from error
        return True

    def serve(self, answer: Answer) -> None:
        """Answer commands on a thread until `close`."""
        address = _address(self._folder)
        if not address.startswith("\\\\"):
            Path(address).unlink(missing_ok=True)  # left by a Guard that died; the lock proves that it is dead
        self._listener = Listener(address)
        self._thread = threading.Thread(target=self._run, args=(self._listener, answer), name="guard-instance", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop answering and let another Guard be the first."""
        if self._listener is not None and self._thread is not None:
            try:
                with Client(_address(self._folder)) as channel:
                    channel.send_bytes(_END.encode())
                self._thread.join()
            except OSError:
                _log.warning("the instance's socket is gone; its thread ends with the program")
            self._listener.close()
            self._listener = self._thread = None
        self._lock.release()

    @staticmethod
    def _run(listener: Listener, answer: Answer) -> None:
        while True:
            try:
                with listener.accept() as channel:
                    command = _heard(channel)
                    if command == _END:
                        return
                    channel.send_bytes(answer(command).encode())
            except (OSError, EOFError):
                continue  # a caller that went away; the next one may be fine


def tell(folder: Path, command: str, *, seconds: float = _REPLY_WITHIN) -> str | None:
    """Send a command to the running Guard and return its word; None when there is none.

    Raises `NotAnsweringError` when it is there and silent for `seconds`.
    """
    try:
        with Client(_address(folder)) as channel:
            channel.send_bytes(command.encode())
            if not channel.poll(seconds):
                raise NotAnsweringError(
                    "Guard is open already but does not answer. Nothing was changed; close it from its tray icon, or end it, and try again."
                )
            return channel.recv_bytes(_LONGEST).decode("utf-8", "replace")
    except (OSError, EOFError):
        return None


def _heard(channel: Connection) -> str:
    if not channel.poll(_REPLY_WITHIN):
        raise EOFError
    return channel.recv_bytes(_LONGEST).decode("utf-8", "replace")


def _address(folder: Path) -> str:
    if sys.platform == "win32":
        return rf"\\.\pipe\guard-{os.getlogin()}"
    return str(folder / "socket")
