"""The Reflections page over a real journal."""

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from guard.errors import GuardError
from guard.ui.pages.reflections.chart import Chart
from guard.ui.pages.reflections.export_card import ExportCard
from guard.ui.pages.reflections.kept_view import KeptView
from guard.ui.pages.reflections.page import ReflectionsPage
from guard.ui.remembering import Remembering
from guard.ui.widgets.banner import Banner
from guard.ui.widgets.fold import Fold
from guard.wellbeing.entries import Mood, Offline, SessionNote, When
from tests.ui.pages.reflections.notes_desk import DAY, MORNING, Bench, bright, evening

TELLING = 6
"""Insights that twelve such evenings are enough for, and the card of those that wait."""
LOOK_BACK, INSIGHTS, _BALANCE, KEPT = range(4)


def opened(table: Bench, qtbot: QtBot, tab: int = LOOK_BACK) -> ReflectionsPage:
    page = ReflectionsPage(table.desk, Remembering(table.desk, may_ask=lambda: True))
    qtbot.addWidget(page)
    page.resize(900, 700)
    table.held.append(page)
    page.show()
    turn(page, tab)
    return page


def turn(page: ReflectionsPage, tab: int) -> None:
    page.tabs.setCurrentIndex(tab)
    for _ in range(
        3
    ):  # a page that has just been made is shown with the next turn, what it shows with another
        QApplication.processEvents()


def says(what: str, page: ReflectionsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: what in words(page))


def words(page: ReflectionsPage) -> str:
    told = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    return "\n".join([*told, *(fold.says for fold in page.findChildren(Fold) if fold.isVisible())])


def many(table: Bench, count: int) -> None:
    for number in range(count):
        day, session = DAY - timedelta(days=3 * number), f"s{number}"
        table.keep(evening(), day, session)
        for when in When:
            table.keep(bright(when), day + timedelta(days=when is When.NEXT_DAY), session)
        table.keep(Offline(minutes=60 * (number % 3 + 1), sleep_ok="yes"), day + timedelta(days=1))


def test_looking_makes_no_journal(table: Bench, qtbot: QtBot) -> None:
    page = opened(table, qtbot)
    turn(page, INSIGHTS)
    says("Nothing is noted yet", page, qtbot)
    assert not table.notes.has_notebook()


def test_what_was_noted_is_told_in_words(table: Bench, qtbot: QtBot) -> None:
    table.keep(evening(), DAY, "s1")
    table.keep(bright(When.AFTER), DAY, "s1")
    page = opened(table, qtbot)
    says("A session of about 45 minutes, it came to its end, 2 of 3 check-ins answered.", page, qtbot)
    says("Afterwards: bright, much energy, happy.", page, qtbot)


def test_older_weeks_come_when_asked_for(table: Bench, qtbot: QtBot) -> None:
    many(table, 40)
    page = opened(table, qtbot)
    list_ = page.past.made.weeks
    qtbot.waitUntil(list_.earlier.isVisible)
    before = len(list_.days)
    while list_.earlier.isVisible():
        with qtbot.waitSignal(list_.complete):
            list_.earlier.click()
    assert len(list_.days) > before


def test_one_evening_is_forgotten_after_a_second_word(table: Bench, qtbot: QtBot) -> None:
    many(table, 2)
    page = opened(table, qtbot)
    qtbot.waitUntil(lambda: bool(page.past.made.weeks.days))
    row = next(row for row in page.past.made.weeks.days if row._day.day == DAY)
    row.head.click()
    assert len(table.all(SessionNote)) == 2
    row.really.click()
    left = table.desk.notebook().find(SessionNote).notes
    assert [note.session for note in left] == ["s1"]
    assert {note.session for note in table.desk.notebook().find(Mood).notes} == {"s1"}
    assert "forgotten" in table.told[-1]


def test_the_day_after_is_asked_and_then_is_not(table: Bench, qtbot: QtBot) -> None:
    table.keep(evening(), DAY, "s1")
    table.now[0] = MORNING
    page = opened(table, qtbot)
    morning = page.past.made.morning
    assert morning.isVisible()
    morning.sheet.mood.pleasant.pills()[3].click()
    morning.sheet.mood.energy.pills()[2].click()
    morning.keep.click()
    assert not morning.isVisible()
    assert [mood.when for mood in table.all(Mood) if isinstance(mood, Mood)] == [When.NEXT_DAY]


