"""The tray: neutral words, and an honest answer whether anybody can see it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO

import pytest
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from guard.ui.tray.host import TrayHost
from guard.ui.tray.state import Entry, TrayState, entries, tooltip
from guard.ui.tray.tray import Tray
from tests.support.children import running
from tests.support.waiting import wait_until
from tests.ui.conftest import Puppet

SERVICE = Path(__file__).with_name("statusnotifier.py")


class FakeHost(TrayHost):
    def start(self) -> None:
        pass


@pytest.fixture
def host(dressed: object, qtbot: QtBot) -> FakeHost:
    return FakeHost()


@pytest.fixture
def tray(host: FakeHost) -> Iterator[Tray]:
    shown = Tray(host)
    shown.start()
    yield shown
    shown.stop()


def ids(menu: list[Entry]) -> list[str]:
    return [entry.id for entry in menu if entry.id]


@pytest.mark.parametrize("state", list(TrayState))
@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("visible", [True, False])
def test_every_menu_has_a_way_back_a_way_out_and_a_cover(
    state: TrayState, *, live: bool, visible: bool
) -> None:
    menu = entries(state, window_visible=visible, session_live=live, finding_names=["OBS Studio"])
    assert {"window", "quit", "cover"} <= set(ids(menu))
    assert ("stop" in ids(menu)) == live
    assert ("prepare" in ids(menu)) != live
    assert len(ids(menu)) == len(set(ids(menu)))


@pytest.mark.parametrize("state", list(TrayState))
def test_the_tooltip_is_neutral(state: TrayState) -> None:
    assert tooltip(state).startswith("Guard")
    assert not any(word in tooltip(state).lower() for word in ("record", "session", "private", "intimate"))


def test_many_findings_are_counted() -> None:
    names = [f"Program {number}" for number in range(7)]
    texts = [
        entry.text
        for entry in entries(TrayState.ALARM, window_visible=True, session_live=True, finding_names=names)
    ]
    assert "Program 3" in texts
    assert "Program 4" not in texts
    assert "and 3 more" in texts


def test_nobody_is_there(tray: Tray, host: FakeHost) -> None:
    host.answer(present=False)
    tray._patience.timeout.emit()
    assert not tray.available
    assert tray._icon is None


def test_a_host_that_comes_and_goes_is_told(tray: Tray, host: FakeHost) -> None:
    told: list[bool] = []
    tray.availability_changed.connect(told.append)
    host.answer(present=True)
    assert (tray.available, told) == (True, [True])
    host.answer(present=False)
    assert (tray.available, told) == (False, [True, False])
    assert tray._icon is None
    host.answer(present=True)
    assert tray.available


def test_a_missing_host_gets_time_before_qt_is_asked(tray: Tray, host: FakeHost) -> None:
    host.answer(present=False)
    assert tray._patience.isActive()
    host.answer(present=True)
    assert not tray._patience.isActive()


def test_the_menu_is_filled_anew_and_sends_what_was_chosen(tray: Tray, host: FakeHost, qtbot: QtBot) -> None:
    host.answer(present=True)
    tray.show_state(TrayState.LIVE, session_live=True)
    tray._menu.aboutToShow.emit()
    stop = next(action for action in tray._menu.actions() if action.text() == "Stop")
    with qtbot.waitSignal(tray.chosen) as chosen:
        stop.trigger()
    assert chosen.args == ["stop"]
    tray.show_state(TrayState.IDLE, session_live=False)
    tray._menu.aboutToShow.emit()
    assert "Stop" not in [action.text() for action in tray._menu.actions()]


def test_a_click_is_told(tray: Tray, host: FakeHost, qtbot: QtBot) -> None:
    host.answer(present=True)
    assert tray._icon is not None
    with qtbot.waitSignal(tray.activated):
        tray._icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    with qtbot.assertNotEmitted(tray.activated):
        tray._icon.activated.emit(QSystemTrayIcon.ActivationReason.Context)


WORDS = """
from guard.ui.tray.tray import Tray
from guard.ui.tray.linux.statusnotifier import StatusNotifierHost
from PySide6.QtDBus import QDBusConnection
host = StatusNotifierHost(QDBusConnection.sessionBus())
tray = Tray(host, patience_ms=300)
told = []
tray.availability_changed.connect(told.append)
tray.start()
"""
SETTLED = "host.present is not None and not tray._patience.isActive()"


@contextmanager
def service(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, str(SERVICE), *words]
    pipe = subprocess.PIPE
    with running(command, env=dict(os.environ), stdin=pipe, stdout=pipe) as child:
        assert heard(child) == "ready"
        yield child


def heard(child: subprocess.Popen[bytes]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().decode().strip()


def tell(child: subprocess.Popen[bytes], line: str) -> None:
    told: IO[bytes] | None = child.stdin
    assert told is not None
    told.write(line.encode() + b"\n")
    told.flush()


def trayer(display: str) -> AbstractContextManager[subprocess.Popen[bytes]]:
    return running(["trayer"], env={**os.environ, "DISPLAY": display})


@pytest.mark.real
def test_without_bus_and_tray_nothing_is_claimed(puppet: Callable[[str], Puppet], display: str) -> None:
    guard = puppet(display)
    guard(WORDS)
    guard.until(SETTLED)
    assert guard("[tray.available, told]") == [False, []]


@pytest.mark.real
def test_a_statusnotifier_host_gets_the_icon(puppet: Callable[[str], Puppet], display: str, bus: str) -> None:
    with service("host") as desktop:
        guard = puppet(display)
        guard(WORDS)
        assert guard.until("tray.available")
        assert heard(desktop) == "icon"


@pytest.mark.real
def test_a_watcher_without_a_host_shows_nobody_anything(
    puppet: Callable[[str], Puppet], display: str, bus: str
) -> None:
    with service() as desktop:
        guard = puppet(display)
        guard(WORDS)
        guard.until(SETTLED)
        assert guard("tray.available") is False
        tell(desktop, "host")
        assert guard.until("tray.available")
        assert heard(desktop) == "icon"
        tell(desktop, "no host")
        guard.until("not tray.available")


@pytest.mark.real
def test_a_desktop_that_starts_late_and_dies_is_followed(
    puppet: Callable[[str], Puppet], display: str, bus: str
) -> None:
    guard = puppet(display)
    guard(WORDS)
    guard.until(SETTLED)
    assert guard("tray.available") is False
    with service("host") as desktop:
        guard.until("tray.available")
        assert heard(desktop) == "icon"
    guard.until("not tray.available")
    assert guard("told") == [True, False]


@pytest.mark.real
def test_a_watcher_that_never_answers_holds_nothing_up(
    puppet: Callable[[str], Puppet], display: str, bus: str
) -> None:
    with service("host", "mute"):
        guard = puppet(display)
        guard(WORDS)
        assert guard("tray.available") is False
        guard.until("host.present is False")
        assert guard("tray.available") is False


@pytest.mark.real
@pytest.mark.parametrize("order", ["tray first", "guard first"])
def test_an_x11_tray_is_found_also_when_it_comes_late(
    puppet: Callable[[str], Puppet], display: str, bus: str, order: str
) -> None:
    guard = puppet(display)
    if order == "guard first":
        guard(WORDS)
        guard("tray._look.setInterval(100)")
        guard.until(SETTLED)
        assert guard("tray.available") is False
    with trayer(display):
        if order == "tray first":
            wait_until(lambda: "panel" in guard.ask_x("xwininfo", "-root", "-tree"), what="trayer")
            guard(WORDS)
            guard("tray._look.setInterval(100)")
        guard.until("tray.available")
    guard.until("not tray.available")
