"""What flows through a link of PipeWire's graph: the microphone, the camera, the screen, or what you hear."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guard.capture.finding import Confidence, Kind
from guard.capture.sensors.linux.pipewire.graph import Graph, Link, Node

_CAMERA_APIS = ("v4l2", "libcamera")
_CAST_NAMES = (
    "meta-screen-cast",
    "gnome-shell",
    "mutter",
    "kwin",
    "plasma",
    "xdg-desktop-portal",
    "xdpw",
    "xdph",
    "niri",
    "cosmic",
    "gamescope",
    "weston",
    "krfb",
)
_NOT_SOUND = ("midi", "ump", "control")
_MAX_NAME = 60


@dataclass(frozen=True, slots=True)
class Content:
    """What one link carries and whose it is. `stream` is True for what another program plays or shows."""

    kind: Kind
    source: Node
    stream: bool = False
    confidence: Confidence = Confidence.HIGH


def carried(graph: Graph, link: Link) -> tuple[Content, ...]:
    """Everything that `link` carries, filters on the way included; nothing when it cannot be told."""
    return tuple(_carried(graph, link, frozenset()))


def passed_on_by(graph: Graph, node: Node) -> tuple[Node, ...]:
    """Where the filter that `node` is one end of hands its sound to other programs; empty for no filter."""
    if node.props.get("media.category") == "Filter" and not node.media_class:
        return (node,)
    return tuple(
        sibling
        for sibling in _group(graph, node)
        if sibling.client == node.client
        and sibling.media_class.startswith(("Stream/Output/", "Audio/Source"))
    )


def label(node: Node, graph: Graph | None = None) -> str:
    """A short printable name for `node`; it comes from programs, so it may be anything."""
    client = graph.clients.get(node.client, {}) if graph and node.client is not None else {}
    names = (
        client.get("application.name"),
        node.props.get("node.description"),
        node.props.get("node.nick"),
        node.props.get("node.name"),
    )
    return next((clean for name in names if (clean := printable(name))), "without a name")


def printable(text: str | None) -> str:
    """`text` on one line, without anything that could upset a screen."""
    clean = "".join(letter if letter.isprintable() else " " for letter in text or "")
    return " ".join(clean.split())[:_MAX_NAME]


def _carried(graph: Graph, link: Link, seen: frozenset[int]) -> Iterator[Content]:
    source = graph.nodes.get(link.output_node)
    if source is None or source.id in seen:
        return
    port = graph.ports.get(link.output_port, {})
    kind = source.media_class
    if kind.startswith("Midi/") or any(word in port.get("format.dsp", "").lower() for word in _NOT_SOUND):
        return
    seen |= {source.id}
    if kind.startswith(("Video/", "Stream/Output/Video")):
        yield _pictures(graph, source)
    elif kind.startswith("Audio/Sink") or (
        kind.startswith("Audio/Duplex") and port.get("port.monitor") == "true"
    ):
        yield Content(Kind.SYSTEM_AUDIO, source)
        if "device.id" not in source.props:
            yield from _microphones(_fed(graph, source, seen))
    elif kind.startswith("Audio/"):
        fed = tuple(_fed(graph, source, seen))
        yield from _microphones(fed) or fed or (Content(Kind.MICROPHONE, source),)
    else:
        yield from tuple(_fed(graph, source, seen)) or (Content(Kind.SYSTEM_AUDIO, source, stream=True),)


def _pictures(graph: Graph, source: Node) -> Content:
    props = source.props
    role = props.get("media.role")
    if (
        role == "Camera"
        or props.get("device.api") in _CAMERA_APIS
        or any(key.startswith(("api.v4l2.", "api.libcamera.")) for key in props)
    ):
        return Content(Kind.CAMERA, source)
    names = (props.get("media.name", ""), props.get("node.name", ""), label(source, graph))
    known = role == "Screen" or any(name.lower().startswith(_CAST_NAMES) for name in names)
    return Content(
        Kind.SCREEN, source, stream=True, confidence=Confidence.HIGH if known else Confidence.MEDIUM
    )


def _fed(graph: Graph, node: Node, seen: frozenset[int]) -> Iterator[Content]:
    """What flows into `node`, or into the other end of the filter that it belongs to."""
    group = tuple(_group(graph, node))
    plays = node.media_class.startswith("Stream/Output/") and not _any_of(group, "Audio/Sink")
    gives = plays or node.media_class.startswith("Audio/Source")
    ends = [end for end in group if gives and end.media_class.startswith("Stream/Input/")]
    for end in (node, *ends):
        for link, source in graph.into(end):
            # what programs play into a loudspeaker is its sound, told already
            if source.media_class != "Stream/Output/Audio" or "node.link-group" in source.props:
                yield from _carried(graph, link, seen)


def _any_of(nodes: Iterable[Node], media_class: str) -> bool:
    return any(node.media_class.startswith(media_class) for node in nodes)


def _microphones(contents: Iterable[Content]) -> tuple[Content, ...]:
    return tuple(content for content in contents if content.kind is Kind.MICROPHONE)


def _group(graph: Graph, node: Node) -> Iterator[Node]:
    name = node.props.get("node.link-group")
    if name:
        for other in graph.nodes.values():
            if other.id != node.id and other.props.get("node.link-group") == name:
                yield other
