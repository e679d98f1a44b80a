"""The sensor on a real message bus, with a portal and a Mutter that say what the real ones say."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from guard.capture.finding import Confidence, Kind, SensorMode, SensorState, Sighting, Strength
from guard.capture.sensors.linux.procfs import ProcfsReader
from guard.capture.sensors.linux.screen_cast import ScreenCastSensor, Timing
from guard.capture.sensors.linux.screen_cast_bus import places, session_address
from tests.support.buses import session_bus
from tests.support.children import running
from tests.support.waiting import wait_until

PATIENT = Timing(first_limit=10, limit=10, heartbeat=10, first_retry=0.05, slowest_retry=0.1)
ANSWER_SECONDS = 10.0
PORTAL = "org.freedesktop.portal.Desktop"
DESKTOP = "/org/freedesktop/portal/desktop"
MUTTER = "org.gnome.Mutter.ScreenCast"
FOLDER = "/org/gnome/Mutter/ScreenCast/Session"
CAST = f"{FOLDER}/u1"
MUTTER_SESSION = DBusAddress(CAST, MUTTER, f"{MUTTER}.Session")
SHELL = "org.gnome.Shell.Screenshot"
STREAMS = {"streams": ("a(ua{sv})", [(42, {"source_type": ("u", 1)})])}
ASK_AND_LEAVE = """
import sys
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

with open_dbus_connection(sys.argv[1]) as bus:
    where = DBusAddress("/org/gnome/Shell/Screenshot", "org.gnome.Shell.Screenshot", "org.gnome.Shell.Screenshot")
    bus.send_and_get_reply(new_method_call(where, "Screenshot", "bbs", (True, False, "x.png")), timeout=10)
