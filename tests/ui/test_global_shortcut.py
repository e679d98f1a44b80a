"""Keys that work everywhere: a small portal of our own, on a real bus of our own, and who may and may not press them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_error, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from guard.session.keeper import SessionKeeper
from guard.session.model import Begin, GateChanged, GetReady, Pause, PauseWhy, Phase, Plan, PlanChosen
from guard.settings import Settings
from guard.ui.linux.global_shortcut import LinuxGlobalShortcuts
from guard.ui.linux.portal_talk import PATH, PORTAL, REQUEST, SESSION, SHORTCUTS
from guard.ui.preferences import Preferences
from guard.ui.shortcuts import Shortcuts
from tests.support.buses import session_bus
from tests.support.waiting import wait_until
from tests.ui.pages.secret_stand_ins import MemorySettings
from tests.ui.pages.stand_ins import Clock, Immediately, NoMarker

pytestmark = pytest.mark.real

PLAN = Plan("p1", "Juniper", "signal", ())
REGISTER = "Register"


@dataclass
class Portal:
    """Answers as the portal's contract says. `code` is the answer of the person at its dialog."""

    bus: DBusConnection
    code: int = 0
    early: bool = False
    keyless: bool = False
    calls: list[str] = field(default_factory=list)
    wanted: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    session: str = ""
    caller: str = ""

    def serve(self, over: threading.Event) -> None:
        while not over.is_set():
            try:
                message = self.bus.receive(timeout=0.05)
            except TimeoutError:
                continue
            if message.header.message_type is MessageType.method_call:
                self._answer(message)

    def press(self, key: str, session: str = "") -> None:
        self._tell(PATH, SHORTCUTS, "Activated", "osta{sv}", (session or self.session, key, 1, {}))

    def rename(self, key: str, trigger: str) -> None:
        about = [(key, {"trigger_description": ("s", trigger)})]
        self._tell(PATH, SHORTCUTS, "ShortcutsChanged", "oa(sa{sv})", (self.session, about))

    def end(self) -> None:
        self._tell(self.session, SESSION, "Closed", "a{sv}", ({},))

    def _answer(self, message: Message) -> None:
        fields = message.header.fields
        member, self.caller = fields[HeaderFields.member], fields[HeaderFields.sender]
        self.calls.append(member)
        owner = self.caller.lstrip(":").replace(".", "_")
        match member:
            case "CreateSession":
                options = message.body[0]
                self.session = f"{PATH}/session/{owner}/{options['session_handle_token'][1]}"
                self._respond(message, options, 0, {"session_handle": ("s", self.session)})
            case "BindShortcuts":
                session, self.wanted, _parent, options = message.body
                assert session == self.session
                given = (
                    []
                    if self.keyless
                    else [
                        (name, {"trigger_description": ("s", f"Press {about['preferred_trigger'][1]}")})
                        for name, about in self.wanted
                    ]
                )
                self._respond(message, options, self.code, {"shortcuts": ("a(sa{sv})", given)})
            case _:
                self.bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))

    def _respond(self, message: Message, options: dict[str, Any], code: int, results: dict[str, Any]) -> None:
        owner = self.caller.lstrip(":").replace(".", "_")
        handle = f"{PATH}/request/{owner}/{options['handle_token'][1]}"
        if not self.early:
            self.bus.send(new_method_return(message, "o", (handle,)))
        self._tell(handle, REQUEST, "Response", "ua{sv}", (code, results))
        if self.early:
            self.bus.send(new_method_return(message, "o", (handle,)))

    def _tell(self, path: str, interface: str, member: str, signature: str, body: tuple[Any, ...]) -> None:
        signal = new_signal(DBusAddress(path, interface=interface), member, signature, body)
        signal.header.fields[HeaderFields.destination] = self.caller
        self.bus.send(signal)


@contextmanager
def portal(address: str, **traits: Any) -> Iterator[Portal]:
    with open_dbus_connection(bus=address) as bus:
        bus.send_and_get_reply(message_bus.RequestName(PORTAL))
        made, over = Portal(bus, **traits), threading.Event()
        thread = threading.Thread(target=made.serve, args=(over,))
        thread.start()
        try:
            yield made
        finally:
            over.set()
            thread.join()


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[str]:
    with session_bus(tmp_path / "session") as address:
        yield address


@dataclass
class Asked:
    """What the keys did."""

    keys: LinuxGlobalShortcuts
    pressed: list[str] = field(default_factory=list)
    refused: list[bool] = field(default_factory=list)

    def begin(self) -> None:
        self.keys.begin(self.pressed.append, lambda: self.refused.append(True))


@pytest.fixture
def ask(bus: str) -> Iterator[Asked]:
    made = Asked(LinuxGlobalShortcuts({"DBUS_SESSION_BUS_ADDRESS": bus}))
    yield made
    made.keys.end()
    quiet()


def quiet() -> None:
    """Wait until no thread of the keys is left."""
    wait_until(
        lambda: not any(each.name == "guard-shortcuts" for each in threading.enumerate()),
        what="the talk about keys to be over",
    )


