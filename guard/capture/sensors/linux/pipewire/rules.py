"""Which streams capture, judged from PipeWire's graph; pure, on a frozen picture of it.

A program captures when data flows into a stream of its own from a microphone, a camera, a
screen cast or a loudspeaker's monitor. A name proves nothing: what counts is what is linked.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from guard.capture.finding import Confidence, Kind, Strength
from guard.capture.sensors.linux.pipewire.flow import Content, carried, label, passed_on_by
from guard.capture.sensors.linux.pipewire.graph import LINK_PAUSED, Graph, Node
from guard.capture.sensors.linux.pipewire.owner import Owner, ReadProcess, owner

_OPENLY = "Stream/Input/"
_SLOWEST_SOUND = 1000
"""Values a second below which nothing can be understood; meters ask for 25."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one stream does; `key` tells it apart from every other in the life of this PipeWire."""

    key: str
    kind: Kind
    strength: Strength
    says: str
    owner: Owner
    confidence: Confidence = Confidence.HIGH


@dataclass(frozen=True, slots=True)
class _Flow:
    """Something given to a stream. `now` is False while it is paused, `direct` where no filter lies between."""

    content: Content
    now: bool
    direct: bool


def judge(graph: Graph, read: ReadProcess, *, pids_fit: bool = True) -> dict[str, Verdict]:
    """Judge every stream; the strongest verdict for each stream and kind, by key."""
    best: dict[str, Verdict] = {}
    for node in graph.nodes.values():
        flows = tuple(_flows(graph, node))
        if not flows:
            continue
        whose = owner(graph, node, read, pids_fit=pids_fit)
        for flow in flows:
            verdict = _verdict(graph, node, whose, flow)
            if verdict and (verdict.key not in best or best[verdict.key].strength < verdict.strength):
                best[verdict.key] = verdict
    return best


def _flows(graph: Graph, node: Node) -> Iterator[_Flow]:
    """What other programs and devices give `node`."""
    for link, source in graph.into(node):
        own_stream = source.client == node.client is not None and not source.media_class.startswith("Audio/")
        if link.state < LINK_PAUSED or own_stream:
            continue
        for content in carried(graph, link):
            yield _Flow(content, link.active and node.running, content.source.id == source.id)


def _verdict(graph: Graph, node: Node, whose: Owner, flow: _Flow) -> Verdict | None:
    content = flow.content
    key = f"{node.id}-{node.serial}:{content.kind}"
    openly = not node.media_class or node.media_class.startswith(_OPENLY)
    if not openly and not _poses(whose, flow):
        return None
    measures = _measures(node)
    ends = passed_on_by(graph, node)
    if (ends and whose.sound_system) or (measures and whose.through_server and _too_slow(node)):
        return None
    if (ends or measures) and not flow.now:
        return None
    passes = any(link.active for end in ends for link, _ in graph.out_of(end))
    what = _what(graph, content)
    if passes:
        says = f"It passes {what} on to other programs, as noise filters do."
    elif not flow.now:
        says = f"It has opened {what} and takes nothing from it at the moment."
    else:
        says = _captures(content, what, measures=measures, poses=not openly)
        confidence = content.confidence if openly and not measures else Confidence.MEDIUM
        return Verdict(key, content.kind, Strength.CAPTURING, says, whose, confidence)
    return Verdict(key, content.kind, Strength.ABLE, says, whose, Confidence.MEDIUM)


def _poses(whose: Owner, flow: _Flow) -> bool:
    """Tell whether a program calls its stream a device or a player and yet is given what those never need."""
    given = flow.now and flow.direct and flow.content.kind is not Kind.SYSTEM_AUDIO
    return given and whose.pid is not None and not whose.sound_system


def _measures(node: Node) -> bool:
    return node.props.get("stream.monitor") == "true"


def _too_slow(node: Node) -> bool:
    """Tell whether the stream gets loudness values only, and so few that nobody could listen to them."""
    numerator, _, rate = node.props.get("node.rate", "").partition("/")
    slow = numerator == "1" and rate.isascii() and rate.isdigit() and int(rate) <= _SLOWEST_SOUND
    return node.props.get("resample.peaks") == "true" and slow


def _what(graph: Graph, content: Content) -> str:
    source = content.source
    if content.kind is Kind.SCREEN:
        certain = content.confidence is Confidence.HIGH
        return f"{'a screen cast' if certain else 'moving pictures'} from “{label(source, graph)}”"
    if content.kind is Kind.CAMERA:
        return f"the camera “{label(source)}”"
    if content.kind is Kind.MICROPHONE:
        return f"the microphone “{label(source)}”"
    return (
        f"the sound that “{label(source, graph)}” plays"
        if content.stream
        else f"the sound of “{label(source)}”"
    )


def _captures(content: Content, what: str, *, measures: bool, poses: bool) -> str:
    if measures:
        return f"It takes {what} and says that it only measures how loud it is; Guard cannot check that."
    if poses:
        return f"It takes {what} while it calls itself a device or a player."
    if content.kind is Kind.SCREEN:
        known = content.confidence is Confidence.HIGH
        return f"It receives {what}{'.' if known else ', which is not a camera, as in screen sharing.'}"
    if content.kind is Kind.CAMERA:
        return f"It receives pictures from {what}."
    return f"It records from {what}." if content.kind is Kind.MICROPHONE else f"It records {what}."
