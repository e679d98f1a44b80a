"""The furnished window: closing, quitting, the tray, and commands from outside."""

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from guard.session.model import (
    Phase,
)
from tests.ui.application.house import House, button, question


def test_a_command_from_outside_stops_at_once_and_only_a_live_session(house: House) -> None:
    assert house.furniture.orders.answer("stop") == "no-session"
    house.go_live()
    assert house.furniture.orders.answer("stop") == "stopped"
    assert house.keeper.session.phase is Phase.AFTERCARE
    assert house.furniture.orders.answer("nonsense") == "unknown"


def test_a_missing_tray_is_mentioned_once(house: House) -> None:
    house.furniture.leaving.mention_missing_tray()
    assert "tray" in house.furniture.window._banners
    house.furniture.window.untell("tray")
    house.furniture.leaving.mention_missing_tray()
    assert "tray" not in house.furniture.window._banners


def test_closing_without_a_tray_quits(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    quits: list[bool] = []
    monkeypatch.setattr(house.furniture.leaving, "_quit_now", lambda: quits.append(True))
    assert house.furniture.leaving.may_close() is False
    assert quits == [True]


def test_closing_with_a_tray_hides_and_a_lost_tray_brings_the_window_back(house: House) -> None:
    house.furniture.tray.available = True
    assert house.furniture.leaving.may_close() is False
    assert not house.furniture.window.isVisible()
    house.furniture.tray.available = False
    house.furniture.leaving.tray_changed(available=False)
    assert house.furniture.window.isVisible()


@pytest.mark.parametrize("stay", [True, False])
def test_quitting_a_live_session_asks_once_and_goes_through_aftercare(
    house: House, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, *, stay: bool
) -> None:
    quits: list[bool] = []
    monkeypatch.setattr(house.furniture.leaving, "_quit_now", lambda: quits.append(True))
    house.go_live()
    house.furniture.leaving.ask_to_quit()
    house.furniture.leaving.ask_to_quit()
    box = question(house, qtbot)
    assert len(house.furniture.window.findChildren(QMessageBox)) == 1
    button(box, "Stay" if stay else "End and quit").click()
    assert house.keeper.session.phase is (Phase.LIVE if stay else Phase.AFTERCARE)
    assert quits == []
    if not stay:
        house.furniture.shell.session.now().aftercare.done.emit()
        qtbot.waitUntil(lambda: quits == [True])
