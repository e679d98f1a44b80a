"""The limits of the evening on the session's pages."""

from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot

from guard.session import topics
from guard.session.boundaries import Channel, Level
from guard.session.model import Phase
from guard.ui.limits import LimitsDesk
from guard.ui.pages.boundaries.tonight import LIMIT_ITEM, Tonight
from guard.ui.pages.pseudonyms import Pseudonyms
from tests.ui.pages.conftest import Stage
from tests.ui.pages.looking import button, nameless, texts


@dataclass
class Evening:
    stage: Stage
    limits: LimitsDesk
    tonight: Tonight

    def decide(self, topic: str, level: Level | None, channel: Channel = Channel.LIVE) -> None:
        self.limits.decide("p1", topic, [channel], level)


@pytest.fixture
def evening(stage: Stage, desk: Pseudonyms) -> Evening:
    limits = LimitsDesk(desk, stage.keeper, parent=desk)
    tonight = Tonight(limits, topics.load(), stage.flow, lambda: stage.keeper.session)
    return Evening(stage, limits, tonight)


def choose_self(stage: Stage) -> None:
    assert stage.flow.prepare.choice is not None
    stage.flow.prepare.choice.pills()[0].click()


def test_while_preparing_the_limits_of_whoever_is_chosen_are_shown(evening: Evening, qtbot: QtBot) -> None:
    prepare = evening.stage.flow.prepare
    assert "Your limits tonight" not in texts(prepare)
    evening.decide("camera", Level.NEVER)
    choose_self(evening.stage)
    assert "Never: My camera being on" in texts(prepare)
    assert "ask me first" in texts(prepare)
    evening.decide("camera", Level.FINE_TODAY)
    assert "Fine today: My camera being on" in texts(prepare)
    assert prepare.choice is not None
    prepare.choice.pills()[1].click()
    assert "My camera" not in texts(prepare)
    assert "Nothing decided" in texts(prepare)
    with qtbot.waitSignal(evening.tonight.change_wanted, check_params_cb=lambda one: one == "p2"):
        button(prepare, "Change the limits of Amber").click()


def test_the_gate_offers_them_and_only_a_person_ticks(evening: Evening) -> None:
    stage = evening.stage
    evening.decide("camera", Level.NEVER)
    evening.decide("voice", Level.NOT_TODAY)
    evening.decide("nicknames", Level.ASK_FIRST)
    stage.plan()
    question = stage.flow.checklist.questions[LIMIT_ITEM]
    assert "Never: My camera being on · Not today: My voice" in texts(question)
    assert question.reply().picks == ()
    assert LIMIT_ITEM in stage.flow.checklist.verdict.missing
    button(question, "My limits in Guard (2)").click()
    assert LIMIT_ITEM not in stage.flow.checklist.verdict.missing
    assert nameless(stage.flow.checklist) == []


def test_without_anything_off_the_table_the_gate_asks_as_ever(evening: Evening) -> None:
    evening.decide("nicknames", Level.ASK_FIRST)
    evening.decide("voice", Level.FINE_TODAY)
    evening.stage.plan()
    question = evening.stage.flow.checklist.questions[LIMIT_ITEM]
    assert "My limits in Guard" not in texts(question)
    assert all("in Guard" not in box.text() for box in question._boxes if box.isVisibleTo(question))
    question._boxes[0].click()
    assert LIMIT_ITEM not in evening.stage.flow.checklist.verdict.missing


def test_a_tick_goes_when_there_is_no_limit_any_more(evening: Evening) -> None:
    evening.decide("camera", Level.NEVER)
    evening.stage.plan()
    question = evening.stage.flow.checklist.questions[LIMIT_ITEM]
    button(question, "My limits in Guard (1)").click()
    evening.decide("camera", None)
    assert LIMIT_ITEM in evening.stage.flow.checklist.verdict.missing
    assert question.reply().picks == ()


def test_live_they_are_folded_away_and_only_get_tighter(evening: Evening) -> None:
    evening.decide("camera", Level.ASK_FIRST)
    evening.decide("voice", Level.FINE_TODAY)
    evening.stage.begin()
    live = evening.tonight.live
    assert evening.stage.phase() is Phase.LIVE
    assert live.rows == {}
    live.head.click()
    assert list(live.rows) == ["voice", "camera"]
    bar = live.rows["camera"].bar
    assert [segment.isEnabled() for segment in bar.segments()] == [True, True, True, False]
    bar.segments()[0].click()
    standing = evening.limits.standing("p1")
    assert standing.decided("camera", Channel.LIVE) is Level.NEVER
    assert [segment.isEnabled() for segment in bar.segments()] == [True, False, False, False]
    assert nameless(live) == []


def test_after_the_session_the_yeses_are_gone(evening: Evening) -> None:
    evening.decide("voice", Level.FINE_TODAY)
    evening.decide("camera", Level.NEVER)
    evening.stage.begin()
    evening.tonight.live.head.click()
    evening.stage.flow.stop()
    assert list(evening.tonight.live.rows) == ["camera"]
    assert "Fine today" not in evening.tonight.live.head.says


def test_something_else_leads_to_all_topics(evening: Evening, qtbot: QtBot) -> None:
    evening.stage.begin()
    evening.tonight.live.head.click()
    with qtbot.waitSignal(evening.tonight.change_wanted, check_params_cb=lambda one: one == "p1"):
        evening.tonight.live.more.click()
