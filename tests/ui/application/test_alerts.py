"""The furnished window: what alarms do, and what ending and covering from them do."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from guard.capture.finding import (
    Kind,
    Level,
    Strength,
)
from guard.session.model import (
    Phase,
)
from guard.ui.tray.state import TrayState
from tests.ui.application.house import House
from tests.ui.pages.findings import found


def test_outside_a_session_nothing_pops_up(house: House, qtbot: QtBot) -> None:
    house.watch.sees(found("Recorder"))
    qtbot.waitUntil(lambda: "Recorder" in house.furniture.shell.today._seen.text())
    assert house.headlines() == []


def test_in_a_session_an_alarm_is_shown_and_the_tray_changes(house: House, qtbot: QtBot) -> None:
    house.go_live()
    house.watch.sees(found("Recorder"))
    qtbot.waitUntil(lambda: any("Recorder" in line for line in house.headlines()))
    assert house.furniture.tray._state is TrayState.ALARM


def test_an_expected_camera_stays_quiet_and_its_screen_does_not(house: House, qtbot: QtBot) -> None:
    house.go_live()
    house.watch.sees(found("Firefox", Kind.CAMERA))
    house.watch.sees(replace(found("Firefox", Kind.SCREEN), id="screen"))
    qtbot.waitUntil(lambda: len(house.headlines()) == 1)
    assert "screen" in house.headlines()[0]


def test_this_is_mine_holds_for_the_session_and_for_that_kind(house: House, qtbot: QtBot) -> None:
    house.go_live()
    house.watch.sees(found("Recorder"))
    qtbot.waitUntil(lambda: len(house.headlines()) == 1)
    house.furniture.alerts.mine.emit("Recorder")
    qtbot.waitUntil(lambda: house.furniture.desk.found[0][1] is Level.QUIET)
    house.watch.sees(replace(found("Recorder", Kind.MICROPHONE), id="voice"))
    qtbot.waitUntil(lambda: any("microphone" in line for line in house.headlines()))


def test_a_screenshot_is_told_although_it_is_over(house: House, qtbot: QtBot) -> None:
    house.go_live()
    shot = found("Shutter", one_shot=True)
    house.watch.sees(shot)
    house.watch.loses(shot)
    qtbot.waitUntil(lambda: any("picture" in line for line in house.headlines()))


def test_a_recorder_that_was_open_before_does_not_pop_up_as_a_notice(house: House, qtbot: QtBot) -> None:
    house.watch.sees(replace(found("Recorder", strength=Strength.RUNNING), began_before=True))
    house.go_live()
    house.watch.sees(replace(found("Other", strength=Strength.RUNNING), id="other"))
    qtbot.waitUntil(lambda: len(house.headlines()) == 1)
    assert "Other" in house.headlines()[0]


def test_ending_from_the_alert_opens_aftercare(house: House, qtbot: QtBot) -> None:
    house.go_live()
    house.watch.sees(found("Recorder"))
    house.furniture.alerts.end_session.emit()
    assert house.keeper.session.phase is Phase.AFTERCARE
    qtbot.waitUntil(lambda: house.furniture.window.page == "session" and house.headlines() == [])


def test_covering_from_the_alert_covers_until_lifted(house: House, qtbot: QtBot) -> None:
    house.furniture.alerts.cover_screen.emit()
    assert house.furniture.curtain.raised
    with qtbot.waitSignal(house.furniture.curtain.lifted):
        house.furniture.curtain.drop()
