"""What a screen reader is told by itself during a session."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from guard.session.model import Finish, Pause, PauseWhy, Phase, Stop
from guard.ui.pages.session import speaking
from tests.ui.pages.conftest import Stage
from tests.ui.pages.looking import button
from tests.ui.pages.test_session_check_in import pass_time

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has no window manager

POLITE = QAccessible.AnnouncementPoliteness.Polite
ASSERTIVE = QAccessible.AnnouncementPoliteness.Assertive


@dataclass
class Ear:
    """Stands in for the bridge to assistive technology."""

    AnnouncementPoliteness = QAccessible.AnnouncementPoliteness
    heard: list[tuple[str, QAccessible.AnnouncementPoliteness]] = field(default_factory=list)

    def updateAccessibility(self, event: QAccessibleAnnouncementEvent) -> None:
        self.heard.append((event.message(), event.politeness()))

    def take(self) -> list[tuple[str, QAccessible.AnnouncementPoliteness]]:
        heard, self.heard = self.heard, []
        return heard


@pytest.fixture
def ear(monkeypatch: pytest.MonkeyPatch) -> Ear:
    listening = Ear()
    monkeypatch.setattr(speaking, "QAccessible", listening)
    return listening


@pytest.fixture
def elsewhere(qtbot: QtBot, ear: Ear, stage: Stage) -> Iterator[QStackedWidget]:
    """A window of two pages, with a running session on the one that is not open."""
    stage.begin()
    pages = QStackedWidget()
    qtbot.addWidget(pages)
    pages.addWidget(QWidget())
    pages.addWidget(stage.flow)
    pages.show()
    ear.take()
    yield pages
    stage.flow.setParent(None)


def test_each_step_is_told_once_with_what_it_says(ear: Ear, stage: Stage) -> None:
    ((plan, polite),) = ear.take()
    assert plan.startswith("Prepare a session. A few small questions")
    stage.plan()
    ((gate, polite),) = ear.take()
    assert gate.startswith("Before you begin. Answer for today")
    assert "7 left." in gate
    assert polite is POLITE
    stage.agree()
    ear.take()
    stage.flow.checklist._go.click()
    ((ready, polite),) = ear.take()
    assert ready == "Ready when you are. Nothing has begun yet. Take your time. Good for 30 more minutes."
    stage.flow.ready._go.click()
    ((live, polite),) = ear.take()
    assert live.startswith("You are Juniper on Signal. Stop ends it at once")
    assert polite is POLITE
    stage.flow._pass_time()
    assert ear.take() == []


def test_a_halt_is_told_at_once_with_its_reason(ear: Ear, stage: Stage) -> None:
    stage.begin()
    ear.take()
    stage.keeper.do(Pause(PauseWhy.ALARM))
    ((paused, politeness),) = ear.take()
    assert paused.startswith("Paused. Something needed a look.")
    assert politeness is ASSERTIVE
    stage.keeper.do(Stop())
    ((over, politeness),) = ear.take()
    assert over.startswith("It is over now. Stopping is always right.")
    assert "Now: a warm drink." in over
    assert politeness is ASSERTIVE


def test_silence_is_told_with_both_its_steps(ear: Ear, stage: Stage) -> None:
    stage.begin()
    ear.take()
    pass_time(stage, 600)
    ((asked, politeness),) = ear.take()
    assert asked == (
        "How is it? Answer for everyone. Without an answer it pauses after a minute and a half. "
        "1: Comfortable. 2: Adjust. 3: Stop."
    )
    assert politeness is POLITE
    pass_time(stage, 90)
    ((paused, _),) = ear.take()
    assert "Nobody answered the check-in." in paused
    pass_time(stage, 210)
    ((over, _),) = ear.take()
    assert over.startswith("It is over now. Nobody answered")


def test_an_answered_check_in_says_nothing_more(ear: Ear, stage: Stage) -> None:
    stage.begin()
    pass_time(stage, 600)
    ear.take()
    QTest.keyClick(stage.flow, Qt.Key.Key_1)
    assert stage.phase() is Phase.LIVE
    assert ear.take() == []


def test_the_plan_is_told_by_its_page_only(ear: Ear, stage: Stage) -> None:
    ear.take()
    stage.flow.hide()
    stage.flow.show()
    assert ear.take() == []


def test_the_gate_tells_its_verdict_when_it_turns_and_not_at_every_answer(ear: Ear, stage: Stage) -> None:
    stage.plan()
    ear.take()
    first = stage.flow.checklist.questions["consent.clear-yes"]._choice.pills()
    first[0].click()
    assert ear.take() == []
    first[2].click()
    ((shut, _),) = ear.take()
    assert shut == "There is a no among the answers. It counts: this session stays shut."
    first[0].click()
    ear.take()
    stage.agree()
    ((agreed, _),) = ear.take()
    assert agreed.startswith("Agreed.")


def test_answers_that_ran_out_are_told_once_with_the_reason(ear: Ear, stage: Stage) -> None:
    stage.plan()
    stage.agree()
    ear.take()
    stage.clock.now += 31 * 60
    stage.flow.checklist._go.click()
    assert stage.phase() is Phase.GATE
    ((again, _),) = ear.take()
    assert "everything is asked again" in again


def test_a_halt_is_heard_from_another_page_and_the_rest_waits_for_its_own(
    ear: Ear, stage: Stage, elsewhere: QStackedWidget
) -> None:
    stage.keeper.do(Pause(PauseWhy.PRACTICAL))
    assert [words.partition(".")[0] for words, _ in ear.take()] == ["Paused"]
    stage.keeper.do(Finish())
    ear.take()
    button(stage.flow, "Done for now").click()
    assert ear.take() == []
    elsewhere.setCurrentWidget(stage.flow)
    assert [words.partition(".")[0] for words, _ in ear.take()] == ["That was all"]


def test_nothing_is_said_while_the_window_is_hidden(
    ear: Ear, stage: Stage, elsewhere: QStackedWidget
) -> None:
    elsewhere.hide()
    stage.keeper.do(Pause(PauseWhy.PRACTICAL))
    assert ear.take() == []
    elsewhere.setCurrentWidget(stage.flow)
    elsewhere.show()
    assert [words.partition(".")[0] for words, _ in ear.take()] == ["Paused"]
