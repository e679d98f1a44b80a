"""Whether somebody is connected to a remote-access program; pure, on what one look saw.

Only a connection that came in counts. Those that a program makes itself may lead to its
maker's meeting server, where it waits the whole day; whether anybody looks through it
cannot be told. The exception is a shared desktop that calls its viewer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guard.capture.finding import Confidence, Kind, Sighting, Strength
from guard.capture.sensors.linux.remote.tcp_table import Connection, End, TcpTable

NAME = "remote-access"

_DESKTOP_PORTS = frozenset({3389, *range(5800, 5810), *range(5900, 6000)})
"""RDP, and VNC for web browsers and for viewers: where a connection means that somebody looks."""
_VIEWER_PORTS = range(5500, 5600)
"""Where a VNC viewer waits to be called."""
_ADMINISTRATOR = 0

_FAR = "Somebody is connected to it from another computer on the network."
_NEAR = "Somebody is connected to it from this computer, perhaps through a tunnel from elsewhere."
_CALLED = "It has called a viewer on another computer, which can see this desktop."
_PROBABLY = "Somebody seems to be connected to it from another computer on the network; Guard may not look into it to make sure."


@dataclass(frozen=True, slots=True)
class Host:
    """One running remote-access program.

    `sockets` are those of the process and its children; None where they may not be read.
    `uid` is the user that it runs as, or -1.
    """

    pid: int
    name: str
    sockets: frozenset[int] | None
    uid: int = -1


def judge(hosts: Mapping[int, Host], table: TcpTable) -> Iterator[Sighting]:
    """Yield a sighting for each host to which somebody is connected."""
    listening = {listener.port for listener in table.listeners}
    ends = {(connection.local, connection.remote): connection for connection in table.connections}
    for host in hosts.values():
        if host.sockets is None:
            says = _PROBABLY if _seems_used(host, table) else ""
        else:
            own = _sockets_of_tool(host, hosts)
            found = {
                _meaning(one, ends, listening, own) for one in table.connections if one.inode in host.sockets
            }
            says = next((text for text in (_FAR, _CALLED, _NEAR) if text in found), "")
        if says:
            yield Sighting(
                sensor=NAME,
                key=f"connected:{host.pid}",
                kind=Kind.REMOTE_CONTROL,
                strength=Strength.CAPTURING,
                says=says,
                pid=host.pid,
                who=host.name,
                confidence=Confidence.MEDIUM if says == _PROBABLY else Confidence.HIGH,
            )


def _meaning(
    one: Connection,
    ends: Mapping[tuple[End, End], Connection],
    listening: set[int],
    own: frozenset[int],
) -> str:
    """What a connection of a host means; empty where it means nothing."""
    other = ends.get((one.remote, one.local))
    came_in = one.local.port in listening or one.local.port in _DESKTOP_PORTS
    if other is None and not one.remote.address.is_loopback:
        if came_in:
            return _FAR
        return _CALLED if one.remote.port in _VIEWER_PORTS else ""
    talks_to_itself = other is not None and other.inode in own
    return _NEAR if one.local.port in _DESKTOP_PORTS and not talks_to_itself else ""


def _sockets_of_tool(host: Host, hosts: Mapping[int, Host]) -> frozenset[int]:
    """The sockets of every process of the same tool: what its parts say to each other is nobody's visit."""
    return frozenset().union(*(one.sockets or () for one in hosts.values() if one.name == host.name))


def _seems_used(host: Host, table: TcpTable) -> bool:
    """Tell whether a connection from elsewhere came in to a desktop port of the host's user."""
    users = (host.uid, _ADMINISTRATOR)  # a service may open its port before it lays its rights down
    waiting = {listener.port for listener in table.listeners if listener.uid in users} & _DESKTOP_PORTS
    here = {(connection.local, connection.remote) for connection in table.connections}
    return any(
        one.local.port in waiting
        and not one.remote.address.is_loopback
        and (one.remote, one.local) not in here
        for one in table.connections
    )
