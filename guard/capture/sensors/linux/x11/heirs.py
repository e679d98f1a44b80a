"""Who holds a connection whose first owner is gone: programs that open the display and then go to the background.

The X server knows the process that connected, and keeps that pid when only its child lives
on. The kernel's socket table tells which sockets lead to an X display (sock_diag(7), which
any user may ask; layouts in linux/unix_diag.h).
"""

import socket
import struct
from collections.abc import Callable, Collection, Iterator

from guard.capture.sensors.linux.devices.fdwalk import FdWalk

_NETLINK_SOCK_DIAG = 4
_BY_FAMILY = 20
_ERROR, _DONE = 2, 3
_REQUEST_DUMP = 0x301
_ESTABLISHED = 1 << 1
_SHOW_NAME_AND_PEER = 0x1 | 0x4
_NAME, _PEER = 0, 2

_HEADER = struct.Struct("=IHHII")
_QUESTION = struct.Struct("=BBHIIIII")
_ANSWER_BYTES = 16
_ATTRIBUTE = struct.Struct("=HH")
_PEER_INODE = struct.Struct("=I")
_MOST = 1 << 16
_LIMIT = 0.5


def clients_of(paths: Collection[str]) -> frozenset[int]:
    """The sockets, by inode, that lead to a server listening on one of `paths`; none where the kernel does not tell."""
    question = _QUESTION.pack(socket.AF_UNIX, 0, 0, _ESTABLISHED, 0, _SHOW_NAME_AND_PEER, 0, 0)
    header = _HEADER.pack(_HEADER.size + len(question), _BY_FAMILY, _REQUEST_DUMP, 1, 0)
    names = frozenset(path.strip("\0").encode() for path in paths)
    try:
        with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _NETLINK_SOCK_DIAG) as channel:
            channel.settimeout(_LIMIT)
            channel.send(header + question)
            return frozenset(peer for data in _answers(channel) for peer in peers_of(data, names))
    except OSError:
        return frozenset()


def _answers(channel: socket.socket) -> Iterator[bytes]:
    while True:
        data = channel.recv(_MOST)
        yield data
        if not data or any(kind in {_ERROR, _DONE} for kind, _ in _messages(data)):
            return


def peers_of(data: bytes, names: Collection[bytes]) -> Iterator[int]:
    """Yield the far ends of the sockets in `data` that are named so; what does not fit is left out."""
    for kind, body in _messages(data):
        if kind != _BY_FAMILY:
            continue
        told = dict(_attributes(body[_ANSWER_BYTES:]))
        peer = told.get(_PEER, b"")
        if told.get(_NAME, b"").strip(b"\0") in names and len(peer) == _PEER_INODE.size:
            yield _PEER_INODE.unpack(peer)[0]


def _messages(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + _HEADER.size <= len(data):
        length, kind, *_ = _HEADER.unpack_from(data, at)
        if length < _HEADER.size:
            return
        yield kind, data[at + _HEADER.size : at + length]
        at += (length + 3) & ~3


def _attributes(body: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + _ATTRIBUTE.size <= len(body):
        length, kind = _ATTRIBUTE.unpack_from(body, at)
        if length < _ATTRIBUTE.size:
            return
        yield kind, body[at + _ATTRIBUTE.size : at + length]
        at += (length + 3) & ~3


class Heirs:
    """Finds who has inherited a connection to the server that listens on `paths`."""

    def __init__(
        self,
        paths: Collection[str],
        walk: FdWalk | None = None,
        clients: Callable[[Collection[str]], frozenset[int]] = clients_of,
    ) -> None:
        self._paths = paths
        self._walk = walk or FdWalk()
        self._clients = clients

    def of(self, gone: Collection[int], living: Collection[int]) -> dict[int, int]:
        """The heir of each pid in `gone`, where there is one.

        `living` are the owners of the display's other connections. Who goes to the
        background does so at once: the heir is the process that came next.
        """
        sockets = self._clients(self._paths) if gone else frozenset()
        holders = self._walk.socket_holders(sockets)
        theirs = frozenset[int]().union(*(held for pid, held in holders.items() if pid in living))
        free = sorted(pid for pid, held in holders.items() if pid not in living and held - theirs)
        heirs: dict[int, int] = {}
        for pid in sorted(gone, reverse=True):
            later = [one for one in free if one > pid]
            if later:
                heirs[pid] = later[0]
                free.remove(later[0])
        return heirs
