"""The sensor against displays that are absent, silent, rude, or real."""

import os
import queue
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from guard.capture.finding import Kind, SensorMode, SensorState, Sighting, Strength
from guard.capture.sensors.linux.procfs import ProcfsReader
from guard.capture.sensors.linux.x11.display import Display, addresses
from guard.capture.sensors.linux.x11.resources import XResources
from guard.capture.sensors.linux.x11.sensor import Timing, X11Sensor
from guard.capture.sensors.linux.x11.wire import connect
from tests.capture.sensors.linux.x11.test_display import WILD, entry
from tests.support.children import running
from tests.support.waiting import wait_until

FAST = Timing(interval=0.05, first_limit=0.2, limit=0.3)
PATIENT = Timing(interval=0.1, first_limit=10, limit=10)
RECORD_KEYS = """
import struct, sys
from pathlib import Path
from guard.capture.sensors.linux.x11.display import addresses
from guard.capture.sensors.linux.x11.wire import connect, request

wire = connect(addresses(sys.argv[1]), 5)
wire.allow(5)
base = wire.greet(None).base
major = wire.ask([request(98, 0, 6, tail=b"RECORD")])[0][9]
keys = bytes(18) + bytes((2, 3)) + bytes(4)
wire._send(request(major, 1, base | 1, 0, 1, 1, 3, tail=keys))
wire._sequence += 1
wire.ask([request(43, 0)])
print("recording", flush=True)
sys.stdin.read()
"""


class Notes:
    """A `Report` that writes down what it is told."""

    def __init__(self) -> None:
        self.states: list[SensorState] = []
        self.seen: dict[str, Sighting] = {}
        self.gaps: list[tuple[float, float, str]] = []
        self.told: queue.SimpleQueue[str] = queue.SimpleQueue()

    def process_started(self, pid: int, facts: object = None) -> None:
        raise AssertionError(f"the X11 sensor tells of no processes, but told of {pid} ({facts})")

    process_ended = process_started

    def rescan(self, why: str) -> None:
        raise AssertionError(f"the X11 sensor loses no process events, but said {why}")

    def saw(self, sighting: Sighting) -> None:
        self.seen[sighting.key] = sighting

    def withdraw(self, sensor: str, key: str) -> None:
        assert sensor == "x11"
        del self.seen[key]

    def state(self, state: SensorState) -> None:
        self.states.append(state)

    def gap(self, since: float, until: float, why: str) -> None:
        self.gaps.append((since, until, why))

    def has(self, kind: Kind) -> list[Sighting]:
        return [sighting for sighting in list(self.seen.values()) if sighting.kind is kind]


@contextmanager
def recording_keys(display: str) -> Iterator[int]:
    """Run a program that records the keyboard of `display`; gives its pid."""
    read, write = os.pipe()
    with (
        os.fdopen(write, "wb"),
        os.fdopen(read, "rb") as stays_open,
        running([sys.executable, "-c", RECORD_KEYS, display], stdin=stays_open) as child,
    ):
        yield child.pid


@contextmanager
def watching(display: Display, timing: Timing = FAST, own_pid: int | None = None) -> Iterator[Notes]:
    notes = Notes()
    sensor = X11Sensor(display, ProcfsReader().read, timing=timing, own_pid=own_pid)
    sensor.start(notes)
    try:
        wait_until(lambda: notes.states, what="a first state")
        yield notes
    finally:
        sensor.stop()


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "no authority"


@pytest.fixture
def rude_server() -> Iterator[Callable[[bytes], str]]:
    """Serve the same bytes to everyone who connects, and never close; gives the display's name."""
    with tempfile.TemporaryDirectory(prefix="guard-x-") as folder, socket.socket(socket.AF_UNIX) as listener:
        path = f"{folder}/server"
        listener.bind(path)
        listener.listen()
        kept: list[socket.socket] = []

        def serve(said: bytes) -> None:
            while True:
                try:
                    guest, _ = listener.accept()
                except OSError:
                    return
                kept.append(guest)
                with suppress(BrokenPipeError):  # a guest may have left already
                    guest.sendall(said)

        threads: list[threading.Thread] = []

        def start(said: bytes) -> str:
            threads.append(threading.Thread(target=serve, args=(said,)))
            threads[-1].start()
            return path

        yield start
        listener.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join()
        for guest in kept:
            guest.close()


@pytest.mark.parametrize(
    ("name", "why"),
    [("", "There is no X display."), ("example.org:0", "on another computer")],
    ids=["none", "remote"],
)
def test_without_a_display_of_this_computer_it_is_off(name: str, why: str, key: Path) -> None:
    notes = Notes()
    sensor = X11Sensor(Display(name, key), ProcfsReader().read)
    sensor.start(notes)
    sensor.stop()
    (state,) = notes.states
    assert state.mode is SensorMode.OFF
    assert why in state.why