@pytest.mark.parametrize("early", [False, True])
def test_keys_are_asked_for_and_pressed(ask: Asked, bus: str, *, early: bool) -> None:
    with portal(bus, early=early) as desk:
        ask.begin()
        wait_until(lambda: ask.keys.keys)
        assert dict(ask.keys.keys) == {"stop": "Press CTRL+SHIFT+F12", "hide": "Press CTRL+SHIFT+F11"}
        assert [name for name, _about in desk.wanted] == ["stop", "hide"]
        assert REGISTER in desk.calls, "a portal that knows no registry is no obstacle"
        desk.press("stop")
        desk.press("hide")
        desk.press("nonsense")
        desk.press("stop", session=f"{PATH}/session/1_1/other")
        desk.press("stop")
        wait_until(lambda: len(ask.pressed) >= 3)
        assert ask.pressed == ["stop", "hide", "stop"]
        desk.rename("stop", "Press Pause")
        wait_until(lambda: ask.keys.keys == {"stop": "Press Pause"})


def test_nobody_else_can_press_them(ask: Asked, bus: str) -> None:
    with portal(bus) as desk, open_dbus_connection(bus=bus) as stranger:
        ask.begin()
        wait_until(lambda: ask.keys.keys)
        forged = new_signal(
            DBusAddress(PATH, interface=SHORTCUTS), "Activated", "osta{sv}", (desk.session, "stop", 1, {})
        )
        forged.header.fields[HeaderFields.destination] = desk.caller
        stranger.send(forged)
        stranger.send_and_get_reply(message_bus.NameHasOwner(PORTAL))  # the forged one is on its way by now
        desk.press("hide")
        wait_until(lambda: ask.pressed)
        assert ask.pressed == ["hide"]


def test_a_no_is_told_once_and_gives_nothing(ask: Asked, bus: str) -> None:
    with portal(bus, code=1) as desk:
        ask.begin()
        wait_until(lambda: ask.refused)
        ask.begin()
        quiet()
        assert (ask.refused, dict(ask.keys.keys)) == ([True], {})
        assert desk.calls.count("BindShortcuts") == 1


def test_no_key_at_all_is_a_no(ask: Asked, bus: str) -> None:
    with portal(bus, keyless=True):
        ask.begin()
        wait_until(lambda: ask.refused)


def test_a_portal_that_fails_is_no_no(ask: Asked, bus: str) -> None:
    with portal(bus, code=2):
        ask.begin()
        quiet()
        assert (ask.refused, dict(ask.keys.keys)) == ([], {})


def test_without_a_portal_or_a_bus_there_are_no_keys(ask: Asked) -> None:
    ask.begin()
    quiet()
    nowhere = Asked(LinuxGlobalShortcuts({}))
    nowhere.begin()
    quiet()
    assert (ask.refused, nowhere.refused, dict(ask.keys.keys)) == ([], [], {})


def test_what_the_portal_ends_is_over(ask: Asked, bus: str) -> None:
    with portal(bus) as desk:
        ask.begin()
        wait_until(lambda: ask.keys.keys)
        desk.end()
        quiet()
        assert not ask.keys.keys


def test_giving_them_back_ends_the_connection_and_later_ones_are_new(ask: Asked, bus: str) -> None:
    with portal(bus) as desk:
        ask.begin()
        wait_until(lambda: ask.keys.keys)
        first = desk.session
        ask.keys.end()
        assert not ask.keys.keys
        quiet()
        ask.begin()
        wait_until(lambda: ask.keys.keys)
        assert desk.session != first
        desk.press("stop", session=first)
        desk.press("hide")
        wait_until(lambda: ask.pressed)
        assert ask.pressed == ["hide"]


@pytest.mark.parametrize("wanted", [True, False])
def test_keys_come_with_a_session_and_go_with_it(bus: str, qtbot: QtBot, *, wanted: bool) -> None:
    keeper = SessionKeeper(Clock(), NoMarker())
    preferences = Preferences(MemorySettings(Settings(desktop_keys=wanted)), Immediately())
    preferences.load()
    system = LinuxGlobalShortcuts({"DBUS_SESSION_BUS_ADDRESS": bus})
    shortcuts = Shortcuts(system, keeper, preferences)
    hidden: list[bool] = []
    shortcuts.hide_wanted.connect(lambda: hidden.append(True))
    with portal(bus) as desk:
        for event in (PlanChosen(PLAN), GateChanged(open=True), GetReady(), Begin()):
            keeper.do(event)
        if not wanted:
            QCoreApplication.processEvents()
            assert desk.calls == []
            return
        qtbot.waitUntil(lambda: bool(shortcuts.keys))
        desk.press("hide")
        qtbot.waitUntil(lambda: hidden == [True])
        keeper.do(Pause(PauseWhy.PRACTICAL))
        desk.press("stop")
        wait_until(
            lambda: keeper.session.phase is Phase.AFTERCARE, what="the stop, which waits for no window"
        )
        qtbot.waitUntil(lambda: not shortcuts.keys)
        shortcuts.end()
        quiet()


def test_after_a_no_the_next_session_asks_nobody(bus: str, qtbot: QtBot) -> None:
    keeper = SessionKeeper(Clock(), NoMarker())
    preferences = Preferences(MemorySettings(Settings()), Immediately())
    preferences.load()
    shortcuts = Shortcuts(LinuxGlobalShortcuts({"DBUS_SESSION_BUS_ADDRESS": bus}), keeper, preferences)
    told = []
    preferences.changed.connect(lambda: told.append(preferences.now.desktop_keys))
    with portal(bus, code=1):
        keeper.do(PlanChosen(PLAN))
        qtbot.waitUntil(lambda: shortcuts.refused)
    shortcuts.ask_again()
    assert told == [False, True]
    shortcuts.end()
    quiet()
