import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guard.capture.finding import Level
from guard.session.checklist import Answer, Fact
from guard.session.model import EndReason, Expectation, Pause, PauseWhy, Phase, Stop
from tests.ui.pages.conftest import Stage
from tests.ui.pages.findings import COVERAGE, found
from tests.ui.pages.looking import button, buttons, texts

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has no window manager


def test_a_session_from_its_plan_to_its_end(stage: Stage) -> None:
    assert stage.flow.currentWidget() is stage.flow.prepare
    stage.plan()
    assert stage.phase() is Phase.GATE
    stage.agree()
    button(stage.flow, "Everything agreed: continue").click()
    assert stage.phase() is Phase.READY
    assert "Juniper" in texts(stage.flow)
    assert "No faces" in texts(stage.flow)
    button(stage.flow, "Begin the session").click()
    assert stage.phase() is Phase.LIVE
    assert "You are Juniper on Signal" in texts(stage.flow)
    button(stage.flow, "We are done").click()
    assert stage.phase() is Phase.AFTERCARE
    button(stage.flow, "Done for now").click()
    assert stage.phase() is Phase.CLOSED
    button(stage.flow, "Back to Today").click()
    assert stage.flow.currentWidget() is stage.flow.prepare


def test_nothing_is_chosen_beforehand(stage: Stage) -> None:
    prepare = stage.flow.prepare
    assert prepare.choice is not None
    assert prepare.choice.place() is None
    assert prepare.place.platform_id == ""
    assert prepare._list.expected() == ()
    assert not prepare._go.isEnabled()
    assert "Still open: who you are and where you talk." in texts(prepare)
    for question in stage.flow.checklist.questions.values():
        assert question.reply().answer is Answer.UNANSWERED
        assert question.reply().picks == ()


def test_the_platforms_own_program_comes_first_unticked(stage: Stage) -> None:
    stage.flow.prepare.place.combo.setEditText("Signal")
    names = [
        name for name in texts(stage.flow.prepare._list).splitlines() if name in {"Firefox", "Signal", "VLC"}
    ]
    assert names[0] == "Signal"
    assert stage.flow.prepare._list.expected() == ()


def test_what_is_ticked_is_expected(stage: Stage) -> None:
    button(stage.flow.prepare, "Firefox may use the camera").click()
    stage.plan()
    plan = stage.keeper.session.plan
    assert plan is not None
    assert plan.expected == (Expectation("firefox", "camera"),)


def test_an_unknown_platform_is_no_dead_end(stage: Stage) -> None:
    prepare = stage.flow.prepare
    chosen = []
    for words in ("Nobody Knows This", "another platform"):
        prepare.place.combo.setEditText(words)
        chosen.append(prepare.place.platform_id)
        assert ("not in the list" in texts(prepare)) is (chosen[-1] == "")
    assert chosen == ["", "other"]


def test_a_pseudonym_made_on_the_way_is_chosen(stage: Stage) -> None:
    button(stage.flow.prepare, "Make a new pseudonym").click()
    stage.flow.prepare.form.name.setText("Wren")
    stage.flow.prepare.form.keep.click()
    stage.worker.finish()
    chosen = stage.flow.prepare.who.profile
    assert chosen is not None
    assert chosen.name == "Wren"


@pytest.mark.parametrize("place", [1, 2])
def test_not_sure_and_no_keep_the_gate_shut(stage: Stage, place: int) -> None:
    stage.plan()
    stage.agree()
    before = stage.keeper.session
    stage.flow.checklist.questions["consent.clear-yes"]._choice.pills()[place].click()
    assert (before.gate_open, stage.keeper.session.gate_open) == (True, False)
    assert not stage.flow.checklist._go.isEnabled()


def test_what_is_left_is_told_and_shown(stage: Stage) -> None:
    stage.plan()
    stage.agree()
    question = stage.flow.checklist.questions["age.everyone"]
    question.clear()
    stage.flow.checklist._judge()
    assert "1 left: “I asked, and I have no doubt" in texts(stage.flow)
    button(stage.flow, "Show me").click()
    assert QApplication.focusWidget() in question._choice.pills()


