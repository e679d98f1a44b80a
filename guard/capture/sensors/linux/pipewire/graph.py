"""PipeWire's graph as a frozen picture: who has which streams, and what flows into them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

Properties = Mapping[str, str]


class NodeState(IntEnum):
    """How busy a node is."""

    ERROR = -1
    CREATING = 0
    SUSPENDED = 1
    IDLE = 2
    RUNNING = 3


LINK_PAUSED = 3
"""The state of a link that is ready and through which nothing flows."""

LINK_ACTIVE = 4
"""The state of a link through which something flows."""


@dataclass(frozen=True, slots=True)
class Node:
    """One source, sink, stream or filter. `client` is the id of the client that made it, where known."""

    id: int
    serial: str
    client: int | None
    state: int
    props: Properties = field(default_factory=dict)

    @property
    def media_class(self) -> str:
        """What it is in PipeWire's words, like `Stream/Input/Audio`; empty for a bare filter."""
        return self.props.get("media.class", "")

    @property
    def running(self) -> bool:
        """Tell whether it handles data now."""
        return self.state == NodeState.RUNNING


@dataclass(frozen=True, slots=True)
class Link:
    """One connection from an output to an input."""

    output_node: int
    output_port: int
    input_node: int
    state: int

    @property
    def active(self) -> bool:
        """Tell whether data flows."""
        return self.state == LINK_ACTIVE


@dataclass(frozen=True, slots=True)
class Graph:
    """Everything at one moment; each mapping is by PipeWire's global id."""

    nodes: Mapping[int, Node] = field(default_factory=dict)
    links: Mapping[int, Link] = field(default_factory=dict)
    clients: Mapping[int, Properties] = field(default_factory=dict)
    ports: Mapping[int, Properties] = field(default_factory=dict)

    def into(self, node: Node) -> Iterator[tuple[Link, Node]]:
        """Every link into `node`, with the node at its other end."""
        for link in self.links.values():
            if link.input_node == node.id and link.output_node in self.nodes:
                yield link, self.nodes[link.output_node]

    def out_of(self, node: Node) -> Iterator[tuple[Link, Node]]:
        """Every link out of `node`, with the node at its other end."""
        for link in self.links.values():
            if link.output_node == node.id and link.input_node in self.nodes:
                yield link, self.nodes[link.input_node]
