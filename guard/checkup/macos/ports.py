"""Ports that others can reach, from `netstat`: without an administrator's rights it alone lists them all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from guard.checkup.check import Answer, Reading
from guard.checkup.command import Ran
from guard.checkup.detect import Ports
from guard.checkup.macos.tools import Tool

NETSTAT = "/usr/sbin/netstat"
LSOF = "/usr/sbin/lsof"
_HEAD = "Local Address"
_LINE = re.compile(r"(tcp|udp)\w*\s+\d+\s+\d+\s+(\S+)\.(\d+|\*)\s+(\S+)(?:\s+(\S+))?.*")
_SPAN = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,5}))?")
_UNKNOWN = Reading(Answer.UNKNOWN, why="The list of open ports could not be read.")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A socket that waits for others. `address` is "*" for every network."""

    protocol: str
    address: str
    port: int


class PortsLook:
    """`Look` for `Ports`."""

    def __init__(self, tool: Tool) -> None:
        """Ask `netstat`, and `lsof` for the names of this user's programs, through `tool`."""
        self._tool = tool

    def __call__(self, what: Ports) -> Reading:
        """Say whether anything waits on these ports for somebody else than this computer."""
        hits: list[Waiting] = []
        for protocol, texts in (("tcp", what.tcp), ("udp", what.udp)):
            if not texts:
                continue
            ran = self._tool([NETSTAT, "-anW", "-p", protocol])
            spans = [_span(text) for text in texts]
            if not ran.ok or None in spans:
                return _UNKNOWN
            try:
                seen = list(waiting(ran.out))
            except ValueError:
                return _UNKNOWN
            hits += [one for one in seen if any(span and span[0] <= one.port <= span[1] for span in spans)]
        hits = [one for one in dict.fromkeys(hits) if not _only_here(one.address)]
        if not hits:
            said = "Nothing that others could reach waits on these ports."
            return Reading(Answer.SAFE, evidence=(said,))
        open_ports = dict.fromkeys(f"{one.protocol.upper()} {one.port}" for one in hits)
        return Reading(
            Answer.UNSAFE,
            why=f"Open to others: {', '.join(open_ports)}.",
            evidence=tuple(dict.fromkeys(self._line(one) for one in hits)),
        )

    def _line(self, one: Waiting) -> str:
        state = ["-sTCP:LISTEN"] if one.protocol == "tcp" else []
        ran = self._tool([LSOF, "-nP", "-a", f"-i{one.protocol.upper()}:{one.port}", *state, "-Fc"])
        names = dict.fromkeys(_names(ran))
        who = ", ".join(names) or "A program that Guard may not see"
        return f"{who} waits on {one.protocol.upper()} port {one.port}."


def waiting(printed: str) -> Iterator[Waiting]:
    """Yield the sockets that wait, from what `netstat -an` prints. Raises `ValueError` when it printed no list."""
    head, found, body = printed.partition(_HEAD)
    if not (found and head):
        raise ValueError("no list")
    for line in body.splitlines()[1:]:
        if not line.startswith(("tcp", "udp")):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise ValueError(line)
        protocol, address, port, peer, state = match.groups()
        waits = state == "LISTEN" if protocol == "tcp" else peer == "*.*"
        if waits and port != "*":
            yield Waiting(protocol, address, int(port))


def _names(ran: Ran) -> Iterator[str]:
    for line in ran.out.splitlines() if ran.code is not None else ():
        if line.startswith("c") and line[1:].strip():
            yield line[1:].strip()


def _span(text: str) -> tuple[int, int] | None:
    found = _SPAN.fullmatch(text)
    return (int(found[1]), int(found[2] or found[1])) if found else None


def _only_here(address: str) -> bool:
    """Tell whether only this computer can reach `address`; one that cannot be read might be reached."""
    bare, _, zone = address.partition("%")
    if zone.startswith("lo"):
        return True
    try:
        parsed = ip_address(bare)
    except ValueError:
        return False
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return (mapped or parsed).is_loopback
