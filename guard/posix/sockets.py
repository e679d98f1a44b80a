"""How one Guard speaks to another here: one short line each way over a socket of this user alone."""

import contextlib
import os
import selectors
import socket
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path

_HEAR_WITHIN = 1.0
_LONGEST = 64
_WAITING = 8
"""Callers that may wait for their turn."""


class Listener:
    """Takes callers one at a time. Used by one thread; `wake` is for any other."""

    def __init__(self, folder: Path) -> None:
        """Listen in `folder`, whose lock this process holds. Raises `OSError`."""
        self._path = _path(folder)
        # a socket left by a Guard that died; the lock proves that it is dead
        self._path.unlink(missing_ok=True)
        with contextlib.ExitStack() as made:
            self._socket = made.enter_context(socket.socket(socket.AF_UNIX))
            self._socket.bind(str(self._path))
            self._socket.listen(_WAITING)
            self._socket.settimeout(0)
            self._bell, self._ear = socket.socketpair()
            made.enter_context(self._bell)
            made.enter_context(self._ear)
            self._ready = made.enter_context(selectors.DefaultSelector())
            self._ready.register(self._socket, selectors.EVENT_READ)
            self._ready.register(self._ear, selectors.EVENT_READ)
            self._made = made.pop_all()

    def serve_one(self, answer: Callable[[str], str]) -> None:
        """Wait for one caller and answer it, or for `wake`. Raises `OSError` for a caller that is none."""
        called = [key.fileobj for key, _events in self._ready.select()]
        if self._ear in called:
            return
        channel, _address = self._socket.accept()
        with channel:
            if not _same_user(channel):
                raise PermissionError("another user")
            command = _line(channel, _HEAR_WITHIN)
            channel.settimeout(_HEAR_WITHIN)
            channel.sendall(f"{answer(command)}\n".encode())

    def wake(self) -> None:
        """Let `serve_one` return for good."""
        self._bell.send(b"\0")

    def close(self) -> None:
        """Take the socket away; `serve_one` has returned or never will."""
        self._made.close()
        self._path.unlink(missing_ok=True)


def ask(folder: Path, command: str, seconds: float) -> str | None:
    """Send a line to the Guard that listens in `folder` and return its line; None when there is none.

    Raises `TimeoutError` when it is there and silent for `seconds`.
    """
    with socket.socket(socket.AF_UNIX) as channel:
        try:
            # at once or not at all: one that is stuck has a full queue
            channel.settimeout(0)
            channel.connect(str(_path(folder)))
            if not _same_user(channel):
                return None
            channel.settimeout(seconds)
            channel.sendall(f"{command}\n".encode())
            return _line(channel, seconds)
        except BlockingIOError:
            raise TimeoutError from None
        except TimeoutError:
            raise
        except OSError:
            return None


def _line(channel: socket.socket, seconds: float) -> str:
    """Read one line. Raises `TimeoutError` after `seconds` in all, `ConnectionError` for anything else."""
    until = time.monotonic() + seconds
    heard = b""
    while not heard.endswith(b"\n"):
        channel.settimeout(max(until - time.monotonic(), 0.001))
        some = channel.recv(_LONGEST)
        heard += some
        if not some or len(heard) > _LONGEST:
            raise ConnectionError("not a line")
    return heard[:-1].decode("utf-8", "replace")


def _path(folder: Path) -> Path:
    return folder / "socket"


if sys.platform == "linux":

    def _same_user(channel: socket.socket) -> bool:
        """Ask the kernel who is at the other end; the folder's rights already keep others out."""
        who = struct.Struct("3i")  # pid, uid, gid
        _pid, uid, _gid = who.unpack(channel.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, who.size))
        return bool(uid == os.getuid())

else:

    def _same_user(_channel: socket.socket) -> bool:
        """Trust the folder's rights."""
        return True