"""


class Notes:
    """A `Report` that writes down what it is told."""

    def __init__(self) -> None:
        self.states: list[SensorState] = []
        self.all: list[Sighting] = []
        self.held: dict[str, Sighting] = {}
        self.gaps: list[tuple[float, float, str]] = []

    def process_started(self, pid: int) -> None:
        raise AssertionError(f"this sensor tells of no processes, but told of {pid}")

    process_ended = process_started

    def rescan(self, why: str) -> None:
        raise AssertionError(f"this sensor loses no process events, but said {why}")

    def saw(self, sighting: Sighting) -> None:
        assert sighting.sensor == "screen-cast"
        self.held[sighting.key] = sighting
        self.all.append(sighting)

    def withdraw(self, sensor: str, key: str) -> None:
        assert sensor == "screen-cast"
        del self.held[key]

    def state(self, state: SensorState) -> None:
        self.states.append(state)

    def gap(self, since: float, until: float, why: str) -> None:
        self.gaps.append((since, until, why))

    @property
    def mode(self) -> SensorMode | None:
        return self.states[-1].mode if self.states else None


class Party:
    """One connection to the bus, as a program or as a service."""

    def __init__(self, address: str, owns: str = "") -> None:
        self.bus: DBusConnection = open_dbus_connection(address)
        self.name: str = self.bus.unique_name
        if owns:
            where = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
            self.bus.send_and_get_reply(
                new_method_call(where, "RequestName", "su", (owns, 4)), timeout=ANSWER_SECONDS
            )

    def ask(self, where: DBusAddress, member: str, signature: str = "", body: Any = ()) -> None:
        self.bus.send(new_method_call(where, member, signature, body))

    def next_call(self, member: str) -> Message:
        while True:
            message = self.bus.receive(timeout=ANSWER_SECONDS)
            if message.header.fields.get(HeaderFields.member) == member:
                return message

    def answer(self, call: Message, signature: str = "", body: Any = ()) -> None:
        self.bus.send(new_method_return(call, signature, body))

    def tell(
        self, where: DBusAddress, member: str, signature: str = "", body: Any = (), *, to: str = ""
    ) -> None:
        message = new_signal(where, member, signature, body)
        if to:
            message.header.fields[HeaderFields.destination] = to
        self.bus.send(message)


@pytest.fixture
def parties(bus: str) -> Iterator[Any]:
    with ExitStack() as stack:

        def party(owns: str = "") -> Party:
            made = Party(bus, owns)
            stack.callback(made.bus.close)
            return made

        yield party


@contextmanager
def watching(address: str, timing: Timing = PATIENT) -> Iterator[Notes]:
    notes = Notes()
    sensor = ScreenCastSensor(address, ProcfsReader().read, timing=timing)
    sensor.start(notes)
    try:
        wait_until(lambda: notes.states, what="a first state")
        yield notes
    finally:
        sensor.stop()


def start_cast(app: Party, portal: Party, ticket: str = "t1") -> str:
    session = f"{DESKTOP}/session/{app.name[1:].replace('.', '_')}/s1"
    options = {"handle_token": ("s", ticket)}
    where = DBusAddress(DESKTOP, PORTAL, "org.freedesktop.portal.ScreenCast")
    app.ask(where, "Start", "osa{sv}", (session, "", options))
    portal.answer(portal.next_call("Start"), "o", (request(app, ticket),))
    return session


def request(app: Party, ticket: str = "t1") -> str:
    return f"{DESKTOP}/request/{app.name[1:].replace('.', '_')}/{ticket}"


def respond(portal: Party, app: Party, code: int, results: Any) -> None:
    body = (code, results)
    where = DBusAddress(request(app), interface="org.freedesktop.portal.Request")
    portal.tell(where, "Response", "ua{sv}", body, to=app.name)


def test_a_portal_cast_is_told_from_its_grant_to_its_close(bus: str, parties: Any) -> None:
    app, portal = parties(), parties(PORTAL)
    with watching(bus) as notes:
        session = start_cast(app, portal)
        respond(portal, app, 0, STREAMS)
        (sighting,) = wait_until(lambda: notes.all, what="the cast")
        assert (sighting.kind, sighting.strength, sighting.pid) == (
            Kind.SCREEN,
            Strength.CAPTURING,
            os.getpid(),
        )
        assert not sighting.claimed
        where = DBusAddress(session, interface="org.freedesktop.portal.Session")
        portal.tell(where, "Closed", "a{sv}", ({},), to=app.name)
        wait_until(lambda: not notes.held, what="its end")


def test_a_refused_cast_is_not_told(bus: str, parties: Any) -> None:
    app, portal = parties(), parties(PORTAL)
    with watching(bus) as notes:
        start_cast(app, portal)
        respond(portal, app, 1, {})
        start_cast(app, portal)
        respond(
            portal, app, 0, STREAMS
        )  # the bus keeps the order: once this one is there, the other was heard
        wait_until(lambda: notes.all, what="the second answer")
        assert len(notes.all) == 1


def test_a_cast_ends_when_its_program_leaves(bus: str, parties: Any) -> None:
    app, portal = parties(), parties(PORTAL)
    with watching(bus) as notes:
        start_cast(app, portal)
        respond(portal, app, 0, STREAMS)
        wait_until(lambda: notes.held, what="the cast")
        app.bus.close()
        wait_until(lambda: not notes.held, what="its end")


def test_mutters_window_cast_is_told_as_a_window(bus: str, parties: Any) -> None:
    app = parties()
    with watching(bus) as notes:
        mutter = parties(MUTTER)
        app.ask(MUTTER_SESSION, "RecordWindow", "a{sv}", ({"window-id": ("t", 7)},))
        mutter.answer(mutter.next_call("RecordWindow"), "o", ("/org/gnome/Mutter/ScreenCast/Stream/u1",))
        app.ask(MUTTER_SESSION, "Start")
        mutter.answer(mutter.next_call("Start"))
        wait_until(lambda: [one.kind for one in notes.all] == [Kind.WINDOW], what="the cast")
        mutter.tell(MUTTER_SESSION, "Closed")
        wait_until(lambda: not notes.held, what="its end")


def test_a_cast_that_was_there_before_is_told_with_its_only_possible_owner(bus: str, parties: Any) -> None:
    app, mutter, portal = parties(), parties(MUTTER), parties(PORTAL)
    notes = Notes()
    sensor = ScreenCastSensor(bus, ProcfsReader().read, timing=PATIENT)
    sensor.start(notes)
    try:
        owner = app.name[1:].replace(".", "_")
        for service, child in ((mutter, "u1"), (portal, owner)):
            described = f'<node><node name="{child}"/></node>'
            service.answer(service.next_call("Introspect"), "s", (described,))
        wait_until(lambda: notes.mode is SensorMode.ON, what="its state")
        (sighting,) = notes.all
        assert (sighting.pid, sighting.confidence) == (os.getpid(), Confidence.MEDIUM)
        mutter.tell(MUTTER_SESSION, "Closed")
        wait_until(lambda: not notes.held, what="its end")
    finally:
        sensor.stop()


def test_a_service_that_does_not_answer_delays_nothing_for_long(bus: str, parties: Any) -> None:
    parties(MUTTER)
    with watching(bus, Timing(first_limit=5, limit=0.3)) as notes:
        assert notes.mode is SensorMode.ON


def test_a_screenshot_by_a_program_that_ends_at_once_is_named(bus: str, parties: Any) -> None:
    shell = parties(SHELL)
    with watching(bus) as notes, running([sys.executable, "-c", ASK_AND_LEAVE, bus]) as child:
        call = shell.next_call("Screenshot")
        shell.answer(call, "bs", (True, "x.png"))
        (sighting,) = wait_until(lambda: notes.all, what="the screenshot")
        assert (sighting.pid, sighting.one_shot) == (child.pid, True)
        assert "python" in (sighting.who or "")
        assert "x.png" not in repr(sighting)
        wait_until(lambda: not notes.held, what="its end")


def test_a_refused_screenshot_is_not_told(bus: str, parties: Any) -> None:
    app, shell = parties(), parties(SHELL)
    with watching(bus) as notes:
        for allowed in (False, True):
            where = DBusAddress("/org/gnome/Shell/Screenshot", SHELL, SHELL)
            app.ask(where, "Screenshot", "bbs", (True, False, "x.png"))
            call = shell.next_call("Screenshot")
            if allowed:
                shell.answer(call, "bs", (True, "x.png"))
            else:
                shell.bus.send(new_error(call, "org.freedesktop.DBus.Error.AccessDenied"))
        wait_until(lambda: notes.all, what="the second answer")
        assert len(notes.all) == 1


def test_it_says_when_nobody_hands_out_the_screen_here(bus: str, parties: Any) -> None:
    with watching(bus) as notes:
        assert notes.mode is SensorMode.ON
        assert any("No desktop portal" in spot for spot in notes.states[-1].blind_spots)
        portal = parties(PORTAL)
        wait_until(lambda: len(notes.states[-1].blind_spots) == 2, what="the portal's coming")
        portal.bus.close()
        wait_until(lambda: len(notes.states[-1].blind_spots) == 3, what="the portal's going")


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
