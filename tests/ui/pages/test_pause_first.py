"""The deliberate moment before a session: quiet hours, free evenings, an easy way out, and never in a session."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from guard.knowledge import platforms
from guard.session import aftercare, checklist
from guard.session.keeper import SessionKeeper
from guard.session.model import BackToPlan, Begin, GateChanged, GetReady, Phase, PlanChosen, Stop
from guard.session.model import Plan as SessionPlan
from guard.settings import Settings
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.pages.session.flow import SessionFlow
from guard.ui.pages.session.pause_first import Deliberation
from guard.wellbeing.entries import Plan
from tests.ui.pages.conftest import Dress
from tests.ui.pages.evening_desk import SUNDAY, Evening
from tests.ui.pages.looking import button, buttons, nameless, texts, too_wide
from tests.ui.pages.stand_ins import JUNIPER, Clock, NoMarker, Patient

QUIET = Settings(set_up=True, quiet_from=19 * 60, quiet_until=22 * 60)
PLAN = SessionPlan(JUNIPER.id, JUNIPER.name, "signal", ())

Open = Callable[[Evening], SessionFlow]


@pytest.fixture
def keeper() -> SessionKeeper:
    return SessionKeeper(Clock(), NoMarker())


@pytest.fixture
def opened(qtbot: QtBot, desk: Pseudonyms, keeper: SessionKeeper) -> Iterator[Open]:
    kept: list[object] = []

    def show(evening: Evening) -> SessionFlow:
        deliberation = Deliberation(evening.desk)
        flow = SessionFlow(
            keeper,
            checklist=checklist.load(),
            platforms=platforms.load(),
            pseudonyms=desk,
            programs=tuple,
            facts=dict,
            aftercare=aftercare.load(),
            deliberation=deliberation,
        )
        kept.extend((flow, deliberation, evening))
        qtbot.addWidget(flow)
        flow.resize(900, 700)
        flow.show()
        qtbot.waitExposed(flow)
        flow.activateWindow()
        return flow

    yield show
    for one in kept:
        if isinstance(one, Evening):
            one.notes.close()
    kept.clear()


def wait_out(flow: SessionFlow) -> None:
    for _ in range(10):
        flow.pause.count()


def test_at_any_other_time_nothing_comes_first(opened: Open, tmp_path: Path) -> None:
    evening = Evening(tmp_path)
    flow = opened(evening)
    assert flow.currentWidget() is flow.prepare
    assert not evening.notes.has_notebook()


def test_in_quiet_hours_the_way_out_comes_first_and_the_way_on_opens_later(
    opened: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    flow = opened(Evening(tmp_path, settings=QUIET))
    assert flow.currentWidget() is flow.pause
    assert "from 19:00 to 22:00" in texts(flow)
    assert flow.pause.leave.isEnabled()
    assert not flow.pause.go.isEnabled()
    assert buttons(flow) == ["Not tonight", "Begin anyway (10)"]
    flow.pause.focus()
    qtbot.waitUntil(flow.pause.leave.hasFocus)
    for _ in range(9):
        flow.pause.count()
    assert not flow.pause.go.isEnabled()
    flow.pause.count()
    assert flow.pause.go.isEnabled()
    button(flow, "Begin anyway").click()
    assert flow.currentWidget() is flow.prepare


def test_it_counts_by_itself_while_it_is_seen_and_begins_anew_with_each_visit(
    opened: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    flow = opened(Evening(tmp_path, settings=QUIET))
    flow.pause._seconds.setInterval(1)
    qtbot.waitUntil(flow.pause.go.isEnabled)
    flow.hide()
    flow.pause._seconds.setInterval(10_000)
    flow.show()
    assert not flow.pause.go.isEnabled()


def test_not_tonight_leads_out(opened: Open, tmp_path: Path, qtbot: QtBot) -> None:
    flow = opened(Evening(tmp_path, settings=QUIET))
    with qtbot.waitSignal(flow.left):
        QTest.keyClick(flow.pause.leave, Qt.Key.Key_Space)
    assert flow.currentWidget() is flow.pause


def test_a_free_evening_is_asked_of_the_journal(opened: Open, tmp_path: Path) -> None:
    evening = Evening(tmp_path)
    evening.desk.notebook().keep(Plan(), SUNDAY.date())
    flow = opened(evening)
    assert "You had planned a free evening" in texts(flow)


def test_another_evening_is_not(opened: Open, tmp_path: Path) -> None:
    evening = Evening(tmp_path)
    evening.desk.notebook().keep(Plan(), SUNDAY.date() + timedelta(days=1))
    assert opened(evening).currentWidget() is not None
    flow = opened(evening)
    assert flow.currentWidget() is flow.prepare


def test_an_answer_that_comes_late_still_counts_and_never_in_a_session(
    opened: Open, tmp_path: Path, keeper: SessionKeeper
) -> None:
    patient = Patient()
    evening = Evening(tmp_path, worker=patient)
    evening.desk.notebook().keep(Plan(), SUNDAY.date())
    flow = opened(evening)
    assert flow.currentWidget() is flow.prepare
    patient.finish()
    assert flow.currentWidget() is flow.pause
    keeper.do(PlanChosen(PLAN))
    assert flow.currentWidget() is flow.checklist
    flow.hide()
    flow.show()
    patient.finish()
    assert flow.currentWidget() is flow.checklist


@pytest.mark.parametrize(("settings", "paused"), [(QUIET, True), (Settings(set_up=True), False)])
def test_without_a_readable_journal_only_quiet_hours_count(
    opened: Open, tmp_path: Path, settings: Settings, *, paused: bool
) -> None:
    evening = Evening(tmp_path, settings=settings)
    evening.desk.notebook().keep(Plan(), SUNDAY.date())
    evening.broken = "Your keyring is locked."
    flow = opened(evening)
    assert (flow.currentWidget() is flow.pause) is paused
    assert "is locked" not in texts(flow), "nobody is asked about that here"


def test_once_thought_over_it_does_not_come_back_before_the_session_is_over(
    opened: Open, tmp_path: Path, keeper: SessionKeeper
) -> None:
    flow = opened(Evening(tmp_path, settings=QUIET))
    wait_out(flow)
    flow.pause.go.click()
    keeper.do(PlanChosen(PLAN))
    keeper.do(BackToPlan())
    flow.hide()
    flow.show()
    assert flow.currentWidget() is flow.prepare
    for event in (PlanChosen(PLAN), GateChanged(open=True), GetReady(), Begin()):
        keeper.do(event)
    assert flow.currentWidget() is flow.live
    keeper.do(Stop())
    assert keeper.session.phase is Phase.AFTERCARE
    flow.aftercare.done.emit()
    button(flow, "Prepare another session").click()
    assert flow.currentWidget() is flow.pause


def test_quiet_hours_that_begin_during_a_session_interrupt_nothing(
    opened: Open, tmp_path: Path, keeper: SessionKeeper
) -> None:
    evening = Evening(tmp_path)
    flow = opened(evening)
    for event in (PlanChosen(PLAN), GateChanged(open=True), GetReady(), Begin()):
        keeper.do(event)
    evening.preferences.change(quiet_from=19 * 60, quiet_until=22 * 60)
    flow.hide()
    flow.show()
    assert flow.currentWidget() is flow.live


def test_after_the_session_broke_off_the_journal_is_left_alone(
    opened: Open, tmp_path: Path, keeper: SessionKeeper
) -> None:
    for event in (PlanChosen(PLAN), GateChanged(open=True), GetReady(), Begin(), Stop()):
        keeper.do(event)
    patient = Patient()
    flow = opened(Evening(tmp_path, settings=QUIET, worker=patient))
    assert flow.currentWidget() is flow.aftercare
    assert patient.jobs == []


def test_it_fits_a_small_window_with_large_text(opened: Open, tmp_path: Path, dress: Dress) -> None:
    dress(dark=True, scale=2.0)
    flow = opened(Evening(tmp_path, settings=QUIET))
    flow.resize(540, 430)
    assert too_wide(flow) == []
    assert nameless(flow) == []
