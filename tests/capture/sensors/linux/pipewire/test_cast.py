"""A real screen cast: a headless compositor offers it, a real program receives it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress, MatchRule, MessageType, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from guard.capture.finding import Kind, SensorMode, Strength
from guard.capture.sensors.linux.pipewire.connection import Place
from guard.capture.sensors.linux.pipewire.sensor import PipeWireSensor
from guard.capture.sensors.linux.procfs import ProcfsReader
from tests.support.children import running
from tests.support.pipewire import Heard, pipewire
from tests.support.waiting import wait_until

CAST = "org.gnome.Mutter.ScreenCast"


def ask(bus: DBusConnection, path: str, interface: str, method: str, *signed: Any) -> Any:
    """Call a method of the compositor; return the first thing it answers, None for a refusal."""
    address = DBusAddress(path, bus_name=CAST, interface=interface)
    reply = bus.send_and_get_reply(new_method_call(address, method, *signed), timeout=10)
    if reply.header.message_type is MessageType.error:
        return None
    return reply.body[0] if reply.body else True


@contextmanager
def screen_cast(folder: Path) -> Iterator[int]:
    """Run a compositor that casts its only monitor; yields the id of the cast's node."""
    command = ["mutter", "--headless", "--wayland", "--no-x11", "--virtual-monitor", "640x480"]
    with (
        (folder / "mutter.log").open("wb") as log,
        running(command, stderr=log),
        open_dbus_connection("SESSION") as bus,
    ):
        session = wait_until(
            lambda: ask(bus, "/org/gnome/Mutter/ScreenCast", CAST, "CreateSession", "a{sv}", ({},)),
            what="the compositor",
        )
        stream = ask(bus, session, f"{CAST}.Session", "RecordMonitor", "sa{sv}", ("", {}))
        rule = MatchRule(type="signal", interface=f"{CAST}.Stream", path=stream)
        bus.send_and_get_reply(message_bus.AddMatch(rule))
        with bus.filter(rule) as signals:
            ask(bus, session, f"{CAST}.Session", "Start")
            node: int = bus.recv_until_filtered(signals, timeout=20).body[0]
        yield node


@pytest.mark.real
@pytest.mark.skipif(
    not shutil.which("mutter"), reason="mutter is not installed here; `make test-real` installs it"
)
def test_a_screen_cast_is_seen_when_somebody_receives_it(bus: str, home: Path) -> None:
    heard = Heard()
    sensor = PipeWireSensor(Place.of(os.environ), ProcfsReader().read)
    with pipewire(home):
        sensor.start(heard)
        try:
            wait_until(lambda: heard.mode is SensorMode.ON, what="the sensor to be on")
            with screen_cast(home) as node:
                receive = [
                    "gst-launch-1.0",
                    "pipewiresrc",
                    f"path={node}",
                    "!",
                    "video/x-raw",
                    "!",
                    "fakesink",
                ]
                assert heard.all == []
                with running(receive) as receiver:
                    sighting = wait_until(lambda: heard.by(receiver.pid), 60, what="the cast")
                assert (sighting.kind, sighting.strength) == (Kind.SCREEN, Strength.CAPTURING)
                assert "mutter" in sighting.says
                wait_until(lambda: not heard.now, what="its end")
        finally:
            sensor.stop()
