"""The Balance tab: ideas, likes, days, evenings to keep free, quiet hours."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import Qt, QTime
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from guard.settings import Settings
from guard.ui.pages.balance.view import BalanceView
from guard.ui.widgets.page import Page
from guard.wellbeing.entries import Liked, Offline, Plan
from tests.ui.pages.conftest import Dress
from tests.ui.pages.evening_desk import SUNDAY, Evening
from tests.ui.pages.looking import button, buttons, nameless, texts, too_wide
from tests.ui.pages.stand_ins import Patient

Open = Callable[[], BalanceView]
SHUFFLED = Random(7)  # noqa: S311 - which idea comes is no secret


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[Evening]:
    made = Evening(tmp_path)
    yield made
    made.notes.close()


@pytest.fixture
def opened(qtbot: QtBot, evening: Evening) -> Iterator[Open]:
    pages = []

    def show() -> BalanceView:
        page = Page("Balance")
        pages.append(page)
        view = BalanceView(evening.desk, SHUFFLED)
        page.column.addWidget(view)
        page.column.addStretch(1)
        qtbot.addWidget(page)
        page.resize(900, 700)
        page.show()
        qtbot.waitExposed(page)
        return view

    yield show
    pages.clear()


def box(view: BalanceView, words: str) -> QCheckBox:
    found = button(view, words)
    assert isinstance(found, QCheckBox)
    return found


def kept(evening: Evening, shape: type[Liked] | type[Plan] | type[Offline]) -> list[object]:
    return [note.body for note in evening.desk.notebook().find(shape).notes]


def test_looking_makes_no_journal(opened: Open, evening: Evening) -> None:
    view = opened()
    view.ideas.other.click()
    assert not evening.notes.has_notebook()
    assert "Something else for today?" in texts(view)
    assert len(view.ideas.shown) == 3
    assert nameless(view) == []


def test_what_is_liked_comes_first_and_can_be_unliked(opened: Open, evening: Evening) -> None:
    view = opened()
    button(view, "Pick from a list").click()
    box(view, "Take a long walk somewhere green").click()
    assert kept(evening, Liked) == [Liked(activity="walk-long")]
    assert view.ideas.shown[0].id == "walk-long"
    box(view.liked, "Take a long walk somewhere green").click()  # type: ignore[arg-type] # a part of it
    assert kept(evening, Liked) == []


def test_own_words_are_kept_encrypted_only(opened: Open, evening: Evening) -> None:
    view = opened()
    add = button(view, "Add something of your own")
    assert not add.isEnabled()
    view.liked.own.setText("  Feed   the ducks ")
    QTest.keyClick(view.liked.own, Qt.Key.Key_Return)
    assert "Feed the ducks" in texts(view)
    assert view.liked.own.text() == ""
    evening.notes.close()
    assert b"duck" not in evening.bytes_on_disk()
    assert [liked.words for liked in kept(evening, Liked)] == ["Feed the ducks"]  # type: ignore[attr-defined] # `kept` returns bodies of any kind


def test_a_day_is_noted_in_two_clicks_and_taken_back(opened: Open, evening: Evening) -> None:
    view = opened()
    button(view.day.slept, "Yes").click()
    assert kept(evening, Offline) == [], "how long is the one thing that is needed"
    button(view.day.long, "2 hours").click()
    assert kept(evening, Offline) == [Offline(minutes=120, sleep_ok="yes")]
    assert "Noted, for you alone." in texts(view)
    button(view.day.which, "Yesterday").click()
    assert view.day.long.place() is None
    button(view.day.long, "None").click()
    days = [note.day for note in evening.desk.notebook().find(Offline).notes]
    assert days == [SUNDAY.date() - timedelta(days=1), SUNDAY.date()]
    view.day.back.click()
    assert kept(evening, Offline) == [Offline(minutes=120, sleep_ok="yes")]


def test_what_was_done_is_one_of_the_liked_things(opened: Open, evening: Evening) -> None:
    evening.desk.notebook().keep(Liked(activity="bake"), SUNDAY.date())
    view = opened()
    button(view.day.long, "1 hour").click()
    box(view.day, "Bake bread or a cake").click()  # type: ignore[arg-type] # a part of it
    assert kept(evening, Offline) == [Offline(minutes=60, activities=("bake",))]


def test_days_that_are_not_to_be_kept_are_not_asked_for(opened: Open, evening: Evening, qtbot: QtBot) -> None:
    evening.preferences.change(keep_offline=False)
    view = opened()
    assert "Notes of days are turned off." in texts(view)
    assert "4 or more" not in buttons(view)
    evening.preferences.change(keep_offline=True)
    assert "4 or more" in buttons(view)


def test_an_evening_is_kept_free_with_something_instead(opened: Open, evening: Evening) -> None:
    evening.desk.notebook().keep(Liked(activity="bake"), SUNDAY.date())
    view = opened()
    assert [each.day for each in view.evenings.evenings] == [
        SUNDAY.date() + timedelta(days=place) for place in range(7)
    ]
    tomorrow = view.evenings.evenings[1]
    assert tomorrow.instead.isHidden()
    button(view, "Tomorrow").click()
    tomorrow.instead.setCurrentIndex(1)
    tomorrow.instead.activated.emit(1)
    notes = evening.desk.notebook().find(Plan).notes
    assert [(note.day, note.body) for note in notes] == [
        (SUNDAY.date() + timedelta(days=1), Plan(instead="bake"))
    ]
    button(view, "Tomorrow").click()
    assert kept(evening, Plan) == []


def test_after_midnight_it_is_still_tonight(opened: Open, evening: Evening) -> None:
    evening.now = SUNDAY.replace(hour=1)
    view = opened()
    button(view, "Tonight").click()
    assert [note.day for note in evening.desk.notebook().find(Plan).notes] == [
        SUNDAY.date() - timedelta(days=1)
    ]


def test_late_in_the_evening_the_ideas_are_quiet(opened: Open, evening: Evening) -> None:
    evening.now = SUNDAY.replace(hour=23)
    view = opened()
    for _ in range(20):
        assert all(one.late for one in view.ideas.shown)
        view.ideas.other.click()


def test_quiet_hours_are_off_until_somebody_sets_them(opened: Open, evening: Evening, qtbot: QtBot) -> None:
    view = opened()
    quiet = view.quiet
    assert not quiet.on.isChecked()
    assert quiet.hours.isHidden()
    quiet.on.click()
    assert (evening.preferences.now.quiet_from, evening.preferences.now.quiet_until) == (22 * 60 + 30, 7 * 60)
    quiet.start.setTime(QTime(21, 15))
    qtbot.waitUntil(lambda: evening.preferences.now.quiet_from == 21 * 60 + 15)
    quiet.end.setTime(QTime(21, 15))
    qtbot.waitUntil(lambda: not quiet._settle.isActive())
    assert quiet.on.isChecked(), "equal hours while they are turned are no wish to turn them off"
    quiet.on.click()
    assert evening.preferences.now == Settings(set_up=True)
    quiet.on.click()
    assert evening.preferences.now.quiet_from == 21 * 60 + 15
    assert not evening.notes.has_notebook()


def test_without_a_journal_ideas_and_quiet_hours_still_work(opened: Open, evening: Evening) -> None:
    evening.desk.notebook().keep(Liked(activity="bake"), SUNDAY.date())
    evening.broken = "Your keyring is locked. What is in it is safe; unlock it and try again."
    view = opened()
    assert evening.broken in texts(view)
    assert len(view.ideas.shown) == 3
    view.quiet.on.click()
    assert evening.preferences.now.quiet_from
    assert not button(view, "Tonight").isEnabled()
    evening.broken = ""
    button(view, "Try again").click()
    assert "keyring is locked" not in texts(view)
    assert button(view, "Tonight").isEnabled()


def test_what_could_not_be_kept_is_shown_as_it_is(opened: Open, evening: Evening) -> None:
    view = opened()
    evening.broken = "The journal cannot be written. What was kept before is still there."
    button(view, "Tonight").click()
    assert evening.broken in texts(view)
    assert not box(view, "Tonight").isChecked()


def test_quick_clicks_are_all_kept(opened: Open, tmp_path: Path, qtbot: QtBot) -> None:
    patient = Patient()
    slow = Evening(tmp_path / "slow", worker=patient)
    slow.folder.mkdir()
    view = BalanceView(slow.desk, SHUFFLED)
    qtbot.addWidget(view)
    view.show()
    patient.finish()
    for words in ("Tonight", "Tomorrow"):
        button(view, words).click()
    assert [each.line.box.isChecked() for each in view.evenings.evenings][:3] == [True, True, False]
    patient.finish()
    assert [each.line.box.isChecked() for each in view.evenings.evenings][:3] == [True, True, False]
    assert len(slow.desk.notebook().find(Plan).notes) == 2
    slow.notes.close()


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_fits_a_small_window_and_everything_is_named(
    opened: Open, evening: Evening, dress: Dress, scale: float, direction: Qt.LayoutDirection
) -> None:
    dress(dark=scale > 1, scale=scale)
    view = opened()
    page = view.window()
    page.setLayoutDirection(direction)
    page.resize(540, 430)
    view.quiet.on.click()
    button(view, "Tonight").click()
    button(view, "Pick from a list").click()
    QApplication.processEvents()
    assert too_wide(page) == []
    assert nameless(view) == []