def test_the_day_after_can_wait(table: Bench, qtbot: QtBot) -> None:
    table.keep(evening(), DAY, "s1")
    table.now[0] = MORNING
    page = opened(table, qtbot)
    page.past.made.morning.not_now.click()
    page.hide()
    page.show()
    QApplication.processEvents()
    assert not page.past.made.morning.isVisible()
    assert table.all(Mood) == []


def test_with_too_few_sessions_it_says_so(table: Bench, qtbot: QtBot) -> None:
    many(table, 3)
    page = opened(table, qtbot, INSIGHTS)
    says("Too little to tell yet", page, qtbot)
    assert page.findChildren(Chart) == []


def test_insights_come_in_words_and_in_charts_that_can_be_heard(table: Bench, qtbot: QtBot) -> None:
    many(table, 12)
    page = opened(table, qtbot, INSIGHTS)
    qtbot.waitUntil(lambda: len(page.insights.made.view.cards) == TELLING)
    charts = page.insights.made.findChildren(Chart)
    assert charts
    assert all(chart.accessibleName() for chart in charts)
    assert any("2 h" in chart.accessibleName() for chart in charts)
    says("The day after", page, qtbot)
    assert not page.insights.made.grab().isNull()


def test_insights_that_are_turned_off_are_not_worked_out(table: Bench, qtbot: QtBot) -> None:
    many(table, 12)
    table.desk.preferences.change(show_insights=False)
    page = opened(table, qtbot, INSIGHTS)
    says("Insights are turned off", page, qtbot)
    assert page.insights.made.view.cards == []
    page.insights.made._turn_on.click()
    qtbot.waitUntil(lambda: bool(page.insights.made.view.cards))


def test_a_journal_that_cannot_be_read_says_why_and_waits(table: Bench, qtbot: QtBot) -> None:
    table.keep(evening(), DAY, "s1")
    table.worker.broken = GuardError("The keyring is locked.")
    page = opened(table, qtbot)
    says("The keyring is locked.", page, qtbot)
    table.worker.broken = None
    page.hide()
    page.show()
    QApplication.processEvents()
    says("45 minutes", page, qtbot)


def test_a_journal_that_cannot_be_changed_says_so_above_the_notes(
    table: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.keep(evening(), DAY, "s1")
    monkeypatch.setattr(table.notes, "read_only", lambda: "The disk is full.")
    page = opened(table, qtbot)
    assert [banner.sentence.text() for banner in page.findChildren(Banner)] == ["The disk is full."]
    says("45 minutes", page, qtbot)


def test_every_switch_holds_at_once(table: Bench, qtbot: QtBot) -> None:
    page = opened(table, qtbot, KEPT)
    view = page.kept.made.findChild(KeptView)
    assert view is not None
    for field, switch in view.switches.items():
        before = getattr(table.desk.preferences.now, field)
        switch.click()
        assert getattr(table.desk.preferences.now, field) is not before or not switch.isEnabled()


def test_all_notes_go_after_a_second_word(table: Bench, qtbot: QtBot) -> None:
    many(table, 3)
    view = opened(table, qtbot, KEPT).kept.made.findChild(KeptView)
    view.delete.click()
    assert len(table.all(SessionNote)) == 3
    view.really.click()
    assert table.all(SessionNote) == []


@pytest.mark.parametrize("name", ["notes.txt", "notes.json"])
def test_notes_are_taken_along(table: Bench, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    many(table, 2)
    card = opened(table, qtbot, KEPT).kept.made.findChild(ExportCard)
    target = tmp_path / "along" / name
    card.target.field.setText(str(target))
    card.go.click()
    content = target.read_text()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert ("Session of about 45 min" in content) if name.endswith("txt") else len(json.loads(content)) > 4
    card.target.field.setText(str(target))
    card.go.click()
    assert "already" in card.says.text()
    assert card.go.text() == "Replace it"


def test_a_file_that_cannot_be_written_leaves_the_notes_alone(
    table: Bench, qtbot: QtBot, tmp_path: Path
) -> None:
    many(table, 1)
    (tmp_path / "file").write_text("x")
    card = opened(table, qtbot, KEPT).kept.made.findChild(ExportCard)
    card.target.field.setText(str(tmp_path / "file" / "notes.txt"))
    card.go.click()
    assert "could not be written" in card.says.text()
    assert len(table.all(SessionNote)) == 1
