"""The other end of the socket may be anything: each reader ends, in time, in a value or an X11Error."""

import socket
import struct
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.sensors.linux.x11.resources import XResources, parse_children, parse_pairs, parse_pids
from guard.capture.sensors.linux.x11.wire import (
    Setup,
    Wire,
    X11BrokenError,
    X11Error,
    X11RefusedError,
    X11TimeoutError,
    parse_setup,
    request,
)

SETUP = Setup(0x400000, 0x1FFFFF, (0x123,))


def reply(sequence: int, body: bytes = b"", *, first: bytes = b"", kind: int = 1) -> bytes:
    return struct.pack("=BxHI", kind, sequence, len(body) // 4) + first.ljust(24, b"\0") + body


def setup_body(roots: int = 1) -> bytes:
    screen = struct.pack("=I", 0x123) + bytes(35) + b"\x01" + struct.pack("=BxHxxxx", 24, 1) + bytes(24)
    fixed = struct.pack("=IIIIHHBB", 1, 0x400000, 0x1FFFFF, 256, 5, 65535, roots, 1) + bytes(10)
    return fixed + b"maker\0\0\0" + bytes(8) + screen * roots


@pytest.fixture
def ends() -> Iterator[tuple[Wire, socket.socket]]:
    ours, theirs = socket.socketpair()
    wire = Wire(ours)
    wire.allow(5)
    with theirs:
        yield wire, theirs
    wire.close()


def test_a_request_is_padded_and_counts_its_words() -> None:
    assert request(98, 0, 5, tail=b"hello") == struct.pack("=BBHI8s", 98, 0, 4, 5, b"hello")


@pytest.mark.parametrize("roots", [1, 2])
def test_the_greeting_names_each_screens_root(roots: int) -> None:
    assert parse_setup(setup_body(roots)) == Setup(0x400000, 0x1FFFFF, (0x123,) * roots)


@given(st.integers(0, 200))
def test_a_greeting_cut_short_is_refused(cut: int) -> None:
    body = setup_body()
    with pytest.raises(X11BrokenError):
        parse_setup(body[: min(cut, len(body) - 33)])


@given(st.binary(max_size=300))
def test_any_greeting_ends_in_a_setup_or_an_error(body: bytes) -> None:
    try:
        assert parse_setup(body).roots
    except X11BrokenError:
        return


@given(st.integers(0, 0xFFFFFFFF), st.binary(max_size=120))
def test_any_list_ends_in_a_value_or_an_error(count: int, body: bytes) -> None:
    data = reply(1, body, first=struct.pack("=IIH", count, 0, count & 0xFFFF))
    for parse in (parse_pairs, parse_pids, parse_children):
        try:
            parse(data)
        except X11BrokenError:
            continue


@given(st.lists(st.tuples(st.integers(0, 0xFFFFFFFF), st.integers(0, 0xFFFFFFFF)), max_size=20))
def test_pairs_come_back_as_they_were(pairs: list[tuple[int, int]]) -> None:
    body = b"".join(struct.pack("=II", *pair) for pair in pairs)
    assert parse_pairs(reply(1, body, first=struct.pack("=I", len(pairs)))) == pairs


@given(st.dictionaries(st.integers(0, 0xFFFFFFFF), st.integers(0, 0xFFFFFFFF), max_size=20))
def test_pids_come_back_as_they_were(pids: dict[int, int]) -> None:
    body = b"".join(struct.pack("=IIII", base, 2, 4, pid) for base, pid in pids.items())
    assert parse_pids(reply(1, body, first=struct.pack("=I", len(pids)))) == pids


def test_replies_errors_and_events_are_told_apart(ends: tuple[Wire, socket.socket]) -> None:
    wire, server = ends
    event = reply(7, kind=34)
    long_event = reply(0, bytes(8), kind=35)
    server.sendall(event + reply(1, b"body") + long_event + reply(2, kind=0) + reply(3))
    replies = wire.ask([request(1, 0)] * 3)
    assert replies[0] is not None
    assert replies[0][32:] == b"body"
    assert replies[1] is None
    assert replies[2] is not None


@pytest.mark.parametrize(
    "answer",
    [reply(9), reply(1)[:20], struct.pack("=BxHI", 1, 1, 0xFFFFFFFF).ljust(32, b"\0")],
    ids=["out of order", "cut short", "absurd size"],
)
def test_nonsense_breaks_the_connection(ends: tuple[Wire, socket.socket], answer: bytes) -> None:
    wire, server = ends
    server.sendall(answer)
    server.shutdown(socket.SHUT_WR)
    with pytest.raises(X11BrokenError):
        wire.ask([request(1, 0)])


def test_a_silent_server_costs_only_the_time_allowed(ends: tuple[Wire, socket.socket]) -> None:
    wire, _ = ends
    wire.allow(0.05)
    with pytest.raises(X11TimeoutError):
        wire.ask([request(1, 0)])


def test_a_server_that_only_sends_events_runs_out_of_time(ends: tuple[Wire, socket.socket]) -> None:
    wire, server = ends
    over = threading.Event()

    def chatter() -> None:
        while not over.is_set():
            try:
                server.send(reply(0, kind=34) * 10)
            except OSError:
                return

    server.settimeout(0.1)
    thread = threading.Thread(target=chatter)
    thread.start()
    wire.allow(0.2)
    began = time.monotonic()
    try:
        with pytest.raises(X11TimeoutError):
            wire.ask([request(1, 0)])
    finally:
        over.set()
        thread.join()
    assert time.monotonic() - began < 5


def test_a_question_under_way_can_be_cut_short(ends: tuple[Wire, socket.socket]) -> None:
    wire, _ = ends
    threading.Timer(0.05, wire.interrupt).start()
    with pytest.raises(X11BrokenError):
        wire.ask([request(1, 0)])


def test_a_refusal_carries_the_servers_reason(ends: tuple[Wire, socket.socket]) -> None:
    wire, server = ends
    server.sendall(struct.pack("=BBHHH", 0, 7, 11, 0, 2) + b"No keys\0")
    with pytest.raises(X11RefusedError, match="No keys"):
        wire.greet(None)


@given(st.binary(max_size=400))
def test_whatever_a_server_says_a_look_ends(said: bytes) -> None:
    ours, theirs = socket.socketpair()
    wire = Wire(ours)
    wire.allow(2)
    with theirs:
        theirs.sendall(said)
        theirs.shutdown(socket.SHUT_WR)
        try:
            XResources(wire, SETUP).look(["_NET_WM_CM_S0"])
        except X11Error:
            return
        finally:
            wire.close()


@given(st.lists(st.tuples(st.binary(max_size=24), st.binary(max_size=40)), max_size=12))
def test_whatever_the_replies_hold_a_look_ends(answers: list[tuple[bytes, bytes]]) -> None:
    ours, theirs = socket.socketpair()
    wire = Wire(ours)
    wire.allow(2)
    said = [reply(1, first=b"\x01\x85"), reply(2, first=struct.pack("=HH", 1, 2))]
    said += [
        reply(number, body[: len(body) // 4 * 4], first=first)
        for number, (first, body) in enumerate(answers, start=3)
    ]
    with theirs:
        theirs.sendall(b"".join(said))
        theirs.shutdown(socket.SHUT_WR)
        try:
            resources = XResources(wire, SETUP)
            resources.look(["_NET_WM_CM_S0"])
            resources.largest_windows()
        except X11Error:
            return
        finally:
            wire.close()
