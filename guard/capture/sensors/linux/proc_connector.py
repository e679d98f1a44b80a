"""The kernel's process events (netlink proc connector): the wire, without any meaning.

An ordinary user may listen since Linux 6.6, in the initial process and user namespaces;
the same version can filter in the kernel. Layouts: linux/cn_proc.h, linux/connector.h.
"""

import contextlib
import errno
import math
import os
import select
import socket
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass

_NETLINK_CONNECTOR = 11
_CN_IDX_PROC = 1
_CN_VAL_PROC = 1
_MCAST_LISTEN = 1
_NLMSG_DONE = 3
_EVENT_NONE = 0
_EVENT_EXEC = 0x2
_EVENT_EXIT = 0x80000000

_NLMSG = struct.Struct("=IHHII")
_CN_MSG = struct.Struct("=IIIIHH")
_EVENT = struct.Struct("=IIQ")
_PAIR = struct.Struct("=II")
_WORD = struct.Struct("=I")
_EVENT_AT = _NLMSG.size + _CN_MSG.size
_DATA_AT = _EVENT_AT + _EVENT.size

_RECEIVE_BYTES = 1 << 12
_BUFFER_BYTES = 1 << 20
_GATHER_SECONDS = 0.004
_MANY = 8


@dataclass(frozen=True, slots=True)
class Executed:
    """A process has begun to run another program."""

    pid: int


@dataclass(frozen=True, slots=True)
class Exited:
    """A process (not one of its threads) is gone."""

    pid: int


@dataclass(frozen=True, slots=True)
class Lost:
    """The kernel dropped events: everything must be looked at again."""


ProcEvent = Executed | Exited | Lost


class RefusedError(OSError):
    """The kernel does not let this process listen; the text says why, as part of a sentence."""


