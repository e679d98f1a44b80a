"""The furnished window: gaps, failures, the one button, help, and Stop on every page."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from guard.capture.finding import (
    Gap,
)
from guard.errors import GuardError
from guard.session.model import (
    Cancel,
    Event,
    Phase,
    PlanChosen,
)
from tests.ui.application.house import PLAN, House


def test_a_gap_is_told_with_its_times(house: House, qtbot: QtBot) -> None:
    since = datetime(2026, 11, 22, 20, 17, 19).astimezone()
    house.watch.tell(Gap(since.timestamp() + 12, since.timestamp(), since.timestamp() + 12, "suspended"))
    qtbot.waitUntil(lambda: "gap" in house.furniture.window._banners)
    told = house.furniture.window._banners["gap"].sentence.text()
    assert "from 20:17:19 to 20:17:31" in told


@pytest.mark.parametrize("over", [Cancel(), None])
def test_the_one_button_prepares_anew_when_a_session_is_over(house: House, over: Event | None) -> None:
    house.keeper.do(PlanChosen(PLAN))
    if over is not None:
        house.keeper.do(over)
    house.furniture.shell.today.session_wanted.emit()
    assert house.keeper.session.phase is (Phase.PREPARE if over is not None else Phase.GATE)
    assert house.furniture.window.page == "session"


def test_a_guard_that_cannot_start_says_so_and_never_reassures(house: House, qtbot: QtBot) -> None:
    house.furniture.desk._guarding = None
    house.furniture.desk._give_up(GuardError("The catalogue cannot be read."))
    assert "watch" in house.furniture.window._banners
    assert (
        "Not watching" in house.furniture.shell.today._state.accessibleName()
        or house.furniture.desk.coverage is not None
    )
    assert house.furniture.desk.facts()["capture.no-recorder"].answer.value == "not-sure"


def test_help_is_made_when_it_is_wanted_and_escape_opens_today(house: House, qtbot: QtBot) -> None:
    window, later = house.furniture.window, house.furniture.shell.help
    assert later.made is None
    window.show_page("help")
    room = later.now()
    qtbot.waitUntil(lambda: room.page is not None)
    page = room.page
    page.open_guide("threat-to-share")
    assert page.view is not None
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and page.isVisible())
    QTest.keyClick(page.view.back, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.page == "today")
    assert page.view is None


def test_stop_is_on_every_other_page_while_a_session_goes_on(house: House, qtbot: QtBot) -> None:
    stop = house.furniture.window.frame.stop
    assert not stop.isVisible()
    house.go_live()
    house.furniture.window.show_page("profiles")
    qtbot.waitUntil(stop.isVisible)
    house.furniture.window.show_page("session")
    assert not stop.isVisible()
    house.furniture.window.show_page("help")
    stop.click()
    assert house.keeper.session.phase is Phase.AFTERCARE
    qtbot.waitUntil(lambda: not stop.isVisible())
