"""Programs and services on a test's bus that say what the real ones say, and a sensor that listens."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from guard.capture.finding import SensorMode, SensorState, Sighting
from guard.capture.sensors.linux.casts.screen_cast import ScreenCastSensor, Timing
from guard.capture.sensors.linux.casts.screen_cast_people import ReadProcess
from guard.capture.sensors.linux.procfs import ProcfsReader
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


class Notes:
    """A `Report` that writes down what it is told."""

    def __init__(self) -> None:
        self.states: list[SensorState] = []
        self.all: list[Sighting] = []
        self.held: dict[str, Sighting] = {}
        self.gaps: list[tuple[float, float, str]] = []

    def process_started(self, pid: int, facts: object = None) -> None:
        raise AssertionError(f"this sensor tells of no processes, but told of {pid} ({facts})")

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


@contextmanager
def watching(address: str, timing: Timing = PATIENT, read: ReadProcess | None = None) -> Iterator[Notes]:
    notes = Notes()
    sensor = ScreenCastSensor(address, read or ProcfsReader().read, timing=timing)
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
