"""Keys that work everywhere, given by the real desktop portal, with a backend of our own behind it."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_error, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from guard.ui.linux.global_shortcut import LinuxGlobalShortcuts
from guard.ui.linux.portal_talk import PATH, PORTAL
from tests.support.buses import session_bus
from tests.support.buses_asked import has_owner
from tests.support.children import running
from tests.support.waiting import wait_until

FRONT = Path("/usr/libexec/xdg-desktop-portal")
BACK = "org.freedesktop.impl.portal.desktop.small"
INTERFACE = "org.freedesktop.impl.portal.GlobalShortcuts"
ABOUT = f"[portal]\nDBusName={BACK}\nInterfaces={INTERFACE}\nUseIn=small\n"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not FRONT.exists(), reason="xdg-desktop-portal is not installed"),
]


@dataclass
class Backend:
    """What a desktop has behind the portal."""

    bus: DBusConnection
    session: str = ""
    names: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)

    def serve(self, over: threading.Event) -> None:
        while not over.is_set():
            try:
                message = self.bus.receive(timeout=0.05)
            except TimeoutError:
                continue
            if message.header.message_type is MessageType.method_call:
                self._answer(message)

    def press(self, key: str) -> None:
        where = DBusAddress(PATH, interface=INTERFACE)
        self.bus.send(new_signal(where, "Activated", "osta{sv}", (self.session, key, 1, {})))

    def _answer(self, message: Message) -> None:
        fields = message.header.fields
        match fields[HeaderFields.member]:
            case "GetAll":
                self.bus.send(new_method_return(message, "a{sv}", ({"version": ("u", 1)},)))
            case "CreateSession":
                self.session = message.body[1]
                self.bus.send(new_method_return(message, "ua{sv}", (0, {})))
            case "BindShortcuts":
                bound: list[tuple[str, dict[str, Any]]] = [
                    (name, {"description": about["description"], "trigger_description": ("s", f"Key {name}")})
                    for name, about in message.body[2]
                ]
                self.names = [name for name, _about in bound]
                self.bus.send(new_method_return(message, "ua{sv}", (0, {"shortcuts": ("a(sa{sv})", bound)})))
            case "Close":
                self.closed.append(fields[HeaderFields.path])
                self.bus.send(new_method_return(message))
            case _:
                self.bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with session_bus(tmp_path / "session") as bus:
        yield bus


@pytest.fixture
def backend(address: str, tmp_path: Path) -> Iterator[Backend]:
    folder = tmp_path / "portals"
    folder.mkdir()
    (folder / "small.portal").write_text(ABOUT, encoding="utf-8")
    env = {
        **os.environ,
        "DBUS_SESSION_BUS_ADDRESS": address,
        "XDG_DESKTOP_PORTAL_DIR": str(folder),
        "XDG_CURRENT_DESKTOP": "small",
    }
    with open_dbus_connection(bus=address) as bus:
        bus.send_and_get_reply(message_bus.RequestName(BACK))
        made, over = Backend(bus), threading.Event()
        thread = threading.Thread(target=made.serve, args=(over,))
        thread.start()
        try:
            with running([str(FRONT)], env=env):
                wait_until(lambda: has_owner(address, PORTAL), what="the portal")
                yield made
        finally:
            over.set()
            thread.join()


def test_the_real_portal_gives_keys_and_takes_them_back(backend: Backend, address: str) -> None:
    keys = LinuxGlobalShortcuts({"DBUS_SESSION_BUS_ADDRESS": address})
    pressed: list[str] = []
    refused: list[bool] = []
    keys.begin(pressed.append, lambda: refused.append(True))
    wait_until(lambda: keys.keys, what="keys")
    assert dict(keys.keys) == {"stop": "Key stop", "hide": "Key hide"}
    backend.press("stop")
    wait_until(lambda: pressed == ["stop"])
    keys.end()
    wait_until(lambda: backend.session in backend.closed, what="the portal to end its session")
    assert refused == []
