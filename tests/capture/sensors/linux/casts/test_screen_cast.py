"""The sensor on a real message bus, with a portal and a Mutter that say what the real ones say."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from jeepney import (
    DBusAddress,
    new_error,
)

from guard.capture.finding import Confidence, Kind, SensorMode, Strength
from guard.capture.processes import ProcessFacts
from guard.capture.sensors.linux.casts.screen_cast import ScreenCastSensor, Timing
from guard.capture.sensors.linux.procfs import ProcfsReader
from tests.capture.sensors.linux.casts.screen_cast_parties import (
    MUTTER,
    MUTTER_SESSION,
    PATIENT,
    PORTAL,
    SHELL,
    STREAMS,
    Notes,
    Party,
    respond,
    start_cast,
    watching,
)
from tests.support.children import running
from tests.support.waiting import wait_until

ASK_AND_LEAVE = """
import sys
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

with open_dbus_connection(sys.argv[1]) as bus:
    where = DBusAddress("/org/gnome/Shell/Screenshot", "org.gnome.Shell.Screenshot", "org.gnome.Shell.Screenshot")
    bus.send_and_get_reply(new_method_call(where, "Screenshot", "bbs", (True, False, "x.png")), timeout=10)
"""


@pytest.fixture
def parties(bus: str) -> Iterator[Any]:
    with ExitStack() as stack:

        def party(owns: str = "") -> Party:
            made = Party(bus, owns)
            stack.callback(made.bus.close)
            return made

        yield party


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
        for service, child in ((mutter, "u1"), (mutter, "u1"), (portal, owner)):  # a session, its stream, who
            described = f'<node><node name="{child}"/></node>'
            service.answer(service.next_call("Introspect"), "s", (described,))
        wait_until(lambda: notes.mode is SensorMode.ON, what="its state")
        (sighting,) = notes.all
        assert (sighting.pid, sighting.confidence) == (os.getpid(), Confidence.MEDIUM)
        assert (sighting.strength, sighting.joins) == (Strength.CAPTURING, ())
        mutter.tell(MUTTER_SESSION, "Closed")
        wait_until(lambda: not notes.held, what="its end")
    finally:
        sensor.stop()


def test_a_cast_of_nobody_known_counts_to_whoever_takes_it(bus: str, parties: Any) -> None:
    mutter, notes = parties(MUTTER), Notes()
    sensor = ScreenCastSensor(bus, ProcfsReader().read, timing=PATIENT)
    sensor.start(notes)
    try:
        for child in ("u1", "u1"):
            mutter.answer(mutter.next_call("Introspect"), "s", (f'<node><node name="{child}"/></node>',))
        wait_until(lambda: notes.mode is SensorMode.ON, what="its state")
        (sighting,) = notes.all
        assert (sighting.pid, sighting.strength) == (None, Strength.ABLE)
        assert "pipewire" in sighting.joins
        assert sighting.maybe == (Kind.WINDOW,)
    finally:
        sensor.stop()


def test_a_session_without_a_stream_is_no_cast(bus: str, parties: Any) -> None:
    mutter, notes = parties(MUTTER), Notes()
    sensor = ScreenCastSensor(bus, ProcfsReader().read, timing=PATIENT)
    sensor.start(notes)
    try:
        for described in ('<node><node name="u1"/></node>', "<node/>"):
            mutter.answer(mutter.next_call("Introspect"), "s", (described,))
        wait_until(lambda: notes.mode is SensorMode.ON, what="its state")
        assert notes.all == []
    finally:
        sensor.stop()


def test_a_service_that_does_not_answer_delays_nothing_for_long(bus: str, parties: Any) -> None:
    parties(MUTTER)
    with watching(bus, Timing(first_limit=5, limit=0.3)) as notes:
        assert notes.mode is SensorMode.ON


def test_a_screenshot_by_a_program_that_ends_before_the_answer_is_named(bus: str, parties: Any) -> None:
    shell = parties(SHELL)
    met: list[int] = []

    def read(pid: int) -> ProcessFacts | None:
        met.append(pid)
        return ProcfsReader().read(pid)

    with watching(bus, read=read) as notes, running([sys.executable, "-c", ASK_AND_LEAVE, bus]) as child:
        shell.next_call("Screenshot")
        wait_until(lambda: met == [child.pid], what="a look at who asks, before there is an answer")
        child.kill()
        (sighting,) = wait_until(lambda: notes.all, what="the screenshot")
        assert (sighting.pid, sighting.one_shot) == (child.pid, True)
        assert "python" in (sighting.who or "")
        assert "x.png" not in repr(sighting)
        wait_until(lambda: not notes.held, what="its end")


def test_a_screenshot_is_named_with_the_answer(bus: str, parties: Any) -> None:
    app, shell = parties(), parties(SHELL)
    with watching(bus) as notes:
        where = DBusAddress("/org/gnome/Shell/Screenshot", SHELL, SHELL)
        app.ask(where, "ScreenshotWindow", "bbbs", (True, True, False, "x.png"))
        shell.answer(shell.next_call("ScreenshotWindow"), "bs", (True, "x.png"))
        (sighting,) = wait_until(lambda: notes.all, what="the screenshot")
        assert (sighting.pid, sighting.kind) == (os.getpid(), Kind.WINDOW)


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
