"""The sensor on buses that are absent, end, are stuck, or are no bus at all."""

import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from guard.capture.finding import SensorMode
from guard.capture.sensors.linux.casts.screen_cast import ScreenCastSensor, Timing
from guard.capture.sensors.linux.casts.screen_cast_bus import places, session_address
from guard.capture.sensors.linux.procfs import ProcfsReader
from tests.capture.sensors.linux.casts.screen_cast_parties import (
    PATIENT,
    PORTAL,
    STREAMS,
    Notes,
    Party,
    respond,
    start_cast,
    watching,
)
from tests.support.buses import session_bus
from tests.support.children import running
from tests.support.waiting import wait_until


def test_a_bus_that_ends_and_comes_back_is_listened_to_again(tmp_path: Path) -> None:
    with ExitStack() as first:
        address = first.enter_context(session_bus(tmp_path / "bus"))
        with watching(address) as notes:
            app, portal = Party(address), Party(address, PORTAL)
            start_cast(app, portal)
            respond(portal, app, 0, STREAMS)
            wait_until(lambda: notes.held, what="the cast")
            first.close()
            for party in (app, portal):
                party.bus.close()
            wait_until(lambda: notes.mode is SensorMode.OFF, what="the end of the bus")
            wait_until(lambda: not notes.held, what="the end of the cast")
            (tmp_path / "bus" / "bus").unlink(missing_ok=True)
            config = f"--config-file={tmp_path / 'bus' / 'bus.conf'}"
            with running(["dbus-daemon", config, "--nofork"]):
                wait_until(lambda: notes.mode is SensorMode.ON, what="the bus again")
                assert len(notes.gaps) == 1


def test_a_stuck_bus_is_reported_and_its_return_too(bus: str) -> None:
    quick = Timing(first_limit=10, limit=0.5, heartbeat=0.1, first_retry=0.05, slowest_retry=0.1)
    daemon = _daemon(bus)
    with watching(bus, quick) as notes:
        wait_until(lambda: notes.mode is SensorMode.ON, what="the bus")
        daemon.send_signal(signal.SIGSTOP)
        try:
            wait_until(lambda: notes.mode is SensorMode.OFF, what="the report")
            assert "does not answer in time" in notes.states[-1].why
        finally:
            daemon.send_signal(signal.SIGCONT)
        wait_until(lambda: notes.mode is SensorMode.ON, what="its return")
        assert notes.gaps


def _daemon(address: str) -> psutil.Process:
    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect(places(address)[0])
        raw = sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    return psutil.Process(int.from_bytes(raw[:4], sys.byteorder))


@pytest.mark.parametrize("address", ["", "nonsense", "tcp:host=localhost,port=1", "unix:tmpdir=/tmp"])
def test_without_a_bus_on_this_computer_it_is_off_and_has_no_thread(address: str) -> None:
    with watching(address) as notes:
        assert notes.mode is SensorMode.OFF


def test_a_bus_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    with watching(f"unix:path={tmp_path}/none", Timing(first_retry=0.01, slowest_retry=0.02)) as notes:
        assert notes.mode is SensorMode.OFF
        assert "tries again" in notes.states[-1].why


def test_a_server_that_is_rude_is_no_bus(tmp_path: Path) -> None:
    talk = (
        f"import socket; s = socket.socket(socket.AF_UNIX); s.bind({str(tmp_path / 'rude')!r}); s.listen()\n"
    )
    talk += "print(1, flush=True)\nwhile True: s.accept()[0].sendall(b'OK \\r\\n' + b'l' * 4096)"
    with running([sys.executable, "-c", talk], stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        assert server.stdout.readline()
        with watching(f"unix:path={tmp_path}/rude", Timing(first_limit=1, limit=1)) as notes:
            assert notes.mode is SensorMode.OFF


def test_the_address_is_the_named_one_or_the_usual_place() -> None:
    named = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/a", "XDG_RUNTIME_DIR": "/run/user/1"}
    assert session_address(named) == "unix:path=/a"
    assert session_address({"XDG_RUNTIME_DIR": "/run/user/1"}) == "unix:path=/run/user/1/bus"
    assert session_address({}) == ""


def test_it_can_be_stopped_twice_and_started_again(bus: str) -> None:
    notes = Notes()
    sensor = ScreenCastSensor(bus, ProcfsReader().read, timing=PATIENT)
    sensor.stop()
    for times in (1, 2):
        sensor.start(notes)
        wait_until(lambda: [s.mode for s in notes.states].count(SensorMode.ON) == times, what="its state")  # noqa: B023 - used at once
        sensor.stop()
        sensor.stop()
