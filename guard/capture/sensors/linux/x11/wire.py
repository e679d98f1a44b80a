"""A small X11 connection: requests go out, replies come back, and nothing waits for ever.

Only requests that have a reply are sent, so each is answered by exactly one reply or
error. Every read has a deadline, every length is checked before it is used: the other
end may be slow, stuck or no X server at all. Nothing on the display is changed.
"""

import socket
import struct
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from guard.capture.sensors.linux.x11.display import Address, Cookie

_ORDER = b"l" if sys.byteorder == "little" else b"B"
_MAX_REPLY = 4 << 20
_CHUNK = 1 << 16
_ERROR, _REPLY, _GENERIC_EVENT = 0, 1, 35
_HEAD = 32
_SETUP_HEAD = 8
_SETUP_FIXED = 32
_ACCEPTED = 1


class X11Error(Exception):
    """The display cannot be asked; the text is a plain reason."""


class X11UnreachableError(X11Error):
    """Nothing listens at the display's address."""


class X11RefusedError(X11Error):
    """The server is there and does not let this program in."""


class X11TimeoutError(X11Error):
    """The server did not answer in time."""


class X11BrokenError(X11Error):
    """The connection was cut, or what came back is not the X protocol."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What the server says of itself: this connection's resource base, and each screen's root."""

    base: int
    mask: int
    roots: tuple[int, ...]


def padded(data: bytes) -> bytes:
    """`data` with zeros up to a multiple of four bytes."""
    return data + bytes(-len(data) % 4)


def request(opcode: int, data: int, *words: int, tail: bytes = b"") -> bytes:
    """One request: its opcode, its data byte, 32-bit words, and bytes at the end."""
    body = struct.pack(f"={len(words)}I", *words) + padded(tail)
    return struct.pack("=BBH", opcode, data, 1 + len(body) // 4) + body


def parse_setup(body: bytes) -> Setup:
    """Read the part of an accepted setup that follows its first eight bytes."""
    try:
        _, base, mask, _, vendor, _, screens, formats = struct.unpack_from("=IIIIHHBB", body)
        at = _SETUP_FIXED + (vendor + 3) // 4 * 4 + 8 * formats
        roots = []
        for _ in range(screens):
            roots.append(struct.unpack_from("=I", body, at)[0])
            depths = body[at + 39]
            at += 40
            for _ in range(depths):
                at += 8 + 24 * struct.unpack_from("=H", body, at + 2)[0]
    except (struct.error, IndexError) as error:
        raise X11BrokenError("its greeting is cut short") from error
    if not roots or not mask:
        raise X11BrokenError("its greeting names no screen")
    return Setup(base, mask, tuple(roots))


class Wire:
    """One connection to an X server, for one thread; only `interrupt` may be called from another.

    `allow` must be called before anything is asked.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._sequence = 0
        self._deadline = 0.0
        self._unread = bytearray()

    def allow(self, seconds: float) -> None:
        """Give all that follows `seconds` in sum, until called again."""
        self._deadline = time.monotonic() + seconds

    def greet(self, cookie: Cookie | None) -> Setup:
        """Begin the conversation; raises X11RefusedError where the server does not want it."""
        name, data = (cookie.name, cookie.data) if cookie else (b"", b"")
        self._send(
            struct.pack("=cxHHHHxx", _ORDER, 11, 0, len(name), len(data)) + padded(name) + padded(data)
        )
        status, reason_length, _, _, length = struct.unpack("=BBHHH", self._read(_SETUP_HEAD))
        body = self._read(length * 4)
        if status != _ACCEPTED:
            said = body[:reason_length].decode("utf-8", "replace").strip()
            raise X11RefusedError(said if said.isprintable() else "")
        return parse_setup(body)

    def ask(self, requests: Sequence[bytes]) -> list[bytes | None]:
        """Send all requests at once; return their replies in order, None for an error.

        Each reply has at least 32 bytes. Raises X11TimeoutError when the time allowed is
        over and X11BrokenError on nonsense; after either the connection is of no more use.
        """
        if requests:
            self._send(b"".join(requests))
        replies: list[bytes | None] = []
        for _ in requests:
            self._sequence = (self._sequence + 1) & 0xFFFF
            replies.append(self._answer())
        return replies

    def interrupt(self) -> None:
        """Make a read that is under way in another thread fail at once."""
        try:
            self._sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # already closed by the other end

    def close(self) -> None:
        """Let go of the connection."""
        self._sock.close()

    def _answer(self) -> bytes | None:
        while True:
            head = self._read(_HEAD)
            kind, sequence, length = struct.unpack_from("=BxHI", head)
            if kind & 0x7F not in (_ERROR, _REPLY):
                if kind & 0x7F == _GENERIC_EVENT:
                    self._read(length * 4)
                continue
            if sequence != self._sequence:
                raise X11BrokenError("its replies are out of order")
            return head + self._read(length * 4) if kind == _REPLY else None

    def _send(self, data: bytes) -> None:
        try:
            self._sock.settimeout(self._left())
            self._sock.sendall(data)
        except TimeoutError as error:
            raise X11TimeoutError("it does not read what it is asked") from error
        except OSError as error:
            raise X11BrokenError("the connection was cut") from error

    def _read(self, size: int) -> bytes:
        if size > _MAX_REPLY:
            raise X11BrokenError("it announced a reply of absurd size")
        while len(self._unread) < size:
            try:
                self._sock.settimeout(self._left())
                part = self._sock.recv(_CHUNK)
            except TimeoutError as error:
                raise X11TimeoutError("it did not answer in time") from error
            except OSError as error:
                raise X11BrokenError("the connection was cut") from error
            if not part:
                raise X11BrokenError("the connection was cut")
            self._unread += part
        data = bytes(self._unread[:size])
        del self._unread[:size]
        return data

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise X11TimeoutError("it did not answer in time")
        return left


def connect(addresses: Sequence[Address], limit: float) -> Wire:
    """Connect to the first address that listens, within `limit` seconds each."""
    problem: OSError | None = None
    for address in addresses:
        try:
            return Wire(_connected(address, limit))
        except TimeoutError as error:
            raise X11TimeoutError("it does not accept a connection") from error
        except OSError as error:
            problem = error
    raise X11UnreachableError("nothing answers there") from problem


def _connected(address: Address, limit: float) -> socket.socket:
    sock = socket.socket(address.family, socket.SOCK_STREAM)
    try:
        sock.settimeout(limit)
        sock.connect(address.where)
    except OSError:
        sock.close()
        raise
    return sock
