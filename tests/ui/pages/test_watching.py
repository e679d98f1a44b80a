from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from guard.capture.finding import Coverage, Evidence, Kind, Level, SensorMode, SensorState, Strength
from guard.ui.pages import sensors
from guard.ui.pages.finding_card import FindingCard
from guard.ui.pages.watching import WatchingPage
from guard.ui.widgets.program_icon import ProgramIcon
from tests.ui.pages.findings import ALL_OFF, COVERAGE, found
from tests.ui.pages.looking import button, texts


@pytest.fixture
def watching(qtbot: QtBot) -> WatchingPage:
    page = WatchingPage()
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    return page


def test_before_the_sensors_answer_nothing_is_claimed(watching: WatchingPage) -> None:
    assert "Nothing can be said yet." in texts(watching)


def test_each_sensor_says_its_state_and_why(watching: WatchingPage) -> None:
    watching.show_coverage(COVERAGE)
    seen = texts(watching)
    assert "The X11 screen" in seen
    assert "Limited" in seen
    assert "PipeWire is not running." in seen
    assert "Nothing seen by the sensors that are on." in seen


def test_a_sensor_without_a_reason_says_what_it_looks_at(watching: WatchingPage) -> None:
    watching.show_coverage(Coverage((SensorState("x11", SensorMode.ON, ""),), ()))
    assert "Notices programs that read the picture of the screen." in texts(watching)


@pytest.mark.parametrize("mode", list(SensorMode))
def test_a_sensor_nobody_has_named_is_still_readable(mode: SensorMode) -> None:
    state = SensorState("brand-new_eye", mode, "")
    assert sensors.name(state.name) == "Brand new eye"
    assert sensors.why(state).endswith(".")


def test_many_findings_are_few_cards_until_somebody_asks(watching: WatchingPage) -> None:
    many = [(found(f"Recorder {number}"), Level.ALARM) for number in range(20)]
    watching.show_findings(many)
    first = watching.findChildren(FindingCard)
    assert len(first) == 4
    watching.show_findings([*many, (found("Newcomer"), Level.NOTICE)])
    assert watching.findChildren(FindingCard) == first
    button(watching, "Show 17 more").click()
    assert len(watching.findChildren(FindingCard)) == 21


def test_evidence_is_written_as_sentences(watching: WatchingPage) -> None:
    raw = replace(found("OBS"), evidence=(Evidence("process-events", "its program file is /usr/bin/obs"),))
    watching.show_findings([(raw, Level.ALARM)])
    assert "Its program file is /usr/bin/obs." in texts(watching)


def test_blind_spots_of_the_computer_and_of_each_sensor_are_there_once(watching: WatchingPage) -> None:
    watching.show_coverage(COVERAGE)
    for spot in ("The other person's device.", "Wayland windows.", "Shares by the desktop."):
        assert texts(watching).count(spot) == 1


def test_with_all_sensors_off_nothing_is_claimed(watching: WatchingPage) -> None:
    watching.show_coverage(ALL_OFF)
    assert "no sensor is on" in texts(watching)


def test_the_loudest_finding_comes_first_with_its_evidence(watching: WatchingPage) -> None:
    quiet = found("Firefox", Kind.CAMERA)
    watching.show_findings([(quiet, Level.QUIET), (found("OBS Studio"), Level.ALARM)])
    cards = watching.findChildren(FindingCard)
    assert [card.accessibleName() for card in cards] == [
        "OBS Studio is recording or sharing the screen.",
        "Firefox is using the camera.",
    ]
    assert "It reads the whole screen." in texts(cards[0])


def test_a_program_that_only_runs_is_not_accused(watching: WatchingPage) -> None:
    watching.show_findings([(found("RustDesk", Kind.REMOTE_CONTROL, Strength.RUNNING), Level.NOTICE)])
    assert "is not seen doing so now" in texts(watching)


def test_when_all_is_over_the_cards_are_gone(qtbot: QtBot, watching: WatchingPage) -> None:
    watching.show_coverage(COVERAGE)
    watching.show_findings([(found("OBS Studio"), Level.ALARM)])
    watching.show_findings([])
    assert "OBS" not in texts(watching)
    assert "Nothing seen by the sensors that are on." in texts(watching)


def test_a_card_shows_the_programs_icon_and_reads_as_before(
    watching: WatchingPage, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "lookout.png"
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(0xFF0000)
    assert image.save(str(file))
    plain, dressed = found("Lookout"), replace(found("Lookout"), id="f2", icon=str(file))
    watching.show_findings([(plain, Level.ALARM), (dressed, Level.ALARM)])
    cards = watching.findChildren(FindingCard)
    icons = [card.findChildren(ProgramIcon)[0] for card in cards]
    qtbot.waitUntil(lambda: sorted(icon.has_program for icon in icons) == [False, True])
    assert len({card.accessibleName() for card in cards}) == 1
