"""Which display to look at: its name, where its server listens, and the key that opens it."""

import re
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_NAME = re.compile(r"(?P<host>[^:/]*)(?:/unix)?:(?P<number>\d{1,5})(?:\.\d+)?")
_FIRST_PORT = 6000
_LAST_PORT = 65535
_LOOPBACK = ("localhost", "127.0.0.1")
_MAX_AUTHORITY = 1 << 20
_FAMILY_LOCAL = 256
_FAMILY_WILD = 65535
_COOKIE = b"MIT-MAGIC-COOKIE-1"


@dataclass(frozen=True, slots=True)
class Display:
    """A display by name (as in DISPLAY), its authority file, and whether Wayland owns the session."""

    name: str
    authority: Path
    wayland: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """One place where a server may listen: a socket family and what `connect` takes."""

    family: int
    where: str | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Cookie:
    """One authorisation: the protocol's name and its secret data."""

    name: bytes
    data: bytes

    def __repr__(self) -> str:
        """Keep the secret out of logs and tracebacks."""
        return f"Cookie({self.name!r})"


def from_environment(environ: Mapping[str, str], home: Path) -> Display:
    """Take the display from DISPLAY, XAUTHORITY and WAYLAND_DISPLAY; the name may be empty."""
    authority = environ.get("XAUTHORITY")
    wayland = bool(environ.get("WAYLAND_DISPLAY")) or environ.get("XDG_SESSION_TYPE") == "wayland"
    return Display(
        environ.get("DISPLAY", ""), Path(authority) if authority else home / ".Xauthority", wayland
    )


def addresses(name: str) -> tuple[Address, ...]:
    """Where on this computer display `name` may listen, best first.

    Empty if the name is not a display's, or one on another computer: no network
    connection is opened to look at it.
    """
    if name.startswith("/"):
        return (Address(socket.AF_UNIX, name.rpartition(".")[0] if re.search(r"\.\d+$", name) else name),)
    match = _NAME.fullmatch(name)
    if not match:
        return ()
    host, number = match["host"], int(match["number"])
    if host and host != "unix" and "/unix:" not in name:
        port = _FIRST_PORT + number
        return (
            (Address(socket.AF_INET, ("127.0.0.1", port)),)
            if host in _LOOPBACK and port <= _LAST_PORT
            else ()
        )
    path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - fixed by the X server, not a file of ours
    return (Address(socket.AF_UNIX, path), Address(socket.AF_UNIX, f"\0{path}"))


def cookie(display: Display, hostname: str) -> Cookie | None:
    """Find the key to `display` in its authority file; None where it has none for it."""
    match = _NAME.fullmatch(display.name)
    number = match["number"].encode() if match else b""
    try:
        with display.authority.open("rb") as file:
            data = file.read(_MAX_AUTHORITY)
    except OSError:
        return None
    best: Cookie | None = None
    for family, address, entry_number, found in parse_authority(data):
        if found.name != _COOKIE or entry_number not in (b"", number):
            continue
        if family == _FAMILY_LOCAL and address == hostname.encode():
            return found
        if family == _FAMILY_WILD or best is None:
            best = found
    return best


def parse_authority(data: bytes) -> Iterator[tuple[int, bytes, bytes, Cookie]]:
    """Read family, address, display number and cookie of each entry; stop where it is cut short."""
    at = 0
    while at + 2 <= len(data):
        family = int.from_bytes(data[at : at + 2], "big")
        at += 2
        fields: list[bytes] = []
        for _ in range(4):
            length = int.from_bytes(data[at : at + 2], "big")
            field = data[at + 2 : at + 2 + length]
            if at + 2 > len(data) or len(field) < length:
                return
            fields.append(field)
            at += 2 + length
        yield family, fields[0], fields[1], Cookie(fields[2], fields[3])
