"""Steps that are made when they are wanted: nothing is missing on them, and nobody waits for the others."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from guard.knowledge import platforms
from guard.session import aftercare, checklist
from guard.session.checklist import Answer, Fact
from guard.session.keeper import SessionKeeper
from guard.session.model import Begin, GateChanged, GetReady, Pause, PauseWhy, Phase, Plan, PlanChosen
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.pages.session.coming import Coming
from guard.ui.pages.session.flow import SessionFlow
from guard.ui.pages.session.step import Step
from tests.ui.pages.findings import COVERAGE
from tests.ui.pages.looking import texts
from tests.ui.pages.stand_ins import JUNIPER, Clock, NoMarker

PLAN = Plan(JUNIPER.id, JUNIPER.name, "signal", ())
LIVE = (PlanChosen(PLAN), GateChanged(open=True), GetReady(), Begin())

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has no window manager


@pytest.fixture
def keeper() -> SessionKeeper:
    return SessionKeeper(Clock(), NoMarker())


@pytest.fixture
def flow(qtbot: QtBot, desk: Pseudonyms, keeper: SessionKeeper) -> SessionFlow:
    made = SessionFlow(
        keeper,
        checklist=checklist.load(),
        platforms=platforms.load(),
        pseudonyms=desk,
        programs=tuple,
        facts=lambda: {"capture.no-recorder": Fact(Answer.YES, "All sensors for it are on.")},
        aftercare=aftercare.load(),
    )
    qtbot.addWidget(made)
    made.resize(900, 700)
    return made


def there(flow: SessionFlow) -> list[str]:
    return [type(step.made).__name__ for step in flow.coming.every() if step.made is not None]


def test_only_the_first_step_is_there_before_the_page_is_seen(flow: SessionFlow) -> None:
    assert there(flow) == ["PrepareStep"]
    assert not flow.complete


def test_the_others_are_made_once_it_is_seen(flow: SessionFlow, qtbot: QtBot) -> None:
    done: list[str] = []
    flow.soon(lambda: done.extend(there(flow)))
    flow.show()
    assert there(flow) == ["PrepareStep"]
    qtbot.waitUntil(lambda: flow.complete)
    assert done == ["PrepareStep"]  # what was to come soon came before them
    assert flow.currentWidget() is flow.prepare
    assert all(flow.indexOf(step.now()) >= 0 for step in flow.coming.every())


def test_nothing_is_made_on_a_page_that_nobody_sees(flow: SessionFlow, qtbot: QtBot) -> None:
    flow.show_guard((), COVERAGE)
    flow.refresh_facts()
    flow.set_now(lambda: 5.0)
    flow.stop()
    assert there(flow) == ["PrepareStep"]


def test_a_step_that_was_quicker_than_the_others_has_everything_on_it(
    flow: SessionFlow, keeper: SessionKeeper
) -> None:
    flow.show_guard((), COVERAGE)
    for event in LIVE:
        keeper.do(event)
    assert flow.currentWidget() is flow.live
    assert "You are Juniper on Signal" in texts(flow.live)
    assert "Watching" in texts(flow.live.guard)
    keeper.do(Pause(PauseWhy.PRACTICAL))
    assert flow.currentWidget() is flow.paused
    assert "Watching" in texts(flow.paused.guard)
    flow.paused.stopped.emit()
    assert keeper.session.phase is Phase.AFTERCARE
    assert flow.currentWidget() is flow.aftercare


def test_the_checklist_knows_what_the_computer_sees_from_the_beginning(flow: SessionFlow) -> None:
    question = flow.checklist.questions["privacy.no-recorder"]
    assert "All sensors for it are on." in texts(question)


def test_a_gate_that_is_open_is_not_shut_by_its_page_being_made(desk: Pseudonyms, qtbot: QtBot) -> None:
    keeper = SessionKeeper(Clock(), NoMarker())
    for event in LIVE[:2]:
        keeper.do(event)
    flow = SessionFlow(
        keeper,
        checklist=checklist.load(),
        platforms=platforms.load(),
        pseudonyms=desk,
        programs=tuple,
        facts=dict,
        aftercare=aftercare.load(),
    )
    qtbot.addWidget(flow)
    assert flow.currentWidget() is flow.checklist
    assert keeper.session.gate_open


def test_what_waits_for_a_step_is_done_once_and_in_order(qtbot: QtBot) -> None:
    heard: list[str] = []
    makes = 0

    def make() -> Step:
        nonlocal makes
        makes += 1
        step = Step()
        qtbot.addWidget(step)
        return step

    coming = Coming(make)

    def hear(words: str) -> Callable[[Step], None]:
        return lambda _step: heard.append(words)

    coming.when_made(hear("one"))
    coming.when_made(lambda _: coming.when_made(hear("said meanwhile")))
    coming.when_made(lambda step: heard.append("itself" if coming.now() is step else "another"))
    assert (heard, coming.made, makes) == ([], None, 0)
    assert coming.now() is coming.now()
    coming.when_made(hear("later"))
    assert heard == ["one", "itself", "said meanwhile", "later"]
    assert makes == 1