def test_answers_by_keyboard(stage: Stage) -> None:
    stage.plan()
    question = stage.flow.checklist.questions["consent.clear-yes"]
    yes, not_sure, _no = question._choice.pills()
    question.focus()
    QTest.keyClick(yes, Qt.Key.Key_Right)
    assert not_sure.hasFocus()
    assert question.reply().answer is Answer.UNANSWERED
    QTest.keyClick(not_sure, Qt.Key.Key_Space)
    assert question.reply().answer is Answer.NOT_SURE
    QTest.keyClick(not_sure, Qt.Key.Key_Left)
    assert question.reply().answer is Answer.YES
    QTest.keyClick(yes, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() not in question._choice.pills()


def test_own_words_count_as_a_pick(stage: Stage) -> None:
    stage.plan()
    question = stage.flow.checklist.questions["boundaries.limit"]
    assert question._own is not None
    question._own.setText("  no voices  ")
    assert question.reply().picks == ("no voices",)


def test_a_fact_answers_by_itself_and_follows_what_is_seen(stage: Stage) -> None:
    stage.plan()
    question = stage.flow.checklist.questions["privacy.no-recorder"]
    assert "Yes, as far as this computer can see" in texts(question)
    assert "All sensors for it are on." in texts(question)
    stage.facts["capture.no-recorder"] = Fact(Answer.NO, "OBS Studio is open.")
    stage.flow.refresh_facts()
    assert "No, not at the moment" in texts(question)
    stage.facts["capture.no-recorder"] = Fact(Answer.NOT_SURE, "The sensor is off.")
    stage.flow.refresh_facts()
    assert "cannot tell" in texts(question)
    assert button(question, "Yes").isEnabled()


def test_going_back_to_the_plan_voids_the_answers(stage: Stage) -> None:
    stage.plan()
    stage.agree()
    button(stage.flow, "Change who or where").click()
    assert stage.phase() is Phase.PREPARE
    assert stage.flow.prepare.who.profile is not None
    stage.flow.prepare._go.click()
    assert not stage.flow.checklist.verdict.open
    assert len(stage.flow.checklist.verdict.missing) == 7


def test_answers_do_not_keep_for_longer_than_the_ticket(stage: Stage) -> None:
    stage.plan()
    stage.agree()
    stage.clock.now += 31 * 60
    stage.flow.checklist._go.click()
    assert stage.phase() is Phase.GATE
    assert not stage.flow.checklist.verdict.open
    assert "everything is asked again" in texts(stage.flow)


def test_ready_says_how_long_it_is_good_for(stage: Stage) -> None:
    stage.plan()
    stage.agree()
    stage.flow.checklist._go.click()
    assert "Good for 30 more minutes." in texts(stage.flow)
    stage.clock.now += 29.5 * 60
    stage.flow._pass_time()
    assert "Good for 1 more minute." in texts(stage.flow)


def test_calling_it_off_is_fine(stage: Stage) -> None:
    stage.plan()
    button(stage.flow, "Not today").click()
    assert stage.phase() is Phase.CANCELLED
    assert "always fine" in texts(stage.flow)
    button(stage.flow, "Prepare another session").click()
    assert stage.flow.prepare.choice is not None
    assert stage.flow.prepare.choice.place() is None


def test_stop_is_focused_and_takes_one_key(stage: Stage) -> None:
    stage.begin()
    assert stage.flow.live.stop.hasFocus()
    QTest.keyClick(stage.flow.live.stop, Qt.Key.Key_Space)
    assert stage.phase() is Phase.AFTERCARE
    assert stage.keeper.session.end_reason is EndReason.STOPPED
    assert QApplication.activeModalWidget() is None


@pytest.mark.parametrize("pause", [False, True])
def test_the_stop_keys_work_wherever_the_focus_is(stage: Stage, *, pause: bool) -> None:
    stage.begin()
    if pause:
        stage.keeper.do(Pause(PauseWhy.PRACTICAL))
    QTest.keyClick(stage.flow, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert stage.phase() is Phase.AFTERCARE


def test_the_stop_keys_do_nothing_before_a_session(stage: Stage) -> None:
    stage.plan()
    QTest.keyClick(stage.flow, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert stage.phase() is Phase.GATE


def test_the_time_counts_up_and_is_named_in_minutes(stage: Stage) -> None:
    stage.begin()
    stage.clock.now += 605
    stage.flow._pass_time()
    assert stage.flow.live.time.shown == "10:05"
    assert stage.flow.live.time.text() == "10 minutes"
    assert stage.flow.live.time.accessibleDescription() == "10 minutes"
    stage.clock.now += 3600
    stage.flow._pass_time()
    assert stage.flow.live.time.shown == "1:10:05"


def test_the_running_session_shows_what_the_guard_sees(stage: Stage) -> None:
    stage.begin()
    stage.flow.show_guard([(found("Firefox"), Level.QUIET)], COVERAGE)
    assert "Firefox" not in texts(stage.flow)
    assert "Watching with 2 sensors; 1 limited; 1 off." in texts(stage.flow)
    stage.flow.show_guard([(found("OBS Studio"), Level.ALARM)], COVERAGE)
    assert "OBS Studio is recording or sharing the screen." in texts(stage.flow)


def test_two_fresh_yeses_go_on(stage: Stage) -> None:
    stage.begin()
    button(stage.flow, "Pause").click()
    paused = stage.flow.paused
    assert not paused._go.isEnabled()
    paused.mine.pills()[0].click()
    assert not paused._go.isEnabled()
    paused.theirs.pills()[0].click()
    button(stage.flow, "Go on").click()
    assert stage.phase() is Phase.LIVE
    button(stage.flow, "Pause").click()
    assert paused.mine.place() is None
    assert paused.theirs.place() is None


def test_a_doubt_in_the_pause_ends_it_kindly(stage: Stage) -> None:
    stage.begin()
    button(stage.flow, "Pause").click()
    stage.flow.paused.theirs.pills()[1].click()
    assert "Go on" not in buttons(stage.flow)
    button(stage.flow, "End it here").click()
    assert stage.keeper.session.end_reason is EndReason.NO_FRESH_YES
    assert "Without two fresh yeses" in texts(stage.flow)


def test_after_a_hard_end_there_is_grounding_and_no_question(stage: Stage) -> None:
    stage.begin()
    stage.flow.live.stop.click()
    assert "It is over now" in texts(stage.flow)
    assert "Feel the floor under your feet." in texts(stage.flow)
    assert "?" not in texts(stage.flow)


def test_a_stop_from_another_thread_reaches_the_page(qtbot: QtBot, stage: Stage) -> None:
    stage.begin()
    other = threading.Thread(target=lambda: stage.keeper.do(Stop()))
    other.start()
    other.join()
    qtbot.waitUntil(lambda: stage.flow.currentWidget() is stage.flow.aftercare)


def test_answers_of_a_round_that_is_over_open_no_gate(stage: Stage) -> None:
    stage.plan()
    stage.agree()
    round_before = stage.keeper.session.answers_round
    stage.clock.now += 31 * 60
    other = threading.Thread(target=stage.keeper.tick)
    other.start()
    other.join()
    assert stage.keeper.session.answers_round > round_before
    stage.flow.checklist.questions["consent.newcomers"]._choice.pills()[0].click()
    assert not stage.keeper.session.gate_open
