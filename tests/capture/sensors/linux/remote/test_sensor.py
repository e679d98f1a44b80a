import os
import secrets
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from guard.capture.finding import Kind, SensorMode, Strength
from guard.capture.sensors.linux.remote import sensor as remote
from guard.capture.sensors.linux.remote.sensor import RemoteAccessSensor, Timing
from guard.capture.sensors.linux.remote.tcp_table import TcpTable, read_table
from tests.capture.sensors.linux.devices.test_sensor import Notes
from tests.capture.sensors.linux.remote.test_logins import OVER_SSH
from tests.support.children import running
from tests.support.ordinary_user import as_ordinary_user
from tests.support.waiting import wait_until

QUICK = Timing(interval=0.05, idle=0.05, hold=0.05, reread_hidden=0.05)


@contextmanager
def watching(
    hosts: Callable[[], Mapping[int, str]] | Mapping[int, str], timing: Timing = QUICK, **more: Any
) -> Iterator[Notes]:
    descriptors = psutil.Process().num_fds()
    notes = Notes()
    ask = hosts if callable(hosts) else lambda: hosts
    sensor = RemoteAccessSensor(ask, display=more.pop("display", False), timing=timing, **more)
    sensor.start(notes)
    try:
        wait_until(lambda: notes.states)
        yield notes
    finally:
        sensor.stop()
    assert psutil.Process().num_fds() == descriptors


_SERVER = """
import socket, sys, time
address, port, late = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
server = socket.create_server((address, port))
print(server.getsockname()[1], flush=True)
held = []
while True:
    held.append(server.accept())
"""


@contextmanager
def serving(address: str, port: int = 0, *, wrapped: bool = False) -> Iterator[tuple[int, int]]:
    """Run a program that accepts connections; yields the pid to watch and the port."""
    server = [sys.executable, "-c", _SERVER, address, str(port)]
    words = ["sh", "-c", '"$@"; true', "sh", *server] if wrapped else server
    with running(words, stdout=subprocess.PIPE) as child:
        assert child.stdout
        answer = child.stdout.readline()
        if not answer:
            pytest.skip(f"the port {port} is taken here")
        yield child.pid, int(answer)


def a_desktop_port() -> int:
    for port in range(5950, 6000):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    pytest.skip("every desktop port is taken here")


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_visit_through_a_tunnel_is_told_and_its_end_too(wrapped: bool) -> None:  # noqa: FBT001 - a row
    with (
        serving("127.0.0.1", a_desktop_port(), wrapped=wrapped) as (pid, port),
        watching({pid: "x11vnc"}) as notes,
    ):
        assert notes.states[-1].mode is SensorMode.ON
        with closing(socket.create_connection(("127.0.0.1", port))):
            wait_until(lambda: notes.now)
            (sighting,) = notes.now.values()
            assert (sighting.kind, sighting.strength) == (Kind.REMOTE_CONTROL, Strength.CAPTURING)
            assert (sighting.pid, sighting.who) == (pid, "x11vnc")
            assert "tunnel" in sighting.says
        wait_until(lambda: not notes.now)


def test_idle_and_other_ports_are_quiet() -> None:
    """The visit to a desktop port of another host shows that time enough has passed."""
    with (
        serving("127.0.0.1") as (quiet, port),
        serving("127.0.0.1", a_desktop_port()) as (host, desktop),
        watching({quiet: "anydesk", host: "x11vnc"}) as notes,
        closing(socket.create_connection(("127.0.0.1", port))),
        closing(socket.create_connection(("127.0.0.1", desktop))),
    ):
        wait_until(lambda: notes.now)
        assert {one.pid for one in notes.now.values()} == {host}


def test_the_network_is_read_only_while_there_is_a_host(tmp_path: Path) -> None:
    hosts: dict[int, str] = {}
    with watching(lambda: dict(hosts), proc=tmp_path) as notes:
        assert notes.states[-1].mode is SensorMode.ON
        hosts[1] = "x11vnc"
        wait_until(lambda: notes.states[-1].mode is SensorMode.OFF)
        assert "No such file" in notes.states[-1].why
        hosts.clear()
        wait_until(lambda: notes.states[-1].mode is SensorMode.ON)


