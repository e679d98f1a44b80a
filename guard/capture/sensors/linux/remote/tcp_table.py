"""The kernel's table of TCP connections (/proc/net/tcp and tcp6); pure, but for the reading of it."""

import contextlib
import ipaddress
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_ESTABLISHED = 0x01
_LISTEN = 0x0A
_FIELDS = 10
_LOCAL, _REMOTE, _STATE, _UID, _INODE = 1, 2, 3, 7, 9


@dataclass(frozen=True, slots=True)
class End:
    """One end of a connection. IPv4 inside IPv6 is shown as IPv4."""

    address: Address
    port: int


@dataclass(frozen=True, slots=True)
class Connection:
    """One established connection; `inode` is the socket's number here, `uid` the user it belongs to."""

    local: End
    remote: End
    uid: int
    inode: int


@dataclass(frozen=True, slots=True)
class Listener:
    """One socket that awaits connections."""

    port: int
    uid: int
    inode: int


@dataclass(frozen=True, slots=True)
class TcpTable:
    """What one look at the table saw."""

    connections: tuple[Connection, ...] = ()
    listeners: tuple[Listener, ...] = ()


def parse_tcp(text: str) -> Iterator[Connection | Listener]:
    """Yield the established connections and the listeners; lines that do not fit are left out."""
    for line in text.splitlines():
        fields = line.split()
        if len(fields) < _FIELDS:
            continue
        with contextlib.suppress(ValueError):  # the heading, or nothing of the kernel's
            state = int(fields[_STATE], 16)
            if state not in (_ESTABLISHED, _LISTEN):
                continue
            local, uid, inode = _end(fields[_LOCAL]), int(fields[_UID]), int(fields[_INODE])
            if state == _LISTEN:
                yield Listener(local.port, uid, inode)
            else:
                yield Connection(local, _end(fields[_REMOTE]), uid, inode)


def read_table(proc: Path) -> TcpTable:
    """Read both tables. Raises `OSError` when not even the IPv4 one can be read."""
    entries = list(parse_tcp((proc / "net/tcp").read_text(encoding="ascii", errors="replace")))
    with contextlib.suppress(OSError):  # a system without IPv6
        entries += parse_tcp((proc / "net/tcp6").read_text(encoding="ascii", errors="replace"))
    return table_of(entries)


def table_of(entries: Iterable[Connection | Listener]) -> TcpTable:
    """Sort entries into a table."""
    every = list(entries)
    return TcpTable(
        tuple([entry for entry in every if isinstance(entry, Connection)]),
        tuple([entry for entry in every if isinstance(entry, Listener)]),
    )


def _end(text: str) -> End:
    """Read `0100007F:170C`: words in the byte order of this computer, the port in hexadecimal."""
    address, _, port = text.partition(":")
    raw = bytes.fromhex(address)
    words = struct.unpack(f">{len(raw) // 4}I", raw) if len(raw) in (4, 16) else ()
    if not words:
        raise ValueError(text)
    packed = struct.pack(f"={len(words)}I", *words)
    found = ipaddress.ip_address(packed)
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return End(found, int(port, 16))
