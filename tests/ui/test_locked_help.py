"""Help is there without unlocking, with nothing personal on it, and going back is the lock again."""

from pytestqt.qtbot import QtBot

from guard.session.model import PlanChosen
from guard.ui.pages.help.page import HelpPage
from guard.ui.pages.help.room import HelpRoom
from tests.ui.application.house import PLAN, House, guarding, house
from tests.ui.pages.looking import nameless, texts
from tests.ui.test_hiding import page

__all__ = ["guarding", "house"]


def front(house: House) -> object:
    return house.furniture.window._layers.front


def open_help(house: House, qtbot: QtBot) -> HelpPage:
    qtbot.waitUntil(lambda: not house.furniture.pseudonyms.busy)
    house.furniture.privacy.lock()
    page(house).help.click()
    room = front(house)
    assert isinstance(room, HelpRoom)
    qtbot.waitUntil(lambda: room.page is not None)
    assert room.page is not None
    return room.page


def test_help_opens_on_the_locked_window_without_anything_personal(house: House, qtbot: QtBot) -> None:
    house.keeper.do(PlanChosen(PLAN))
    qtbot.waitUntil(lambda: "Juniper" in texts(house.furniture.window))
    shown = open_help(house, qtbot)
    said = texts(house.furniture.window)
    assert "emergency number" in said
    assert "Who can help" in said
    assert "Juniper" not in said
    assert "Your people" not in said
    assert nameless(shown) == []
    assert house.furniture.privacy.locking.locked


def test_leaving_it_is_the_lock_again(house: House, qtbot: QtBot) -> None:
    leave = open_help(house, qtbot).go
    assert "back to where Guard is opened" in leave.toolTip()
    assert "Today" not in leave.accessibleDescription()
    leave.click()
    assert front(house) is page(house)
    assert house.furniture.privacy.locking.locked
    open_help(house, qtbot)  # and again, anew


def test_hiding_and_opening_take_it_away(house: House, qtbot: QtBot) -> None:
    open_help(house, qtbot)
    house.furniture.privacy.hide_everything()
    assert front(house) is page(house)
    house.furniture.privacy.come_back()
    page(house).help.click()
    house.furniture.privacy.locking.try_keyring()
    qtbot.waitUntil(lambda: not house.furniture.window.covered)
    qtbot.waitUntil(
        lambda: not house.furniture.pseudonyms.busy
    )  # what is asked for again must not outlive the window