def test_the_table_is_read_only_when_it_may_have_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    reads, asked = [], []

    def counted(proc: Path) -> TcpTable:
        reads.append(proc)
        return read_table(proc)

    def hosts() -> dict[int, str]:
        asked.append(pid)
        return {pid: "x11vnc"}

    monkeypatch.setattr(remote, "read_table", counted)
    rarely = Timing(interval=0.02, idle=0.02, hold=0.05, settle=0, reread=600)
    with serving("127.0.0.1", a_desktop_port()) as (pid, port), watching(hosts, rarely) as notes:
        wait_until(lambda: len(asked) > 5)
        assert len(reads) == 1
        with closing(socket.create_connection(("127.0.0.1", port))):
            wait_until(lambda: notes.now and len(reads) > 5)
        wait_until(lambda: not notes.now)


def test_parts_of_one_tool_are_one_host() -> None:
    with serving("127.0.0.1", a_desktop_port(), wrapped=True) as (pid, port):
        (child,) = wait_until(lambda: psutil.Process(pid).children())
        with (
            watching({pid: "x11vnc", child.pid: "x11vnc"}) as notes,
            closing(socket.create_connection(("127.0.0.1", port))),
        ):
            wait_until(lambda: notes.now)
            assert {one.pid for one in notes.now.values()} == {pid}


def test_a_login_from_elsewhere_is_a_notice(tmp_path: Path) -> None:
    note = tmp_path / "7"
    with watching({}, display=True, logins=tmp_path) as notes:
        assert notes.states[-1].mode is SensorMode.ON
        note.write_text(OVER_SSH.replace("UID=1000", f"UID={os.getuid()}"))
        wait_until(lambda: notes.now and notes.states[-1].mode is SensorMode.LIMITED)
        assert [one.strength for one in notes.now.values()] == [Strength.ABLE]
        note.unlink()
        wait_until(lambda: not notes.now and notes.states[-1].mode is SensorMode.ON)


def test_without_a_display_a_login_matters_not(tmp_path: Path) -> None:
    (tmp_path / "7").write_text(OVER_SSH.replace("UID=1000", f"UID={os.getuid()}"))
    with watching({}, display=False, logins=tmp_path) as notes:
        assert [what for what, _ in notes.said] == ["state"]


def test_stop_at_any_time_and_twice() -> None:
    sensor = RemoteAccessSensor(dict, display=False, timing=Timing(interval=600, idle=600))
    sensor.stop()
    for _ in range(5):
        sensor.start(Notes())
        sensor.stop()
        sensor.stop()
    assert not [one for one in threading.enumerate() if one.name == "guard-remote-access"]


HIDDEN = """
import sys, threading
from guard.capture.sensors.linux.remote import sensor as remote
from guard.capture.sensors.linux.remote.sensor import RemoteAccessSensor
from tests.capture.sensors.reports import Notebook
told = threading.Event()
class Ear(Notebook):
    def state(self, state):
        print(state.mode.value, state.why, flush=True)
        told.set()
sensor = RemoteAccessSensor(lambda: {int(sys.argv[1]): "xrdp"}, display=False)
sensor.start(Ear())
told.wait(20)
sensor.stop()
"""


@pytest.mark.real
@pytest.mark.skipif(os.getuid() != 0, reason="needs a program of another user")
def test_a_host_of_another_user_is_said_to_be_hidden() -> None:
    words = [*as_ordinary_user(), sys.executable, "-c", HIDDEN, str(os.getpid())]
    root = Path(__file__).parents[5]
    told = subprocess.run(words, capture_output=True, check=True, text=True, timeout=60, cwd=root)
    assert told.stdout.startswith("limited xrdp belongs to another user")


