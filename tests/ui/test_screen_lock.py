"""The screen's lock as a Linux desktop tells of it, on real buses of our own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from PySide6.QtDBus import QDBusConnection
from pytestqt.qtbot import QtBot

from guard.ui.linux.desktop_idle import LinuxDesktopIdle
from guard.ui.linux.screen_lock import LinuxSystemLock
from tests.support.buses import session_bus

SESSION = "/org/freedesktop/login1/session/_31"


@contextmanager
def answering(
    address: str, name: str, answers: dict[str, tuple[str, tuple[object, ...]]]
) -> Iterator[DBusConnection]:
    """Own `name` and answer methods by their names, everything else with an error."""
    with open_dbus_connection(bus=address) as bus:
        bus.send_and_get_reply(message_bus.RequestName(name))
        over = threading.Event()

        def serve() -> None:
            while not over.is_set():
                try:
                    asked = bus.receive(timeout=0.1)
                except TimeoutError:
                    continue
                if asked.header.message_type is not MessageType.method_call:
                    continue
                member = asked.header.fields[HeaderFields.member]
                if member in answers:
                    bus.send(new_method_return(asked, *answers[member]))
                else:
                    bus.send(new_error(asked, "org.freedesktop.DBus.Error.UnknownMethod"))

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield bus
        finally:
            over.set()
            thread.join()


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[str]:
    with session_bus(tmp_path / "session") as address:
        yield address


@pytest.fixture
def system(tmp_path: Path) -> Iterator[str]:
    with session_bus(tmp_path / "system") as address:
        yield address


def connected(address: str, name: str) -> QDBusConnection:
    return QDBusConnection.connectToBus(address, name)


@pytest.fixture
def lock(bus: str, system: str) -> Iterator[LinuxSystemLock]:
    made = LinuxSystemLock(
        lambda: connected(bus, "guard-test-session"), lambda: connected(system, "guard-test-system"), {}
    )
    yield made
    made.stop()
    for name in ("guard-test-session", "guard-test-system"):
        QDBusConnection.disconnectFromBus(name)


@pytest.mark.real
def test_a_screen_saver_that_becomes_active_is_heard(lock: LinuxSystemLock, bus: str, qtbot: QtBot) -> None:
    with answering(bus, "org.freedesktop.ScreenSaver", {}) as saver:
        with qtbot.waitSignal(lock.ready):
            lock.start()
        assert lock.heard_by == "this desktop's screen saver"
        heard: list[bool] = []
        lock.locked.connect(lambda: heard.append(True))
        where = DBusAddress("/ScreenSaver", interface="org.freedesktop.ScreenSaver")
        saver.send(new_signal(where, "ActiveChanged", "b", (False,)))
        with qtbot.waitSignal(lock.locked):
            saver.send(new_signal(where, "ActiveChanged", "b", (True,)))
        assert heard == [True]


@pytest.mark.real
def test_the_login_manager_is_heard_for_this_session(
    lock: LinuxSystemLock, system: str, qtbot: QtBot
) -> None:
    answers: dict[str, tuple[str, tuple[object, ...]]] = {
        "GetSession": ("o", (SESSION,)),
        "Get": ("v", (("b", True),)),
    }
    with answering(system, "org.freedesktop.login1", answers) as manager:
        with qtbot.waitSignal(lock.ready):
            lock.start()
        assert lock.heard_by == "this desktop's login manager"
        session = "org.freedesktop.login1.Session"
        with qtbot.waitSignal(lock.locked):
            manager.send(new_signal(DBusAddress(SESSION, interface=session), "Lock"))
        changed: tuple[str, tuple[object, ...]] = ("sa{sv}as", (session, {"LockedHint": ("b", True)}, []))
        properties = DBusAddress(SESSION, interface="org.freedesktop.DBus.Properties")
        with qtbot.waitSignal(lock.locked):
            manager.send(new_signal(properties, "PropertiesChanged", *changed))


@pytest.mark.real
def test_another_login_is_not_heard(lock: LinuxSystemLock, system: str, qtbot: QtBot) -> None:
    with answering(system, "org.freedesktop.login1", {"GetSession": ("o", (SESSION,))}) as manager:
        with qtbot.waitSignal(lock.ready):
            lock.start()
        heard: list[bool] = []
        lock.locked.connect(lambda: heard.append(True))
        session = "org.freedesktop.login1.Session"
        manager.send(new_signal(DBusAddress(SESSION + "2", interface=session), "Lock"))
        with qtbot.waitSignal(lock.locked):
            manager.send(new_signal(DBusAddress(SESSION, interface=session), "Lock"))
        assert heard == [True]


@pytest.mark.real
def test_where_nobody_tells_that_is_said(lock: LinuxSystemLock, qtbot: QtBot) -> None:
    with qtbot.waitSignal(lock.ready):
        lock.start()
    assert lock.heard_by == ""


def test_without_any_bus_that_is_said(qtbot: QtBot) -> None:
    nowhere = "unix:path=/nonexistent/bus"
    made = LinuxSystemLock(
        lambda: connected(nowhere, "nowhere-1"), lambda: connected(nowhere, "nowhere-2"), {}
    )
    with qtbot.waitSignal(made.ready):
        made.start()
    assert made.heard_by == ""
    made.stop()


@pytest.fixture
def idle(bus: str) -> Iterator[LinuxDesktopIdle]:
    yield LinuxDesktopIdle(lambda: connected(bus, "guard-test-idle"))
    QDBusConnection.disconnectFromBus("guard-test-idle")


@pytest.mark.real
def test_mutter_counts_milliseconds(idle: LinuxDesktopIdle, bus: str, qtbot: QtBot) -> None:
    answers: dict[str, tuple[str, tuple[object, ...]]] = {"GetIdletime": ("t", (90_500,))}
    with answering(bus, "org.gnome.Mutter.IdleMonitor", answers), qtbot.waitSignal(idle.told) as told:
        idle.ask()
    assert told.args == [90.5]


@pytest.mark.real
def test_a_screen_saver_that_refuses_and_nobody_at_all_are_no_answer(
    idle: LinuxDesktopIdle, bus: str, qtbot: QtBot
) -> None:
    with answering(bus, "org.freedesktop.ScreenSaver", {}), qtbot.waitSignal(idle.told) as told:
        idle.ask()
    assert told.args == [None]
    with qtbot.waitSignal(idle.told) as told:
        idle.ask()
    assert told.args == [None]
