import pytest
from pytestqt.qtbot import QtBot

from guard.capture.finding import Level
from guard.session.model import Phase
from guard.ui.pages.today import TodayPage, tone
from tests.ui.pages.findings import ALL_OFF, COVERAGE, found
from tests.ui.pages.looking import buttons, nameless, texts


@pytest.fixture
def today(qtbot: QtBot) -> TodayPage:
    page = TodayPage()
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    return page


def test_says_with_how_many_sensors_it_watches(today: TodayPage) -> None:
    today.show_guard([], COVERAGE)
    assert "Watching with 2 sensors; 1 limited; 1 off." in texts(today)
    assert "Nothing seen by the sensors that are on." in texts(today)


def test_never_reassures_when_no_sensor_is_on(today: TodayPage) -> None:
    today.show_guard([], ALL_OFF)
    assert "Not watching: no sensor works here right now." in texts(today)
    assert "Nothing seen" not in texts(today)
    assert tone([], ALL_OFF) == "plain"


@pytest.mark.parametrize("coverage", [None, COVERAGE, ALL_OFF])
def test_never_says_safe(today: TodayPage, coverage: object) -> None:
    today.show_guard([], coverage)  # type: ignore[arg-type] # parametrised
    assert "safe" not in texts(today).lower()


def test_an_alarm_is_named_and_loud(today: TodayPage) -> None:
    today.show_guard([(found("OBS Studio"), Level.ALARM)], COVERAGE)
    assert "OBS Studio is recording or sharing the screen." in texts(today)
    assert tone([(found("OBS Studio"), Level.ALARM)], COVERAGE) == "alarm"


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        (Phase.PREPARE, "Prepare a session"),
        (Phase.CLOSED, "Prepare a session"),
        (Phase.LIVE, "Back to the session"),
        (Phase.AFTERCARE, "Take the quiet moment"),
    ],
)
def test_offers_what_the_session_needs_next(qtbot: QtBot, today: TodayPage, phase: Phase, words: str) -> None:
    today.show_phase(phase)
    assert today._go.text() == words
    with qtbot.waitSignal(today.session_wanted):
        today._go.click()


@pytest.mark.parametrize(("count", "offered"), [(0, True), (1, False), (None, False)])
def test_the_first_pseudonym_is_offered_only_when_there_is_none(
    today: TodayPage, count: int | None, *, offered: bool
) -> None:
    today.show_pseudonyms(count)
    assert ("Make a pseudonym" in buttons(today)) is offered
    assert nameless(today) == []
