"""One running helper process: lines to it, lines from it, each wait with a limit."""

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import guard

_NO_CONSOLE: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows only: no black window flashes up
_LAST_BREATH_SECONDS = 5.0


class HelperGone(Exception):  # noqa: N818 - an event that the client handles, not a failure its user reads
    """The helper ended; `code` is its exit code, or None when it could not even start."""

    def __init__(self, code: int | None) -> None:
        """Keep the exit code."""
        super().__init__(code)
        self.code = code


class NoAnswer(Exception):  # noqa: N818 - named for what its reader is told
    """Nothing came within the limit."""


def default_command() -> tuple[str, ...]:
    """Return how to start the helper: the frozen program with a switch of its own, else the module."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "--vault-helper")
    return (sys.executable, "-m", "guard.vault.helper")


class HelperProcess:
    """A helper that is running. Used by one thread at a time, except `end`."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it. Raises `HelperGone` when that fails."""
        home = Path(guard.__file__).parent.parent
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the program's own command
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                # With -m this folder comes first on the path: the same Guard, whatever folder its user is in.
                cwd=home if home.is_dir() else None,
                creationflags=_NO_CONSOLE,
            )
        except OSError as error:
            raise HelperGone(None) from error
        assert self._process.stdin is not None  # noqa: S101 - both are pipes, as asked for above
        assert self._process.stdout is not None  # noqa: S101 - as above
        self._to = self._process.stdin
        self._from = self._process.stdout
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, name="keyring helper", daemon=True).start()

    @property
    def pid(self) -> int:
        """The helper's process id."""
        return self._process.pid

    def send(self, raw: bytes) -> None:
        """Send one line. Raises `HelperGone`."""
        try:
            self._to.write(raw)
        except (OSError, ValueError) as error:
            raise HelperGone(self._code()) from error

    def receive(self, limit: float) -> bytes:
        """Return the next line. Raises `NoAnswer` after `limit` seconds, `HelperGone` when it ended."""
        try:
            raw = self._lines.get(timeout=max(limit, 0))
        except queue.Empty as error:
            raise NoAnswer from error
        if raw is None:
            self._lines.put(None)  # whoever asks next shall hear it, too
            raise HelperGone(self._code())
        return raw

    def end(self) -> None:
        """End it at once, also when it hangs or is stopped; return when it is gone. From any thread."""
        self._process.kill()
        self._code()

    def _code(self) -> int | None:
        try:
            return self._process.wait(_LAST_BREATH_SECONDS)
        except subprocess.TimeoutExpired:
            return None

    def _listen(self) -> None:
        """Cut what arrives into lines, then reap the process and close its pipes."""
        rest = b""
        with self._from, self._to:
            while some := os.read(self._from.fileno(), 65536):
                *lines, rest = (rest + some).split(b"\n")
                for raw in lines:
                    self._lines.put(raw)
            self._lines.put(None)
            self._process.wait()
