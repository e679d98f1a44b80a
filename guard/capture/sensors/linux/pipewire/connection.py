"""One connection to PipeWire's socket; every wait has a limit, and nothing is ever changed there."""

import os
import select
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from guard.capture.sensors.linux.pipewire.pod import Message, PipeWireBrokenError, PipeWireError, Unpacker

_SYSTEM_WIDE = "/run/pipewire"
_DEFAULT_NAME = "pipewire-0"
_CHUNK = 1 << 16
_SEND_LIMIT = 1.0


class PipeWireAbsentError(PipeWireError):
    """Nothing listens there."""


class PipeWireStuckError(PipeWireError):
    """It does not answer in time."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where PipeWire's socket may be, best first."""

    sockets: tuple[Path, ...]

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Place":
        """Where programs of this session look for it."""
        name = environment.get("PIPEWIRE_REMOTE") or _DEFAULT_NAME
        folders = (
            environment.get("PIPEWIRE_RUNTIME_DIR"),
            environment.get("XDG_RUNTIME_DIR"),
            _SYSTEM_WIDE,
        )
        # an absolute name stands for itself, whatever the folder
        return cls(tuple(dict.fromkeys(Path(folder) / name for folder in folders if folder)))


class Connection:
    """A connection for one thread; only `interrupt` may be called from another."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._unpacker = Unpacker()
        self._poll = select.poll()
        self._poll.register(sock, select.POLLIN)

    def send(self, data: bytes) -> None:
        """Send; raises PipeWireStuckError when it is not read, PipeWireBrokenError when cut."""
        try:
            self._sock.sendall(data)
        except TimeoutError as error:
            raise PipeWireStuckError("it does not read what it is asked") from error
        except OSError as error:
            raise PipeWireBrokenError("the connection was cut") from error

    def receive(self, seconds: float) -> Iterator[Message]:
        """Give what has come, after waiting for it `seconds` at most; raises PipeWireBrokenError."""
        if not self._poll.poll(max(seconds, 0) * 1000):
            return
        try:
            data = self._sock.recv(_CHUNK)
        except OSError as error:
            raise PipeWireBrokenError("the connection was cut") from error
        if not data:
            raise PipeWireBrokenError("the connection was cut")
        yield from self._unpacker.feed(data)

    def interrupt(self) -> None:
        """Make a wait that is under way in another thread end at once."""
        try:
            self._sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # already closed by the other end

    def close(self) -> None:
        """Let go of the connection."""
        self._sock.close()


def connect(place: Place) -> Connection:
    """Connect to the first socket that listens; raises PipeWireError."""
    for path in place.sockets:
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
        sock.settimeout(_SEND_LIMIT)
        try:
            sock.connect(os.fspath(path))
        except (TimeoutError, BlockingIOError) as error:
            sock.close()
            raise PipeWireStuckError("it does not accept a connection") from error
        except OSError:
            sock.close()
        else:
            return Connection(sock)
    raise PipeWireAbsentError("nothing listens on its socket")
