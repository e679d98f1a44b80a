"""Every page for everyone: by keyboard, by ear, with large text, right to left, in the dark."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from guard.capture.finding import Level
from guard.session.model import Pause, PauseWhy
from guard.ui.pages.profiles import ProfilesPage
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.pages.today import TodayPage
from guard.ui.pages.watching import WatchingPage
from tests.ui.pages.conftest import Dress, Stage
from tests.ui.pages.findings import COVERAGE, found
from tests.ui.pages.looking import nameless, too_wide
from tests.ui.pages.stand_ins import Patient

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has no window manager

FOUND = [(found("OBS Studio"), Level.ALARM), (found("Firefox"), Level.QUIET)]


def walk(stage: Stage) -> list[tuple[str, Callable[[], object]]]:
    """Return every step of a session and how to get there from the one before."""
    flow = stage.flow
    return [
        ("prepare", lambda: flow.prepare.place.combo.setEditText("Telegram")),
        ("make a pseudonym", flow.prepare._open),
        ("form closed", flow.prepare.form.cancel.click),
        ("checklist", stage.plan),
        ("answered", stage.agree),
        ("ready", flow.checklist._go.click),
        ("live", flow.ready._go.click),
        ("alarm", lambda: flow.show_guard(FOUND, COVERAGE)),
        ("paused", lambda: stage.keeper.do(Pause(PauseWhy.ALARM))),
        ("aftercare", flow.stop),
        ("over", flow.aftercare._go.click),
    ]


def test_every_control_of_a_session_has_a_name(stage: Stage) -> None:
    for step, go in walk(stage):
        go()
        assert nameless(stage.flow) == [], step


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_a_session_fits_a_small_window_with_large_text(
    stage: Stage, dress: Dress, direction: Qt.LayoutDirection
) -> None:
    dress(dark=True, scale=2.0)
    stage.flow.setLayoutDirection(direction)
    stage.flow.resize(540, 430)
    for step, go in walk(stage):
        go()
        assert too_wide(stage.flow) == [], step
        assert stage.flow.size().width() == 540, step


@pytest.mark.parametrize("page_type", [TodayPage, WatchingPage])
def test_the_guards_pages_fit_a_small_window_with_large_text(
    qtbot: QtBot, dress: Dress, page_type: type[TodayPage | WatchingPage]
) -> None:
    dress(scale=2.0)
    page = page_type()
    qtbot.addWidget(page)
    if isinstance(page, TodayPage):
        page.show_guard(FOUND, COVERAGE)
    else:
        page.show_findings(FOUND)
        page.show_coverage(COVERAGE)
    page.resize(540, 430)
    page.show()
    qtbot.waitExposed(page)
    assert too_wide(page) == []
    assert nameless(page) == []


def test_profiles_fit_a_small_window_with_large_text(
    qtbot: QtBot, dress: Dress, desk: Pseudonyms, worker: Patient
) -> None:
    dress(scale=2.0)
    page = ProfilesPage(desk)
    qtbot.addWidget(page)
    page.resize(540, 430)
    page.show()
    qtbot.waitExposed(page)
    assert too_wide(page) == []
    worker.finish()
    assert too_wide(page) == []
    for profile_id in ("p1", ""):
        page.open(profile_id)
        assert page.editor is not None
        page.editor.fields.handles.add.click()
        page.editor.fields.suggest.click()
        assert too_wide(page) == []
        assert nameless(page) == []
        page.editor.fields.suggestions.forget()
        page.editor._close()


def tab_order(window: QWidget, presses: int) -> list[QWidget]:
    """Return where the focus goes."""
    seen = []
    for _ in range(presses):
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    return seen


def test_tab_goes_down_the_plan_to_its_button(stage: Stage) -> None:
    prepare = stage.flow.prepare
    prepare.focus()
    prepare.place.combo.setEditText("Signal")
    assert prepare.choice is not None
    prepare.choice.choose(0)
    prepare._refresh()
    places = tab_order(stage.flow, 10)
    wanted = [prepare.choice.pills()[0], prepare._new, prepare.place.combo]
    order = [places.index(widget) for widget in wanted]
    assert order == sorted(order)
    assert prepare._go in places
    assert places.index(prepare._go) > order[-1]


def test_tab_comes_to_each_question_once(stage: Stage) -> None:
    stage.plan()
    checklist = stage.flow.checklist
    checklist.questions["consent.clear-yes"].focus()
    places = tab_order(stage.flow, 3)
    firsts = [
        checklist.questions[name]._choice.pills()[0]
        for name in ("consent.clear-yes", "consent.free-choice", "consent.newcomers")
    ]
    assert places == firsts


def test_an_answer_is_heard_with_its_question_and_all_answers_are_alike(stage: Stage) -> None:
    stage.plan()
    question = stage.flow.checklist.questions["consent.clear-yes"]
    heard = [QAccessible.queryAccessibleInterface(pill) for pill in question._choice.pills()]
    assert [each.text(QAccessible.Text.Name) for each in heard] == ["Yes", "Not sure", "No"]
    for each in heard:
        assert each.parent().role() is QAccessible.Role.Grouping
        assert each.parent().text(QAccessible.Text.Name) == question.item.text
    assert len({pill.size().toTuple() for pill in question._choice.pills()}) == 1
