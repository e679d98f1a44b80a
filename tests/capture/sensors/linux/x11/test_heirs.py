"""Who has inherited a connection: real sockets, a real fork, and made-up answers of the kernel."""

import os
import socket
import struct
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.sensors.linux.devices.fdwalk import FdWalk
from guard.capture.sensors.linux.x11.heirs import Heirs, clients_of, peers_of
from tests.support.waiting import wait_until

NAME = b"/tmp/.X11-unix/X9"
FORKS = """
import os, socket, sys, time
link = socket.socket(socket.AF_UNIX)
link.connect(sys.argv[1])
if os.fork():
    os._exit(0)
print(os.getpid(), flush=True)
sys.stdin.read()
"""


class Walk(FdWalk):
    """Tells who holds which sockets."""

    def __init__(self, held: dict[int, set[int]]) -> None:
        super().__init__()
        self._held = held

    def socket_holders(self, inodes: Collection[int]) -> dict[int, frozenset[int]]:
        found = {pid: frozenset(held.intersection(inodes)) for pid, held in self._held.items()}
        return {pid: held for pid, held in found.items() if held}


def heirs(held: dict[int, set[int]], sockets: set[int], gone: set[int], living: set[int]) -> dict[int, int]:
    return Heirs(["X"], Walk(held), lambda _: frozenset(sockets)).of(gone, living)


def test_the_process_that_came_next_is_the_heir() -> None:
    assert heirs({101: {1}, 200: {2}}, {1, 2}, {100, 190}, set()) == {100: 101, 190: 200}


@pytest.mark.parametrize(
    ("held", "living"),
    [({101: {7}}, set()), ({101: {1}}, {101}), ({101: {1}, 99: {1}}, {99}), ({99: {1}}, set())],
    ids=["another server's", "has its own", "a child of a living owner", "older than the one that is gone"],
)
def test_others_are_no_heirs(held: dict[int, set[int]], living: set[int]) -> None:
    assert heirs(held, {1}, {100}, living) == {}


def test_nobody_is_asked_when_nobody_is_gone() -> None:
    def asked(_: object) -> frozenset[int]:
        raise AssertionError

    assert Heirs(["X"], Walk({}), asked).of(set(), set()) == {}


@contextmanager
def listening(path: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        yield server


@pytest.mark.parametrize("abstract", [False, True])
def test_a_program_that_goes_to_the_background_is_found(tmp_path: Path, *, abstract: bool) -> None:
    path = f"\0guard-{os.getpid()}" if abstract else str(tmp_path / "X9")
    argument = path if not abstract else None
    with listening(path) as server:
        code = FORKS if not abstract else FORKS.replace("sys.argv[1]", f"'\\0guard-{os.getpid()}'")
        words = [sys.executable, "-c", code, *([argument] if argument else [])]
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
            link, _ = server.accept()
            with link:
                assert child.stdout
                heir = int(child.stdout.readline())
                wait_until(lambda: child.poll() == 0, what="the parent's end")
                if not clients_of([path]):
                    pytest.skip("this kernel does not tell of sockets")
                assert Heirs([path]).of({child.pid}, set()) == {child.pid: heir}
                assert child.stdin
                child.stdin.close()


def attribute(kind: int, value: bytes) -> bytes:
    raw = struct.pack("=HH", 4 + len(value), kind) + value
    return raw + bytes(-len(raw) % 4)


def answer(name: bytes, peer: int) -> bytes:
    body = bytes(16) + attribute(0, name) + attribute(2, struct.pack("=I", peer))
    return struct.pack("=IHHII", 16 + len(body), 20, 0, 1, 0) + body


def test_only_the_servers_own_sockets_count() -> None:
    data = answer(NAME + b"\0", 5) + answer(b"\0" + NAME, 6) + answer(b"/run/bus", 7)
    assert list(peers_of(data, {NAME})) == [5, 6]


@given(st.binary(max_size=200), st.integers(0, 60))
def test_what_does_not_fit_is_left_out(noise: bytes, cut: int) -> None:
    assert all(isinstance(peer, int) for peer in peers_of(noise, {NAME}))
    assert list(peers_of(answer(NAME, 5)[:cut], {NAME})) in ([], [5])
