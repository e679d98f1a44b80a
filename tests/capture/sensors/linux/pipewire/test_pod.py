"""The wire format: what is packed comes back, however it is cut; garbage is refused and never worse."""

import struct
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.capture.sensors.linux.pipewire.graph import Graph
from guard.capture.sensors.linux.pipewire.pod import Message, PipeWireBrokenError, Unpacker, pack
from guard.capture.sensors.linux.pipewire.registry import Registry

CORE, REGISTRY = 0, 2
INT32 = st.integers(-(2**31), 2**31 - 1)
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
FIELD = st.one_of(INT32, TEXT, st.dictionaries(TEXT, TEXT, max_size=4))


def told(kind: str, identity: int, **props: str) -> bytes:
    return pack(REGISTRY, 0, 0, identity, 7, f"PipeWire:Interface:{kind}", 3, props)


CONVERSATION = b"".join(
    [
        told("Client", 31, **{"object.serial": "31"}),
        told("Node", 32, **{"object.serial": "33"}),
        told("Node", 34, **{"object.serial": "35"}),
        told("Link", 36, **{"object.serial": "36"}),
        told("Port", 37, **{"port.monitor": "true"}),
        told("Factory", 38),
        pack(CORE, 1, 0, 0, 1),
        pack(3, 0, 0, 31, 1, {"pipewire.sec.pid": "4711", "log.level": "2"}),
        pack(4, 0, 0, 32, 1, 1, 31, 1, 1, 3, "", {"media.class": "Audio/Source", "client.id": "31"}),
        pack(5, 0, 0, 34, 1, 1, 31, 1, 1, 3, "", {"media.class": "Stream/Input/Audio", "client.id": "31"}),
        pack(6, 0, 0, 36, 32, 37, 34, 50, 7, 4, "", 0),
        pack(CORE, 1, 0, 0, 2),
        pack(REGISTRY, 1, 0, 34),
        pack(CORE, 4, 0, 5),
    ]
)


def taken(pieces: Iterable[bytes]) -> Registry:
    registry, unpacker = Registry(), Unpacker()
    for piece in pieces:
        for message in unpacker.feed(piece):
            registry.take(message)
    return registry


@settings(deadline=None)
@given(st.lists(FIELD, max_size=5), st.integers(0, 2**31), st.integers(0, 255))
def test_what_is_packed_is_read_back(
    fields: list[int | str | dict[str, str]], target: int, opcode: int
) -> None:
    (message,) = Unpacker().feed(pack(target, opcode, 1, *fields))
    assert (message.object, message.opcode, len(message.fields)) == (target, opcode, len(fields))
    for at, field in enumerate(fields):
        if isinstance(field, dict):
            assert message.properties(at) == field
        else:
            assert (message.number(at) if isinstance(field, int) else message.text(at)) == field


@settings(deadline=None)
@given(st.lists(st.integers(0, len(CONVERSATION)), max_size=12))
def test_a_conversation_means_the_same_however_it_is_cut(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(CONVERSATION)]
    pieces = [CONVERSATION[a:b] for a, b in pairwise(edges)]
    registry, whole = taken(pieces), taken([CONVERSATION])
    assert registry.graph() == whole.graph()
    assert registry.synced == whole.synced == 2


def test_a_conversation_becomes_a_graph() -> None:
    graph = taken([CONVERSATION]).graph()
    assert set(graph.nodes) == {32}
    assert graph.nodes[32].running
    assert graph.nodes[32].client == 31
    assert graph.links[36].active
    assert graph.clients[31] == {"pipewire.sec.pid": "4711"}
    assert graph.ports[37] == {"port.monitor": "true"}


def test_a_freed_number_is_used_again() -> None:
    registry = taken([CONVERSATION])
    (met,) = Unpacker().feed(told("Node", 40))
    (asked,) = Unpacker().feed(registry.take(met))
    assert asked.fields == (40, "PipeWire:Interface:Node", 3, 5)


def test_a_ping_is_answered() -> None:
    (ping,) = Unpacker().feed(pack(CORE, 2, 0, 11, 22))
    (pong,) = Unpacker().feed(Registry().take(ping))
    assert (pong.object, pong.opcode, pong.fields) == (CORE, 3, (11, 22))


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_garbage_is_refused_or_ignored(data: bytes) -> None:
    try:
        taken([data])
    except PipeWireBrokenError:
        return


@settings(deadline=None)
@given(st.data())
def test_a_damaged_conversation_is_refused_or_survived(data: st.DataObject) -> None:
    damaged = bytearray(CONVERSATION)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        graph = taken([bytes(damaged)]).graph()
    except PipeWireBrokenError:
        return
    assert isinstance(graph, Graph)


def test_an_absurd_size_is_refused_at_once() -> None:
    with pytest.raises(PipeWireBrokenError):
        list(Unpacker().feed(struct.pack("=IIII", 0, 0xFFFFFF, 0, 0)))


def test_a_deep_nest_is_refused() -> None:
    body = b""
    for _ in range(500):
        body = struct.pack("=II", len(body), 14) + body
    with pytest.raises(PipeWireBrokenError):
        list(Unpacker().feed(struct.pack("=IIII", 0, len(body), 0, 0) + body))


def test_a_message_that_is_too_short_is_refused() -> None:
    with pytest.raises(PipeWireBrokenError):
        Registry().take(Message(CORE, 1, ()))


def test_what_is_told_of_a_node_that_has_gone_is_ignored() -> None:
    gone = told("Node", 32) + pack(REGISTRY, 1, 0, 32) + pack(3, 0, 0, 32, 1, 1, 31, 1, 1, 3, "", {})
    assert taken([gone]).graph() == Graph()
