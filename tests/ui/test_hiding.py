"""Locking and hiding the furnished window: nothing personal is left on a screen, and a stop is always in reach."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from guard.session.model import Phase, PlanChosen
from guard.ui.pages.unlock import UnlockPage
from guard.ui.tray.state import TrayState
from tests.ui.application.house import PLAN, House, guarding, house
from tests.ui.pages.findings import found
from tests.ui.pages.looking import nameless, texts
from tests.ui.pages.secret_stand_ins import GOOD, MemorySecrets

__all__ = ["guarding", "house"]

HIDE = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def secrets(house: House) -> MemorySecrets:
    kept = house.furniture._parts.secrets
    assert isinstance(kept, MemorySecrets)
    return kept


def page(house: House) -> UnlockPage:
    shown = house.furniture.privacy._page
    assert shown is not None
    return shown


def test_locking_covers_everything_and_the_keyring_opens_it(house: House, qtbot: QtBot) -> None:
    window = house.furniture.window
    house.keeper.do(PlanChosen(PLAN))
    qtbot.waitUntil(lambda: "Juniper" in texts(window))
    house.furniture.privacy.lock()
    assert window.covered
    assert "Juniper" not in texts(window)
    assert window.accessibleDescription() == ""
    assert nameless(page(house)) == []
    page(house).unlock.click()
    qtbot.waitUntil(lambda: not window.covered)
    qtbot.waitUntil(lambda: "Juniper" in texts(window))


def test_a_passphrase_opens_and_a_wrong_one_does_not(house: House, qtbot: QtBot) -> None:
    secrets(house).lock_words = GOOD
    house.furniture.privacy.lock()
    locked = page(house)
    locked.secret.field.setText("wrong")
    QTest.keyClick(locked.secret.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not the passphrase" in texts(locked))
    assert house.furniture.window.covered
    locked.secret.field.setText(GOOD)
    locked.unlock.click()
    qtbot.waitUntil(lambda: not house.furniture.window.covered)
    assert locked.secret.text == ""


def test_a_locked_window_can_stop_the_session(house: House, qtbot: QtBot) -> None:
    house.go_live()
    house.furniture.privacy.lock()
    qtbot.waitUntil(lambda: page(house).stop.isVisibleTo(page(house)))
    page(house).stop.click()
    assert house.keeper.session.phase is Phase.AFTERCARE
    assert house.furniture.window.covered


def test_the_stop_keys_work_on_a_locked_window_whatever_page_is_behind(house: House, qtbot: QtBot) -> None:
    house.go_live()
    window = house.furniture.window
    window.show_page("session")
    house.furniture.privacy.lock()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: house.keeper.session.phase is Phase.AFTERCARE)


def test_an_alert_on_a_locked_computer_names_nothing(house: House, qtbot: QtBot) -> None:
    house.go_live()
    house.watch.sees(found("Recorder"))
    qtbot.waitUntil(lambda: any("Recorder" in line for line in house.headlines()))
    house.furniture.privacy.lock()
    qtbot.waitUntil(lambda: house.headlines() == ["Something came up on this computer"])
    card = house.furniture.alerts.cards[0]
    assert "Recorder" not in texts(card) + card.accessibleName() + card.accessibleDescription()
    house.furniture.alerts.mine.emit("Recorder")  # nobody can tell from outside what it is
    page(house).unlock.click()
    qtbot.waitUntil(lambda: any("Recorder" in line for line in house.headlines()))


def test_nothing_behind_the_lock_opens_it(house: House) -> None:
    window = house.furniture.window
    window.cover(QLabel("A set-up"))
    house.furniture.privacy.lock()
    locked = page(house)
    for wanted in ("today", "session", "settings"):
        window.show_page(wanted)
        window.cover(None)
        assert locked.isVisible()
    window.cover(QLabel("Another"))
    assert locked.isVisible()


def test_one_key_hides_everything_pauses_and_locks(
    house: House, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.go_live()
    house.watch.sees(found("Recorder"))
    qtbot.waitUntil(lambda: bool(house.furniture.alerts.cards))
    window = house.furniture.window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    cleared: list[bool] = []
    monkeypatch.setattr(house.furniture.selfhood.clipboard, "clear", lambda: cleared.append(True))
    dialog = QDialog(window)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_H, HIDE)
    assert not window.isVisible()
    assert not dialog.isVisible()
    assert house.furniture.alerts.cards == []
    assert cleared
    assert house.keeper.session.phase is Phase.PAUSED
    assert house.furniture.tray._state is TrayState.IDLE
    assert house.furniture.tray._names == ()
    house.watch.sees(found("Another"))
    QApplication.processEvents()
    assert house.furniture.alerts.cards == []
    assert house.furniture.window.covered


def test_hidden_stays_hidden_until_somebody_brings_it_back_locked(house: House, qtbot: QtBot) -> None:
    window, orders = house.furniture.window, house.furniture.orders
    assert orders.answer("hide") == "hidden"
    qtbot.waitUntil(lambda: not window.isVisible())
    house.furniture.tray.availability_changed.emit(False)  # noqa: FBT003 - a signal's value
    assert not window.isVisible()
    assert orders.answer("raise") == "raised"
    qtbot.waitUntil(window.isVisible)
    assert window.covered
    assert not house.furniture.privacy.hidden


def test_a_stop_while_hidden_shows_nothing(house: House, qtbot: QtBot) -> None:
    house.go_live()
    house.furniture.privacy.hide_everything()
    house.furniture.tray.chosen.emit("stop")
    qtbot.waitUntil(lambda: house.keeper.session.phase is Phase.AFTERCARE)
    QApplication.processEvents()
    assert not house.furniture.window.isVisible()


@pytest.mark.parametrize("entry", ["lock", "hide"])
def test_the_tray_locks_and_hides(house: House, entry: str) -> None:
    house.furniture.tray.chosen.emit(entry)
    assert house.furniture.window.covered
    assert house.furniture.window.isVisible() is (entry == "lock")


def test_the_screens_lock_locks_only_when_that_is_wanted(house: House) -> None:
    privacy = house.furniture.privacy
    privacy.system_lock.locked.emit()
    assert not house.furniture.window.covered
    privacy.preferences.change(lock_with_screen=True)
    privacy.system_lock.locked.emit()
    assert house.furniture.window.covered


def test_programs_stand_in_the_trays_menu_only_when_notices_may_say_so(house: House, qtbot: QtBot) -> None:
    house.go_live()
    house.watch.sees(found("Recorder"))
    qtbot.waitUntil(lambda: bool(house.headlines()))
    assert not house.furniture.tray._names
    house.furniture.privacy.preferences.change(discreet=False)
    assert house.furniture.tray._names == ("Recorder",)


def test_an_unreachable_keyring_leads_to_a_passphrase_file(house: House, qtbot: QtBot) -> None:
    house.furniture.pseudonyms.file_wanted.emit()
    assert house.furniture.window.page == "settings"
    settings = house.furniture.shell.settings.made
    assert settings.task is not None
