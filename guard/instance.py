"""One running Guard per user: the first serves short commands of later ones.

A lock that the system gives back when its holder dies says who is first; a local socket
in a folder that only this user can enter carries the commands. No network is involved.
"""

import contextlib
import logging
import os
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from typing import IO

from guard.errors import GuardError
from guard.lock import hold

Answer = Callable[[str], str]
"""Takes a command (`raise`, `stop`) and returns a word; called on the instance's own thread, never raises."""

_REPLY_WITHIN = 3.0
_HEAR_WITHIN = 1.0
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
            self._listener = _listener(self._folder)
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
                _connect(self._folder).close()  # wakes the thread
                self._thread.join(_REPLY_WITHIN)
            except OSError:
                _log.warning("the instance's socket is gone")
            if self._thread.is_alive():
                _log.warning("the instance's thread does not end; it ends with the program")
            with contextlib.suppress(FileNotFoundError):  # the socket
                self._listener.close()
            self._listener = self._thread = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _run(self, listener: Listener, answer: Answer) -> None:
        while not self._closing.is_set():
            try:
                with listener.accept() as channel:
                    if self._closing.is_set():
                        return
                    channel.send_bytes(answer(_heard(channel)).encode())
            except (OSError, EOFError):
                # a caller that went away or talks nonsense; the next one may be fine
                self._closing.wait(0.05)


def tell(folder: Path, command: str, *, seconds: float = _REPLY_WITHIN) -> str | None:
    """Send a command to the running Guard and return its word; None when there is none.

    Raises `NotAnsweringError` when it is there and silent for `seconds`.
    """
    try:
        with _connect(folder) as channel:
            _limit_reading(channel, seconds)
            channel.send_bytes(command.encode())
            if not channel.poll(seconds):
                raise _not_answering()
            return channel.recv_bytes(_LONGEST).decode("utf-8", "replace")
    except BlockingIOError:
        raise _not_answering() from None
    except (OSError, EOFError):
        return None


def _heard(channel: Connection) -> str:
    _limit_reading(channel, _HEAR_WITHIN)
    if not channel.poll(_HEAR_WITHIN):
        raise EOFError
    return channel.recv_bytes(_LONGEST).decode("utf-8", "replace")


def _not_answering() -> NotAnsweringError:
    return NotAnsweringError(
        "Guard is open already but does not answer. Nothing was changed; close it from its tray icon, or end it, and try again."
    )


def _no_place(folder: Path, error: OSError) -> NoPlaceError:
    return NoPlaceError(
        f"Guard cannot use the folder {folder} ({error.strerror or error}), which it needs to see whether it is "
        "already open. Nothing was changed; make the folder writable and try again."
    )


if sys.platform == "win32":
    from multiprocessing.connection import Client

    def _address() -> str:
        return rf"\\.\pipe\guard-{os.getlogin()}"

    def _listener(_folder: Path) -> Listener:
        return Listener(_address())

    def _connect(_folder: Path) -> Connection:
        return Client(_address())

    def _limit_reading(_channel: Connection, _seconds: float) -> None:
        """Do nothing: a pipe hands over whole messages."""

else:
    import socket
    import struct

    def _address(folder: Path) -> str:
        return str(folder / "socket")

    def _listener(folder: Path) -> Listener:
        # a socket left by a Guard that died; the lock proves that it is dead
        Path(_address(folder)).unlink(missing_ok=True)
        return Listener(_address(folder), backlog=8)

    def _connect(folder: Path) -> Connection:
        """Connect at once or not at all: a stuck Guard with a full queue gives BlockingIOError."""
        with socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(0)
            caller.connect(_address(folder))
            caller.settimeout(None)
            return Connection(caller.detach())

    def _limit_reading(channel: Connection, seconds: float) -> None:
        """Let a read end with BlockingIOError when the other side stops in mid-message."""
        with socket.socket(fileno=os.dup(channel.fileno())) as wire:
            limit = struct.pack("@ll", int(seconds), int(seconds % 1 * 1_000_000))
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
