"""Follows PipeWire's registry: messages in, requests and an up-to-date graph out; no effects.

It asks to be told about every node, link and client, and changes none of them.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from guard.capture.sensors.linux.pipewire.graph import Graph, Link, Node, NodeState, Properties
from guard.capture.sensors.linux.pipewire.pod import Message, pack

_CORE, _CLIENT, _REGISTRY, _FIRST_FREE = 0, 1, 2, 3
_VERSION = 3

_HELLO, _SYNC, _PONG, _GET_REGISTRY = 1, 2, 3, 5  # asked of the core
_DONE, _PING, _REMOVE_ID = 1, 2, 4  # told by the core
_UPDATE_PROPERTIES = 2  # asked of our client
_BIND = 1  # asked of the registry
_GLOBAL, _GLOBAL_REMOVE = 0, 1  # told by the registry
_INFO = 0  # told by every object

_INTERFACE = "PipeWire:Interface:"
_FOLLOWED = ("Node", "Link", "Client")
_KEPT = (
    "media.",
    "node.",
    "stream.",
    "device.",
    "api.",
    "application.",
    "pipewire.",
    "client.",
    "resample.peaks",
)
_KEPT_OF_PORTS = ("port.monitor", "format.dsp")
_MAX_TEXT = 256
_NODE_STATE, _NODE_PROPS = 1 << 2, 1 << 3
_LINK_STATE = 1 << 0
_CLIENT_PROPS = 1 << 0


class Registry:
    """The graph as told so far. `synced` is the number of the last `sync` that was answered, `own` our client's id."""

    def __init__(self) -> None:
        self.synced = 0
        self.own: int | None = None
        self._asked = 0
        self._sequence = -1
        self._next = _FIRST_FREE
        self._free: list[int] = []
        self._bound: dict[int, tuple[str, int]] = {}
        self._serials: dict[int, str] = {}
        self._nodes: dict[int, Node] = {}
        self._links: dict[int, Link] = {}
        self._clients: dict[int, Properties] = {}
        self._ports: dict[int, Properties] = {}
        self._graph: Graph | None = None

    def hello(self) -> bytes:
        """What to say first: who asks, and for what."""
        return (
            self._pack(_CORE, _HELLO, _VERSION)
            + self._pack(_CLIENT, _UPDATE_PROPERTIES, {"application.name": "Guard"})
            + self._pack(_CORE, _GET_REGISTRY, _VERSION, _REGISTRY)
        )

    def sync(self) -> bytes:
        """Ask for a sign of life; it comes when all that was said before has been answered."""
        self._asked += 1
        return self._pack(_CORE, _SYNC, _CORE, self._asked)

    def take(self, message: Message) -> bytes:
        """Take one message in; return what to answer, which may be nothing."""
        if message.object == _CORE:
            return self._from_core(message)
        if message.object == _REGISTRY:
            return self._from_registry(message)
        if message.object == _CLIENT and message.opcode == _INFO:
            self.own = message.number(0)
        if message.object in self._bound and message.opcode == _INFO:
            kind, identity = self._bound[message.object]
            if identity not in self._serials:
                return b""  # it went before it could introduce itself
            update: Callable[[int, Message], None] = {
                "Node": self._node,
                "Link": self._link,
                "Client": self._client,
            }[kind]
            update(identity, message)
        return b""

    def graph(self) -> Graph:
        """The graph now; the same object as before while nothing in it has changed."""
        if self._graph is None:
            self._graph = Graph(dict(self._nodes), dict(self._links), dict(self._clients), dict(self._ports))
        return self._graph

    def _from_core(self, message: Message) -> bytes:
        if message.opcode == _DONE:
            self.synced = max(self.synced, message.number(1))
        elif message.opcode == _PING:
            return self._pack(_CORE, _PONG, message.number(0), message.number(1))
        elif message.opcode == _REMOVE_ID and message.number(0) in self._bound:
            del self._bound[message.number(0)]
            self._free.append(message.number(0))
        return b""

    def _from_registry(self, message: Message) -> bytes:
        if message.opcode == _GLOBAL_REMOVE:
            self._forget(message.number(0))
        elif message.opcode == _GLOBAL:
            kind = message.text(2).removeprefix(_INTERFACE)
            return self._meet(message.number(0), kind, message.number(3), message.properties(4))
        return b""

    def _meet(self, identity: int, kind: str, version: int, props: dict[str, str]) -> bytes:
        """Take in that there is something new; ask to be told about it if the graph needs more of it."""
        if kind == "Port":
            self._ports[identity] = {key: props[key] for key in _KEPT_OF_PORTS if key in props}
            self._graph = None
        if kind not in _FOLLOWED:
            return b""
        self._serials[identity] = props.get("object.serial", "")
        proxy = self._free.pop() if self._free else self._next
        self._next = max(self._next, proxy + 1)
        self._bound[proxy] = (kind, identity)
        return self._pack(_REGISTRY, _BIND, identity, f"{_INTERFACE}{kind}", min(version, _VERSION), proxy)

    def _forget(self, identity: int) -> None:
        self._serials.pop(identity, None)
        tables: tuple[dict[int, Any], ...] = (self._nodes, self._links, self._clients, self._ports)
        for table in tables:
            if table.pop(identity, None) is not None:
                self._graph = None

    def _node(self, identity: int, message: Message) -> None:
        mask = message.number(3)
        before = self._nodes.get(identity) or Node(
            identity, self._serials[identity], None, NodeState.CREATING
        )
        node = before
        if mask & _NODE_STATE:
            node = replace(node, state=_signed(message.number(6)))
        if mask & _NODE_PROPS:
            props = _kept(message.properties(8))
            node = replace(node, props=props, client=_whole(props.get("client.id")))
        if node != self._nodes.get(identity):
            self._nodes[identity] = node
            self._graph = None

    def _link(self, identity: int, message: Message) -> None:
        if not message.number(5) & _LINK_STATE and identity in self._links:
            return
        link = Link(message.number(1), message.number(2), message.number(3), message.number(6))
        if link != self._links.get(identity):
            self._links[identity] = link
            self._graph = None

    def _client(self, identity: int, message: Message) -> None:
        if message.number(1) & _CLIENT_PROPS:
            self._clients[identity] = _kept(message.properties(2))
            self._graph = None

    def _pack(self, target: int, opcode: int, *fields: int | str | dict[str, str]) -> bytes:
        self._sequence += 1
        return pack(target, opcode, self._sequence, *fields)


def _kept(props: dict[str, str]) -> Properties:
    return {key: text[:_MAX_TEXT] for key, text in props.items() if key.startswith(_KEPT)}


def _signed(number: int) -> int:
    """A state travels without its sign."""
    return number - (1 << 32) if number >> 31 else number


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None
