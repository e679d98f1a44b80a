"""The kernel's tables of internet sockets, and which program holds one of them.

The tables are read first, which is quick; the programs' open files are walked only for the
few sockets that matter. Without rights only this user's own programs can be named.
"""

import os
import pwd
import struct
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Literal

Protocol = Literal["tcp", "udp"]
_LISTENS = {"tcp": "0A", "udp": "07"}
_FIELDS = 10
_MOST_BYTES = 8 << 20


@dataclass(frozen=True, slots=True)
class Socket:
    """A socket that waits for others: `uid` is whose it is, `inode` the kernel's number for it."""

    protocol: Protocol
    address: IPv4Address | IPv6Address
    port: int
    uid: int
    inode: int

    @property
    def only_here(self) -> bool:
        """Tell whether nobody but this computer can reach it."""
        mapped = self.address.ipv4_mapped if isinstance(self.address, IPv6Address) else None
        return (mapped or self.address).is_loopback


@dataclass(frozen=True, slots=True)
class Holder:
    """A program that holds a socket; `path` is "" where it cannot be seen."""

    pid: int
    name: str
    path: str


def waiting(proc: Path, protocol: Protocol) -> list[Socket]:
    """Return the sockets of one protocol that wait for others. Raises `OSError`, `ValueError`."""
    sockets = parse(_read(proc / "net" / protocol), protocol)
    with suppress(FileNotFoundError):  # a kernel without IPv6
        sockets += parse(_read(proc / "net" / f"{protocol}6"), protocol)
    return sockets


def parse(text: str, protocol: Protocol) -> list[Socket]:
    """Read a table as `/proc/net/tcp` has it. Raises `ValueError`."""
    head, *lines = text.splitlines() or [""]
    if "local_address" not in head:
        raise ValueError("this is no table of sockets")
    found = []
    for line in lines:
        fields = line.split()
        if len(fields) < _FIELDS:
            raise ValueError("a line is too short")
        address, port = _place(fields[1])
        if fields[3] == _LISTENS[protocol]:
            found.append(Socket(protocol, address, port, int(fields[7]), int(fields[9])))
    return found


def holders(proc: Path, inodes: Collection[int]) -> dict[int, Holder]:
    """Return which programs hold these sockets, as far as this user may see. Raises nothing."""
    wanted = {f"socket:[{inode}]": inode for inode in inodes if inode}
    found: dict[int, Holder] = {}
    if not wanted:
        return found
    for pid in _pids(proc):
        for link in _links(proc / str(pid) / "fd"):
            inode = wanted.get(link)
            if inode is not None and inode not in found:
                found[inode] = holder(proc, pid)
        if len(found) == len(wanted):
            break
    return found


def holder(proc: Path, pid: int) -> Holder:
    """Return the name and path of a program."""
    path = name = ""
    with suppress(OSError):
        path = str((proc / str(pid) / "exe").readlink()).removesuffix(" (deleted)")
    with suppress(OSError):
        name = (proc / str(pid) / "comm").read_text(encoding="utf-8", errors="replace").strip()
    return Holder(pid, name or Path(path).name or "A program", path)


def user_name(uid: int) -> str:
    """Return the log-in name of `uid`, or its number as text."""
    try:
        return pwd.getpwuid(uid).pw_name
    except (KeyError, OverflowError):
        return str(uid)


def _place(text: str) -> tuple[IPv4Address | IPv6Address, int]:
    raw, _, port = text.partition(":")
    if len(raw) not in {8, 32} or not port:
        raise ValueError("this is no address")
    words = (int(raw[at : at + 8], 16) for at in range(0, len(raw), 8))
    packed = b"".join(
        struct.pack("=I", word) for word in words
    )  # each word is printed as a number of its own
    return ip_address(packed), int(port, 16)


def _read(file: Path) -> str:
    with file.open("rb") as opened:
        return opened.read(_MOST_BYTES).decode("ascii", "strict")


def _pids(proc: Path) -> list[int]:
    try:
        names = os.listdir(proc)  # noqa: PTH208 - only the names are wanted
    except OSError:
        return []
    return [int(name) for name in names if name.isascii() and name.isdigit()]


def _links(folder: Path) -> Iterator[str]:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                yield os.readlink(entry.path)  # noqa: PTH115 - thousands of these are read at once
