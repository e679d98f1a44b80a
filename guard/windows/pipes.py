"""How one Guard speaks to another here: one short message each way over a named pipe."""

import os
from collections.abc import Callable
from multiprocessing import connection
from pathlib import Path

_HEAR_WITHIN = 1.0
_LONGEST = 64


class Listener:
    """Takes callers one at a time. Used by one thread; `wake` is for any other."""

    def __init__(self, _folder: Path) -> None:
        """Listen. Raises `OSError`."""
        self._listener = connection.Listener(_address())

    def serve_one(self, answer: Callable[[str], str]) -> None:
        """Wait for one caller and answer it, or for `wake`. Raises `OSError` for a caller that is none."""
        with self._listener.accept() as channel:
            if not channel.poll(_HEAR_WITHIN):
                raise TimeoutError
            try:
                command = channel.recv_bytes(_LONGEST).decode("utf-8", "replace")
            except EOFError as error:
                raise ConnectionError("not a message") from error
            channel.send_bytes(answer(command).encode())

    def wake(self) -> None:
        """Let `serve_one` return. Raises `OSError` when the pipe is gone."""
        connection.Client(_address()).close()

    def close(self) -> None:
        """Take the pipe away."""
        self._listener.close()


def ask(_folder: Path, command: str, seconds: float) -> str | None:
    """Send a message to the Guard that listens and return its answer; None when there is none.

    Raises `TimeoutError` when it is there and silent for `seconds`.
    """
    try:
        channel = connection.Client(_address())
    except OSError:
        return None
    with channel:
        try:
            channel.send_bytes(command.encode())
            answered = channel.poll(seconds)
            answer = channel.recv_bytes(_LONGEST).decode("utf-8", "replace") if answered else ""
        except (OSError, EOFError):
            return None
    if not answered:
        raise TimeoutError
    return answer


def _address() -> str:
    return rf"\\.\pipe\guard-{os.getlogin()}"
