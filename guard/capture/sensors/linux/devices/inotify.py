"""inotify through the C library: what happens in a folder, told by the kernel; inotify(7).

Watching a folder needs no right to the files in it, so an ordinary user learns of the
opening of devices that he himself may not open.
"""

import contextlib
import ctypes
import math
import os
import select
import struct
from collections.abc import Iterator
from dataclasses import dataclass

IN_ATTRIB = 0x4
IN_CLOSE = 0x8 | 0x10
IN_OPEN = 0x20
IN_MOVED_FROM = 0x40
IN_MOVED_TO = 0x80
IN_CREATE = 0x100
IN_DELETE = 0x200
IN_DELETE_SELF = 0x400
IN_MOVE_SELF = 0x800
IN_Q_OVERFLOW = 0x4000
IN_IGNORED = 0x8000
IN_ONLYDIR = 0x01000000
IN_ISDIR = 0x40000000

_EVENT = struct.Struct("=iIII")
_RECEIVE_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: the watch it came from (-1: none), what (IN_*), and to which name in it."""

    watch: int
    mask: int
    name: str


class Inotify:
    """One queue of events. Close it after use; only `interrupt` may be called from another thread."""

    def __init__(self) -> None:
        """Open the queue. Raises `OSError`, for example when this user has too many of them."""
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._fd = self._checked(self._libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC))
        try:
            self._wake = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        except OSError:
            os.close(self._fd)
            raise

    def watch(self, folder: str, mask: int) -> int:
        """Watch `folder` for `mask` from now on, instead of what it was watched for; returns its number.

        Raises `OSError`: it is not there, is no folder, may not be read, or there are too many watches.
        """
        path = os.fsencode(folder)
        return self._checked(self._libc.inotify_add_watch(self._fd, path, ctypes.c_uint32(mask | IN_ONLYDIR)))

    def wait(self, seconds: float | None) -> bytes:
        """Return what happened, for `parse`, after `seconds` at most (None: for ever); empty when interrupted."""
        poller = select.poll()
        poller.register(self._fd, select.POLLIN)
        poller.register(self._wake, select.POLLIN)
        ready = {fd for fd, _ in poller.poll(_milliseconds(seconds))}
        if self._wake in ready or self._fd not in ready:
            return b""
        try:
            return os.read(self._fd, _RECEIVE_BYTES)
        except BlockingIOError:
            return b""

    def rest(self, seconds: float) -> bool:
        """Let events gather for a while; False when interrupted."""
        return not select.select([self._wake], [], [], seconds)[0]

    def interrupt(self) -> None:
        """End `wait` and `rest` for good."""
        with contextlib.suppress(BlockingIOError):  # it has been told already
            os.eventfd_write(self._wake, 1)

    def close(self) -> None:
        """Give everything back. Call it once, when nobody waits any more."""
        os.close(self._fd)
        os.close(self._wake)

    @staticmethod
    def _checked(answer: int) -> int:
        if answer < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return answer


def tells_of_loss(buffer: bytes) -> bool:
    """Tell, without reading all of it, whether events were lost: the kernel says so last of all."""
    return len(buffer) >= _EVENT.size and bool(
        _EVENT.unpack_from(buffer, len(buffer) - _EVENT.size)[1] & IN_Q_OVERFLOW
    )


def parse(buffer: bytes) -> Iterator[Event]:
    """Yield the events in what was read; a part that was cut off is left out."""
    position = 0
    while position + _EVENT.size <= len(buffer):
        watch, mask, _, length = _EVENT.unpack_from(buffer, position)
        start = position + _EVENT.size
        position = start + length
        if position > len(buffer):
            return
        yield Event(watch, mask, os.fsdecode(buffer[start:position].partition(b"\0")[0]))


def _milliseconds(seconds: float | None) -> int | None:
    return None if seconds is None else max(0, math.ceil(seconds * 1000))
