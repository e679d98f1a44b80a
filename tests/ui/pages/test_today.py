"""Today: the guard's state, one clear button, the one thing worth doing, and nothing else."""

from datetime import datetime
from itertools import product

import pytest
from pytestqt.qtbot import QtBot

from guard.capture.finding import Coverage, Level
from guard.session.model import Phase
from guard.ui.pages.today import TodayPage, tone
from guard.ui.pages.today_thing import Known, Thing, one_thing
from tests.ui.pages.conftest import Dress
from tests.ui.pages.findings import ALL_OFF, COVERAGE, found
from tests.ui.pages.looking import buttons, nameless, texts, too_wide

NOON = datetime(2026, 11, 22, 12, 0)  # noqa: DTZ001 - the page's local time


@pytest.fixture
def today(qtbot: QtBot) -> TodayPage:
    page = TodayPage(lambda: NOON)
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
def test_never_says_safe(today: TodayPage, coverage: Coverage | None) -> None:
    today.show_guard([], coverage)
    assert "safe" not in texts(today).lower()


def test_an_alarm_is_named_and_loud(today: TodayPage, qtbot: QtBot) -> None:
    today.show_guard([(found("OBS Studio"), Level.ALARM)], COVERAGE)
    assert "OBS Studio is recording or sharing the screen." in texts(today)
    assert tone([(found("OBS Studio"), Level.ALARM)], COVERAGE) == "alarm"
    assert "See what it is" in buttons(today)
    with qtbot.waitSignal(today.watching_wanted):
        today._more.click()


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        (Phase.PREPARE, "Prepare a session"),
        (Phase.CLOSED, "Prepare a session"),
        (Phase.LIVE, "Back to the session"),
        (Phase.CHECK_IN, "Back to the session"),
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
    today: TodayPage, qtbot: QtBot, count: int | None, *, offered: bool
) -> None:
    today.show_pseudonyms(count)
    assert ("Make a pseudonym" in buttons(today)) is offered
    assert nameless(today) == []
    if offered:
        with qtbot.waitSignal(today.profiles_wanted):
            today.thing.go.click()


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [(5, "Good morning"), (11, "Good morning"), (12, "Good afternoon"), (18, "Good evening"), (3, "Good evening")],
)  # fmt: skip
def test_it_greets_by_the_hour(qtbot: QtBot, hour: int, greeting: str) -> None:
    page = TodayPage(lambda: NOON.replace(hour=hour))
    qtbot.addWidget(page)
    page.show()
    assert greeting in texts(page)
    assert page.accessibleName() == "Today"


def test_one_thing_at_a_time_in_its_order() -> None:
    everything = Known(
        phase=Phase.AFTERCARE, alarm=True, trouble="No.", morning=True, pseudonyms=0, kit=False, urgent="A"
    )
    taken_away = (
        ("phase", Phase.CHECK_IN, Thing.QUIET_MOMENT),
        ("phase", Phase.PREPARE, Thing.CHECK_IN),
        ("alarm", False, Thing.LOOK),
        ("trouble", "", Thing.TROUBLE),
        ("morning", False, Thing.MORNING),
        ("pseudonyms", 2, Thing.PSEUDONYM),
        ("kit", True, Thing.KIT),
        ("urgent", "", Thing.CHECK),
    )
    known = everything
    for name, value, first in taken_away:
        assert one_thing(known) is first
        known = Known(**{**{key: getattr(known, key) for key in Known.__slots__}, name: value})
    assert one_thing(known) is None


@pytest.mark.parametrize("phase", Phase)
def test_in_a_session_nothing_speaks_but_what_concerns_it(phase: Phase) -> None:
    calm = phase in {Phase.PREPARE, Phase.CLOSED, Phase.CANCELLED}
    for alarm, morning in product((True, False), repeat=2):
        thing = one_thing(Known(phase=phase, alarm=alarm, trouble="No.", morning=morning, pseudonyms=0))
        if not calm:
            assert thing in {None, Thing.QUIET_MOMENT, Thing.CHECK_IN, Thing.LOOK}


@pytest.mark.parametrize(
    "unknown", [Known(), Known(pseudonyms=2), Known(kit=False), Known(kit=None, pseudonyms=3)]
)
def test_what_nobody_knows_is_no_thing_to_do(unknown: Known) -> None:
    assert one_thing(unknown) is None


@pytest.mark.parametrize(
    ("tell", "does", "thing"),
    [
        (lambda page: page.show_trouble("Your keyring is locked."), "Have a look", Thing.TROUBLE),
        (lambda page: page.show_morning_after(due=True), "Look back", Thing.MORNING),
        (lambda page: (page.show_pseudonyms(1), page.show_kit(made=False)), "Make a recovery kit", Thing.KIT),
        (lambda page: page.show_urgent("Screen lock"), "Open the check-up", Thing.CHECK),
    ],
)
def test_each_thing_has_one_button(
    today: TodayPage, qtbot: QtBot, tell: object, does: str, thing: Thing
) -> None:
    assert today.thing.isHidden()
    tell(today)  # type: ignore[operator] # parametrised
    assert buttons(today) == ["Prepare a session", does, "More about this"]
    with qtbot.waitSignal(today.thing_wanted) as wanted:
        today.thing.go.click()
    assert wanted.args == [thing.value]
    assert nameless(today) == []


def test_an_alarm_outside_a_session_leaves_the_card_to_the_guard(today: TodayPage) -> None:
    today.show_morning_after(due=True)
    today.show_guard([(found("OBS Studio"), Level.ALARM)], COVERAGE)
    assert today.thing.isHidden()
    today.show_guard([], COVERAGE)
    assert not today.thing.isHidden()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_fits_a_small_window(today: TodayPage, dress: Dress, scale: float) -> None:
    dress(dark=True, scale=scale)
    today.show_trouble("Your keyring did not answer in time. What is in it is safe; try again.")
    today.resize(540, 430)
    assert too_wide(today) == []