@pytest.fixture
def elsewhere() -> Iterator[tuple[tuple[str, ...], str]]:
    """Make another computer: the words that run a program there, and our address as seen from it."""
    if os.getuid() != 0 or not shutil.which("ip"):
        pytest.skip("needs the right to make a network of its own")
    tag = secrets.token_hex(3)
    inside, outside, name = f"gi{tag}", f"go{tag}", f"guard-{tag}"
    net = f"198.18.{secrets.randbelow(250)}"
    try:
        ip("netns", "add", name)
    except subprocess.CalledProcessError:
        pytest.skip("no networks can be made here")
    try:
        ip("link", "add", outside, "type", "veth", "peer", "name", inside, "netns", name)
        ip("addr", "add", f"{net}.1/30", "dev", outside)
        ip("link", "set", outside, "up")
        ip("-n", name, "addr", "add", f"{net}.2/30", "dev", inside)
        ip("-n", name, "link", "set", inside, "up")
        yield ("ip", "netns", "exec", name), f"{net}.1"
    finally:
        ip("netns", "del", name)


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, timeout=30)


_VISIT = (
    "import socket, sys, time; s = socket.create_connection((sys.argv[1], int(sys.argv[2]))); time.sleep(600)"
)


@pytest.mark.real
def test_a_visit_from_another_computer(elsewhere: tuple[tuple[str, ...], str]) -> None:
    there, address = elsewhere
    with serving(address) as (pid, port), watching({pid: "x11vnc"}) as notes:
        with running([*there, sys.executable, "-c", _VISIT, address, str(port)]):
            wait_until(lambda: notes.now)
            (sighting,) = notes.now.values()
            assert sighting.says == "Somebody is connected to it from another computer on the network."
        wait_until(lambda: not notes.now)


_RELAY = """
import socket, sys
there = socket.create_connection((sys.argv[1], int(sys.argv[2])))
print("ready", flush=True)
sys.stdin.readline()
"""


@pytest.mark.real
def test_a_program_that_waits_at_a_meeting_server_is_quiet(elsewhere: tuple[tuple[str, ...], str]) -> None:
    """A visit to a second host shows that time enough has passed."""
    there, address = elsewhere
    far = address[:-1] + "2"
    relay = [*there, sys.executable, "-c", _SERVER, far, "4443"]
    with running(relay, stdout=subprocess.PIPE) as server:
        assert server.stdout
        assert server.stdout.readline() == b"4443\n"
        words = [sys.executable, "-c", _RELAY, far, "4443"]
        with (
            running(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as agent,
            serving("127.0.0.1", a_desktop_port()) as (host, desktop),
            watching({agent.pid: "anydesk", host: "x11vnc"}) as notes,
        ):
            assert agent.stdout
            assert agent.stdout.readline() == b"ready\n"
            with closing(socket.create_connection(("127.0.0.1", desktop))):
                wait_until(lambda: notes.now)
            assert f"connected:{agent.pid}" not in str(notes.said)


@pytest.mark.real
@pytest.mark.skipif(not shutil.which("x11vnc"), reason="x11vnc is not installed here")
def test_a_real_shared_desktop(display: str, elsewhere: tuple[tuple[str, ...], str]) -> None:
    there, address = elsewhere
    port = a_desktop_port()
    share = ["x11vnc", "-display", display, "-rfbport", str(port), "-nopw", "-forever", "-quiet", "-noipv6"]
    with running(share) as host, watching({host.pid: "x11vnc"}) as notes:
        wait_until(lambda: can_reach(port))
        wait_until(lambda: not notes.now)
        with running([*there, sys.executable, "-c", _VISIT, address, str(port)]):
            wait_until(lambda: notes.now)
            (sighting,) = notes.now.values()
            assert (sighting.pid, sighting.strength) == (host.pid, Strength.CAPTURING)
            assert "another computer" in sighting.says
        wait_until(lambda: not notes.now)


def can_reach(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