def test_a_display_that_nobody_serves_is_off(key: Path) -> None:
    with watching(Display(str(key / "absent"), key)) as notes:
        assert notes.states[0].mode is SensorMode.OFF
        assert notes.states[0].why.startswith("No X server answers")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (b"", "does not answer in time"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "does not "),
        (bytes(200), "does not let Guard in"),
        (b"\x01" + bytes(7), "failed"),
        (b"\x01" * 4000, "failed"),
    ],
    ids=["silent", "web", "refuses", "empty greeting", "garbage"],
)
def test_a_rude_server_is_off_in_time_and_never_hangs(
    rude_server: Callable[[bytes], str], said: bytes, why: str, key: Path
) -> None:
    began = time.monotonic()
    # what says enough is judged by that, however slow this computer is
    timing = FAST if why.startswith("does not ") and "let" not in why else PATIENT
    with watching(Display(rude_server(said), key), timing) as notes:
        assert notes.states[0].mode is SensorMode.OFF
        assert why in notes.states[0].why
    assert time.monotonic() - began < 5
    assert notes.seen == {}


def test_stopping_does_not_wait_for_a_silent_server(rude_server: Callable[[bytes], str], key: Path) -> None:
    patient = Timing(interval=0.05, first_limit=60, limit=60)
    sensor = X11Sensor(Display(rude_server(b""), key), ProcfsReader().read, timing=patient)
    notes = Notes()
    sensor.start(notes)
    wait_until(lambda: sensor._wire, what="a connection")
    began = time.monotonic()
    sensor.stop()
    sensor.stop()
    assert time.monotonic() - began < 10
    assert notes.states == []


def test_a_real_display_is_on_and_says_what_it_cannot_see(display: str, key: Path) -> None:
    with watching(Display(display, key), PATIENT) as notes:
        (state,) = notes.states
        assert state.mode is SensorMode.ON
        assert state.why.endswith(".")
        assert any("plain image reads" in spot for spot in state.blind_spots)
        assert any("keyboard" in spot for spot in state.blind_spots)
        assert notes.seen == {}


def test_on_wayland_it_is_limited(display: str, key: Path) -> None:
    with watching(Display(display, key, wayland=True), PATIENT) as notes:
        assert notes.states[0].mode is SensorMode.LIMITED
        assert "Wayland" in notes.states[0].why


def test_a_server_that_counts_pids_in_another_world_names_nobody(display: str, key: Path) -> None:
    with watching(Display(display, key), PATIENT, own_pid=1) as notes:
        assert notes.states[0].mode is SensorMode.LIMITED
        assert "does not tell which process" in notes.states[0].why
        with recording_keys(display):
            (sighting,) = wait_until(lambda: notes.has(Kind.INPUT), what="a sighting")
            assert sighting.pid is None


def test_it_can_be_started_again(display: str, key: Path) -> None:
    sensor = X11Sensor(Display(display, key), ProcfsReader().read, timing=PATIENT)
    for _ in range(2):
        notes = Notes()
        sensor.start(notes)
        wait_until(lambda notes=notes: notes.states)  # type: ignore[misc] # a default binds the loop's value
        sensor.stop()
        assert notes.states[0].mode is SensorMode.ON


def test_a_recorder_of_keys_is_seen_while_it_runs(display: str, key: Path) -> None:
    with watching(Display(display, key), PATIENT) as notes:
        with recording_keys(display) as pid:
            (sighting,) = wait_until(lambda: notes.has(Kind.INPUT), what="a sighting")
            assert (sighting.strength, sighting.pid) == (Strength.CAPTURING, pid)
        wait_until(lambda: not notes.seen, what="the end of it")


def test_a_locked_display_opens_with_its_key(tmp_path: Path) -> None:
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.write_bytes(entry(WILD, b"", b"", bytes(range(16))))
    bad.write_bytes(entry(WILD, b"", b"", bytes(16)))
    read, write = os.pipe()
    server = ["Xvfb", "-displayfd", str(write), "-nolisten", "tcp", "-noreset", "-auth", str(good)]
    with os.fdopen(read) as answer, running(server, pass_fds=[write]):
        os.close(write)
        name = f":{answer.readline().strip()}"
        with watching(Display(name, good), PATIENT) as notes:
            assert notes.states[0].mode is SensorMode.ON
        with watching(Display(name, bad), PATIENT) as notes:
            assert notes.states[0].mode is SensorMode.OFF
            assert "does not let Guard in" in notes.states[0].why


def test_a_look_that_hears_nothing_new_is_over_after_one_question(
    display: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire = connect(addresses(display), 10)
    wire.allow(10)
    resources = XResources(wire, wire.greet(None))
    asked: list[int] = []
    ask = wire.ask

    def counted(requests: Sequence[bytes]) -> list[bytes | None]:
        asked.append(len(requests))
        return ask(requests)

    monkeypatch.setattr(wire, "ask", counted)
    try:
        first = resources.look(["_NET_WM_CM_S0"])
        resources.look(["_NET_WM_CM_S0"])
        asked.clear()
        calm = resources.look(["_NET_WM_CM_S0"])
        assert len(asked) == 1
        assert resources.look(["_NET_WM_CM_S0"]) is calm
        assert calm.clients == first.clients
        with recording_keys(display) as pid:
            wait_until(lambda: any(c.pid == pid for c in resources.look(["_NET_WM_CM_S0"]).clients))
            assert resources.look(["_NET_WM_CM_S0"]) is not calm
        wait_until(lambda: all(c.pid != pid for c in resources.look(["_NET_WM_CM_S0"]).clients))
    finally:
        wire.close()
