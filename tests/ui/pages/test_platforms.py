"""The platforms' page: picking, ticking, facts, and two side by side."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox
from pytestqt.qtbot import QtBot

from guard.errors import GuardError
from guard.knowledge import platforms
from guard.knowledge.platform_notes import Noted
from guard.knowledge.platforms import Platform
from guard.ui.pages.platforms.desk import PlatformDesk
from guard.ui.pages.platforms.page import PlatformsPage
from tests.support.waiting import wait_until
from tests.ui.pages.checking import MemoryPlatforms
from tests.ui.pages.conftest import Dress
from tests.ui.pages.looking import button, nameless, texts, too_wide
from tests.ui.pages.stand_ins import Immediately

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has no window manager
KNOWN = platforms.load()
TODAY = min(each.review_after for each in KNOWN)


def the(platform_id: str) -> Platform:
    return next(each for each in KNOWN if each.id == platform_id)


@pytest.fixture
def notes() -> MemoryPlatforms:
    return MemoryPlatforms()


@pytest.fixture
def make(qtbot: QtBot, notes: MemoryPlatforms) -> Callable[..., PlatformsPage]:
    def made(today: date = TODAY) -> PlatformsPage:
        desk = PlatformDesk(notes, KNOWN, Immediately(), today=lambda: today)
        page = PlatformsPage(desk)
        qtbot.addWidget(page)
        page.resize(900, 700)
        page.show()
        qtbot.waitExposed(page)
        page.activateWindow()
        return page

    return made


def settle(page: PlatformsPage) -> None:
    def there() -> bool:
        QApplication.processEvents()
        return page.complete

    wait_until(there, what="the page")
    QApplication.processEvents()


def test_before_a_pick_it_says_what_will_be_there(make: Callable[..., PlatformsPage]) -> None:
    page = make()
    assert "Nothing is picked yet." in texts(page)
    assert not page.facts.isVisibleTo(page)


def test_what_to_change_before_tonight_begins_with_the_most_important(
    make: Callable[..., PlatformsPage], notes: MemoryPlatforms
) -> None:
    page = make()
    page.choose("signal")
    settle(page)
    signal = the("signal")
    assert "What to change in Signal before tonight" in texts(page)
    shown = [line.setting.weight for line in page.tonight.lines.values()]
    assert shown == sorted(shown, reverse=True)
    assert max(each.weight for each in signal.settings) == shown[0]
    button(page, f"Show {len(signal.settings) - 5} more").click()
    settle(page)
    assert len(page.tonight.lines) == len(signal.settings)
    assert notes.saved[-1].picked == ("signal",)


def test_a_tick_is_kept_with_its_day_and_nothing_moves(
    make: Callable[..., PlatformsPage], notes: MemoryPlatforms
) -> None:
    page = make()
    page.choose("signal")
    settle(page)
    order = list(page.tonight.lines)
    line = page.tonight.lines[order[0]]
    line.box.box.click()
    assert notes.saved[-1].looked == {order[0]: TODAY}
    assert list(page.tonight.lines) == order
    assert "Looked at on" in texts(line)
    line.box.box.click()
    assert notes.saved[-1].looked == {}


def test_what_was_ticked_before_comes_last(
    make: Callable[..., PlatformsPage], notes: MemoryPlatforms
) -> None:
    first = max(the("signal").settings, key=lambda each: each.weight).id
    notes.noted = Noted(picked=("signal",), looked={first: TODAY - timedelta(days=3)})
    page = make()
    settle(page)
    assert first not in page.tonight.lines
    total = len(the("signal").settings)
    assert f"{total - 1} of {total} still to look at" in texts(page)


def test_facts_tell_what_is_encrypted_for_each_kind_of_talk_with_source_and_day(
    make: Callable[..., PlatformsPage],
) -> None:
    page = make()
    page.choose("telegram")
    settle(page)
    seen = texts(page.facts)
    for topic in ("Messages", "Voice calls", "Video calls", "Messages in groups", "Calls in groups"):
        assert topic in seen
    assert the("telegram").source_url in seen
    assert "Last read on" in seen
    assert "Please re-check" not in texts(page)


def test_facts_that_have_grown_old_ask_for_a_fresh_look(make: Callable[..., PlatformsPage]) -> None:
    page = make(max(each.review_after for each in KNOWN) + timedelta(days=1))
    page.choose("telegram")
    settle(page)
    assert "Please re-check: this was last read on" in texts(page)


def test_what_has_closed_down_or_become_worse_says_so_everywhere(make: Callable[..., PlatformsPage]) -> None:
    page = make()
    words = [page.adding.itemText(place) for place in range(page.adding.count())]
    assert "Skype (closed down)" in words
    page.choose("skype")
    settle(page)
    assert the("skype").status_note in texts(page).split("\n")
    worse = next(each for each in KNOWN if each.status == "downgraded")
    page.choose(worse.id)
    settle(page)
    assert f"{worse.name} (has become worse)" in texts(page)


def take(box: QComboBox, platform_id: str) -> None:
    box.setCurrentIndex(box.findData(platform_id))


def test_two_stand_side_by_side_in_words(make: Callable[..., PlatformsPage]) -> None:
    page = make()
    page.choose("signal")
    settle(page)
    first, second = page.comparing.sides
    assert first.currentData() == "signal"
    take(second, "telegram")
    settle(page)
    seen = texts(page.comparing)
    assert "Signal protects more here." in seen
    assert "%" not in seen
    take(second, "signal")
    settle(page)
    assert "Choose two" in texts(page.comparing)
    take(second, "skype")
    settle(page)
    assert "Closed down: Skype." in texts(page.comparing)


def test_taking_one_off_the_list_keeps_its_ticks(
    make: Callable[..., PlatformsPage], notes: MemoryPlatforms
) -> None:
    page = make()
    page.choose("signal")
    page.choose("telegram")
    settle(page)
    next(iter(page.tonight.lines.values())).box.box.click()
    button(page, "Take Telegram off my list").click()
    settle(page)
    assert notes.saved[-1].picked == ("signal",)
    assert notes.saved[-1].looked
    assert page.current is the("signal")
    button(page, "Take Signal off my list").click()
    assert QApplication.focusWidget() is page.adding
    assert "Nothing is picked yet." in texts(page)


def test_a_platform_that_guard_no_longer_knows_is_left_out(
    make: Callable[..., PlatformsPage], notes: MemoryPlatforms
) -> None:
    notes.noted = Noted(picked=("gone-service", "signal"), looked={"gone-service-x": TODAY})
    page = make()
    settle(page)
    assert page.current is the("signal")


def test_ticks_that_cannot_be_kept_are_told(qtbot: QtBot) -> None:
    class Full(MemoryPlatforms):
        def save(self, noted: Noted) -> None:
            del noted
            raise GuardError("Guard could not keep your ticks.")

    desk = PlatformDesk(Full(), KNOWN, Immediately(), today=lambda: TODAY)
    desk.load()
    with qtbot.waitSignal(desk.troubled):
        desk.look("signal-pin", done=True)
    assert desk.looked("signal-pin") == TODAY


def test_ticks_can_be_set_by_keyboard(make: Callable[..., PlatformsPage], notes: MemoryPlatforms) -> None:
    page = make()
    page.choose("signal")
    settle(page)
    page.adding.setFocus()
    for _ in range(12):
        focus = QApplication.focusWidget()
        assert focus is not None
        if isinstance(focus, QCheckBox):
            break
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert isinstance(focus, QCheckBox)
    QTest.keyClick(focus, Qt.Key.Key_Space)
    assert len(notes.saved[-1].looked) == 1


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_it_fits_a_small_window_with_large_text_and_everything_has_a_name(
    make: Callable[..., PlatformsPage], dress: Dress, direction: Qt.LayoutDirection
) -> None:
    dress(dark=True, scale=2.0)
    page = make()
    page.setLayoutDirection(direction)
    page.resize(500, 400)
    assert too_wide(page) == []
    page.choose("signal")
    take(page.comparing.sides[1], "telegram")
    settle(page)
    assert too_wide(page) == []
    assert nameless(page) == []
