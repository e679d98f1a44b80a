"""The kernel's own word on when programs began and ended: the yardstick for everybody who watches (Linux)."""

import select
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from guard.capture.sensors.linux.proc_connector import ProcConnector

_EVENT_AT = 36
_EVENT = struct.Struct("=IIQII")  # what, processor, stamp, thread, process
_EXEC, _EXIT = 0x2, 0x80000000


@dataclass
class Stamps:
    """Monotonic nanoseconds by pid: the kernel's stamps, and when a bare reader had the news of an exec."""

    began: dict[int, int] = field(default_factory=dict)
    ended: dict[int, int] = field(default_factory=dict)
    heard: dict[int, int] = field(default_factory=dict)
    events: int = 0

    def lived(self, pid: int) -> float:
        """Seconds that the last program of `pid` ran."""
        return (self.ended[pid] - self.began[pid]) / 1e9


@contextmanager
def kernel_stamps() -> Iterator[Stamps]:
    """Keep the stamps of every program until the block ends. Raises `RefusedError`."""
    connector, stamps = ProcConnector(), Stamps()
    over = threading.Event()
    ear = threading.Thread(target=_listen, args=(connector, stamps, over), name="kernel-ear")
    ear.start()
    try:
        yield stamps
    finally:
        over.set()
        connector.interrupt()
        ear.join()
        connector.close()


def _listen(connector: ProcConnector, stamps: Stamps, over: threading.Event) -> None:
    poller = select.poll()
    poller.register(connector._socket, select.POLLIN)
    poller.register(connector._wake_read, select.POLLIN)
    while not over.is_set():
        poller.poll()
        for packet in connector._packets():
            _note(packet, stamps)


def _note(packet: bytes, stamps: Stamps) -> None:
    what, _, stamp, thread, pid = _EVENT.unpack_from(packet, _EVENT_AT)
    stamps.events += 1
    if what == _EXEC:
        stamps.began[pid] = stamp
        stamps.heard[pid] = time.monotonic_ns()
    elif what == _EXIT and thread == pid:
        stamps.ended[pid] = stamp