class ProcConnector:
    """A subscription to exec and exit events of every process. Close it after use."""

    def __init__(self, acknowledge_within: float = 0.25) -> None:
        """Subscribe. Raises `RefusedError`; `acknowledge_within` is in seconds (the kernel answers at once)."""
        self._socket = self._open()
        self._wake_read, self._wake_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            self._subscribe(acknowledge_within)
        except BaseException:
            self.close()
            raise

    def events(self) -> Iterator[ProcEvent]:
        """Yield events until `interrupt` is called.

        The first event after a calm comes at once; those that follow a program's start gather for
        4 ms, so that thousands of short programs a second are told together, and mostly gone by then.
        """
        interrupted = select.poll()
        interrupted.register(self._wake_read, select.POLLIN)
        poller = select.poll()
        poller.register(self._socket, select.POLLIN)
        poller.register(self._wake_read, select.POLLIN)
        told, many, over = 0.0, False, False
        while not over:
            if not many:  # else more wait already, or will in a moment: one wait does
                poller.poll()
            left = told + _GATHER_SECONDS - time.monotonic()
            over = bool(interrupted.poll(max(0, math.ceil(left * 1000))))
            waiting = self._waiting()
            many = len(waiting) > _MANY
            yield from waiting
            if many or any(isinstance(event, Executed) for event in waiting):
                told = time.monotonic()

    def interrupt(self) -> None:
        """End `events`, from any thread."""
        with contextlib.suppress(BlockingIOError):  # it has been told already
            os.write(self._wake_write, b"x")

    def close(self) -> None:
        """Give everything back. Call it once, after `events` has ended."""
        self._socket.close()
        os.close(self._wake_read)
        os.close(self._wake_write)

    @staticmethod
    def _open() -> socket.socket:
        try:
            channel = socket.socket(
                socket.AF_NETLINK,
                socket.SOCK_DGRAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC,
                _NETLINK_CONNECTOR,
            )
        except OSError as error:
            raise RefusedError(error.errno, "the kernel has no process events") from error
        try:
            channel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER_BYTES)
            channel.bind((0, _CN_IDX_PROC))
        except OSError as error:
            channel.close()
            raise RefusedError(
                error.errno, "the kernel does not share process events with this user"
            ) from error
        return channel

    def _subscribe(self, seconds: float) -> None:
        """Ask for everything, then for less.

        The kernel answers only the first request: a filter hides the answer too, and a
        kernel before 6.6 passes over what it does not know and goes on telling everything.
        """
        self._ask(_WORD.pack(_MCAST_LISTEN))
        if not self._acknowledged(seconds):
            raise RefusedError(
                errno.ETIMEDOUT, "the kernel did not answer (a container, say, or a kernel before 6.6)"
            )
        self._ask(_PAIR.pack(_MCAST_LISTEN, _EVENT_EXEC | _EVENT_EXIT))

    def _ask(self, request: bytes) -> None:
        try:
            self._socket.send(_message(request))
        except OSError as error:
            raise RefusedError(
                error.errno, "the kernel does not share process events with this user"
            ) from error

    def _acknowledged(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if not select.select([self._socket], [], [], left)[0]:
                return False
            error = self._answer()
            if error:
                raise RefusedError(error, "the kernel does not share process events with this user")
            if error == 0:
                return True
        return False

    def _answer(self) -> int | None:
        """Return the errno in the kernel's answer (0: it agrees), if that is among what has come."""
        with contextlib.suppress(OSError):  # overrun by events: the answer may be among what is left
            for packet in self._packets():
                ours, error = _acknowledgement(packet)
                if ours:
                    return error
        return None

    def _waiting(self) -> list[ProcEvent]:
        """Take all that waits before any of it is told: a receive may hand the processor over."""
        return list(self._drain())

    def _drain(self) -> Iterator[ProcEvent]:
        try:
            for packet in self._packets():
                yield from parse(packet)
        except OSError as error:
            if error.errno != errno.ENOBUFS:
                raise
            yield Lost()

    def _packets(self) -> Iterator[bytes]:
        while True:
            try:
                packet, sender = self._socket.recvfrom(_RECEIVE_BYTES)
            except BlockingIOError:
                return
            if sender[0] == 0:  # only the kernel itself is believed
                yield packet


def parse(packet: bytes) -> Iterator[ProcEvent]:
    """Yield the events in one datagram; what is malformed or of no interest is passed over."""
    position = 0
    while position + _NLMSG.size <= len(packet):
        length = _NLMSG.unpack_from(packet, position)[0]
        if length < _NLMSG.size or position + length > len(packet):
            return
        event = _event(packet[position : position + length])
        if event is not None:
            yield event
        position += (length + 3) & ~3


def _event(message: bytes) -> ProcEvent | None:
    if len(message) < _DATA_AT + _PAIR.size or not _from_proc(message):
        return None
    what = _EVENT.unpack_from(message, _EVENT_AT)[0]
    thread, process = _PAIR.unpack_from(message, _DATA_AT)
    if what == _EVENT_EXEC:
        return Executed(process)
    if what == _EVENT_EXIT and thread == process:
        return Exited(process)
    return None


def _acknowledgement(packet: bytes) -> tuple[bool, int]:
    """Return whether this is the answer to our request, and its errno."""
    if len(packet) < _DATA_AT + _WORD.size or not _from_proc(packet):
        return False, 0
    if _EVENT.unpack_from(packet, _EVENT_AT)[0] != _EVENT_NONE:
        return False, 0
    return True, _WORD.unpack_from(packet, _DATA_AT)[0]


def _from_proc(message: bytes) -> bool:
    return _CN_MSG.unpack_from(message, _NLMSG.size)[:2] == (_CN_IDX_PROC, _CN_VAL_PROC)


def _message(request: bytes) -> bytes:
    body = _CN_MSG.pack(_CN_IDX_PROC, _CN_VAL_PROC, 0, 0, len(request), 0) + request
    return _NLMSG.pack(_NLMSG.size + len(body), _NLMSG_DONE, 0, 0, 0) + body
