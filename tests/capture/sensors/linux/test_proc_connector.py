import json
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.sensors.linux.proc_connector import (
    Executed,
    Exited,
    Lost,
    ProcConnector,
    ProcEvent,
    RefusedError,
    parse,
)
from tests.support.ordinary_user import as_ordinary_user, why_no_ordinary_user

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="netlink is Linux")

EXEC, EXIT, FORK, COMM = 0x2, 0x80000000, 0x1, 0x200


def message(
    what: int, thread: int, process: int, *, group: tuple[int, int] = (1, 1), padding: int = 16
) -> bytes:
    """One datagram's message, laid out as linux/cn_proc.h says."""
    event = struct.pack("=IIQII", what, 0, 123, thread, process) + bytes(padding)
    body = struct.pack("=IIIIHH", *group, 7, 0, len(event), 0) + event
    return struct.pack("=IHHII", 16 + len(body), 3, 0, 0, 0) + body


def aligned(packet: bytes) -> bytes:
    return packet + bytes(-len(packet) % 4)


def test_exec_and_exit() -> None:
    assert list(parse(message(EXEC, 42, 42))) == [Executed(42)]
    assert list(parse(message(EXEC, 43, 42))) == [Executed(42)]
    assert list(parse(message(EXIT, 42, 42))) == [Exited(42)]


def test_a_thread_that_ends_is_no_process_that_ends() -> None:
    assert list(parse(message(EXIT, 43, 42))) == []


def test_other_news_is_passed_over() -> None:
    for what in (0, FORK, COMM, 0x4, 0x40, 0x40000000):
        assert list(parse(message(what, 42, 42))) == []
    assert list(parse(message(EXEC, 42, 42, group=(2, 1)))) == []
    assert list(parse(message(EXEC, 42, 42, group=(1, 9)))) == []


messages = st.tuples(
    st.sampled_from([EXEC, EXIT, FORK]), st.integers(1, 9), st.integers(1, 9), st.integers(0, 23)
)


def expected(what: int, thread: int, process: int) -> list[ProcEvent]:
    if what == EXEC:
        return [Executed(process)]
    return [Exited(process)] if what == EXIT and thread == process else []


@given(st.lists(messages, max_size=6))
def test_several_messages_in_one_datagram(many: list[tuple[int, int, int, int]]) -> None:
    packet = b"".join(aligned(message(what, t, p, padding=pad)) for what, t, p, pad in many)
    assert list(parse(packet)) == [event for what, t, p, _ in many for event in expected(what, t, p)]


@given(st.lists(messages, min_size=1, max_size=4), st.data())
def test_a_truncated_datagram_gives_its_whole_messages(
    many: list[tuple[int, int, int, int]], data: st.DataObject
) -> None:
    packet = b"".join(aligned(message(what, t, p)) for what, t, p, _ in many)
    whole = list(parse(packet))
    cut = list(parse(packet[: data.draw(st.integers(0, len(packet) - 1))]))
    assert cut == whole[: len(cut)]


@given(st.binary(max_size=300))
def test_garbage_gives_nothing_or_events_and_ends(garbage: bytes) -> None:
    assert all(isinstance(event, Executed | Exited) for event in parse(garbage))


@given(st.integers(0, 2**32 - 1), st.integers(0, 80))
def test_a_lying_length_does_no_harm(length: int, cut: int) -> None:
    packet = struct.pack("=I", length) + message(EXEC, 42, 42)[4:]
    list(parse(packet + packet[:cut]))


@contextmanager
def listening() -> Iterator[ProcConnector]:
    try:
        connector = ProcConnector()
    except RefusedError as refused:
        pytest.skip(f"no process events here: {refused.strerror}")
    try:
        yield connector
    finally:
        connector.close()


def test_interrupted_before_it_listens_it_ends_at_once() -> None:
    with listening() as connector:
        connector.interrupt()
        connector.interrupt()
        assert list(connector.events()) == []


def test_an_overrun_is_told_as_lost() -> None:
    with listening() as connector:
        connector._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)  # rounded up to a few messages
        for _ in range(200):
            subprocess.run(["true"], check=True)
        events = connector.events()
        assert any(isinstance(event, Lost) for event in events)
        subprocess.run(["true"], check=True)
        assert any(isinstance(event, Executed) for event in events)
        events.close()  # type: ignore[attr-defined]  # it is a generator


AS_ORDINARY_USER = """
import json, os, subprocess, sys, threading
from guard.capture.sensors.linux.proc_connector import Executed, Exited, ProcConnector, RefusedError
try:
    connector = ProcConnector()
except RefusedError as refused:
    print(json.dumps({"refused": refused.strerror}))
    sys.exit()
seen = []
thread = threading.Thread(target=lambda: seen.extend(connector.events()))
thread.start()
pids = []
for _ in range(50):
    with subprocess.Popen(["true"]) as child:
        pids.append(child.pid)
with subprocess.Popen(["true"]) as last:
    pass
connector.interrupt()
thread.join()
connector.close()
events = [(type(e).__name__, e.pid) for e in seen if hasattr(e, "pid")]
print(json.dumps({"uid": os.getuid(), "pids": pids, "events": events}))
"""


@pytest.mark.real
@pytest.mark.skipif(bool(why_no_ordinary_user()), reason=why_no_ordinary_user())
def test_an_ordinary_user_sees_every_program_however_short() -> None:
    command = [*as_ordinary_user(), sys.executable, "-c", AS_ORDINARY_USER]
    told = subprocess.run(command, capture_output=True, check=True, text=True, cwd="/", timeout=60)
    answer = json.loads(told.stdout)
    if "refused" in answer:
        pytest.skip(f"no process events here: {answer['refused']}")
    assert answer["uid"] != 0
    events = [tuple(event) for event in answer["events"]]
    for pid in answer["pids"]:
        assert events.index(("Executed", pid)) < events.index(("Exited", pid))
    starts = [pid for what, pid in events if what == "Executed" and pid in answer["pids"]]
    assert all(events.index(("Executed", a)) < events.index(("Executed", b)) for a, b in pairwise(starts))
