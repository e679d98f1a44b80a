"""Check-ins, the planned length and looking back, on the session's page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout
from pytestqt.qtbot import QtBot

from guard.session.model import Asking, EndReason, Phase
from guard.ui.pages.session.flow import SessionFlow
from guard.ui.pages.session.reflect import Reflection
from guard.ui.pages.session.rhythm import RhythmChoice
from tests.ui.pages.conftest import Dress, Stage
from tests.ui.pages.looking import button, buttons, nameless, texts, too_wide

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has no window manager


def pass_time(stage: Stage, seconds: float) -> None:
    stage.clock.now += seconds
    stage.keeper._seen = stage.clock.now
    stage.keeper.tick()


def asked(stage: Stage) -> None:
    stage.begin()
    pass_time(stage, 600)
    assert stage.phase() is Phase.CHECK_IN


def time_up(stage: Stage) -> None:
    stage.flow.prepare.rhythm.often.pills()[-1].click()
    stage.flow.prepare.rhythm.long.pills()[1].click()
    stage.begin()
    pass_time(stage, 1350)
    button(stage.flow, "Comfortable").click()
    pass_time(stage, 450)
    assert stage.keeper.session.asking is Asking.TIME_UP


def test_a_check_in_stands_on_the_page_and_leaves_the_keyboard_alone(stage: Stage) -> None:
    stage.begin()
    focus = QApplication.focusWidget()
    assert not stage.flow.live.asked.isVisible()
    pass_time(stage, 600)
    assert stage.flow.currentWidget() is stage.flow.live
    assert "How is it?" in texts(stage.flow)
    assert QApplication.focusWidget() is focus


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier])
@pytest.mark.parametrize(
    ("key", "phase"),
    [(Qt.Key.Key_1, Phase.LIVE), (Qt.Key.Key_2, Phase.PAUSED), (Qt.Key.Key_3, Phase.AFTERCARE)],
)
def test_one_key_answers(stage: Stage, key: Qt.Key, phase: Phase, modifier: Qt.KeyboardModifier) -> None:
    asked(stage)
    QTest.keyClick(stage.flow, key, modifier)
    assert stage.phase() is phase
    assert "How is it?" not in texts(stage.flow)


def test_the_keys_do_nothing_when_nothing_is_asked(stage: Stage) -> None:
    stage.begin()
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        QTest.keyClick(stage.flow, key)
    assert stage.phase() is Phase.LIVE


def test_red_is_discomfort_and_ends_gently(stage: Stage) -> None:
    asked(stage)
    QTest.keyClick(stage.flow, Qt.Key.Key_3)
    assert stage.keeper.session.end_reason is EndReason.DISCOMFORT
    assert "It is over now" in texts(stage.flow)


def test_silence_pauses_with_its_own_words_and_then_ends(stage: Stage) -> None:
    asked(stage)
    pass_time(stage, 90)
    assert "Nobody answered the check-in." in texts(stage.flow)
    pass_time(stage, 210)
    assert stage.phase() is Phase.AFTERCARE
    assert "Nobody answered, so the session has ended by itself." in texts(stage.flow)


def test_a_little_longer_asks_both_again(stage: Stage) -> None:
    time_up(stage)
    assert "The planned time is over" in texts(stage.flow)
    assert "Comfortable" not in [each.partition(" (")[0] for each in buttons(stage.flow)]
    button(stage.flow, "A little longer").click()
    go = button(stage.flow, "Go on a little longer")
    assert not go.isEnabled()
    stage.flow.live.asked.yeses.mine.pills()[0].click()
    stage.flow.live.asked.yeses.theirs.pills()[0].click()
    go.click()
    assert stage.phase() is Phase.LIVE
    pass_time(stage, 900)
    assert stage.keeper.session.end_reason is EndReason.TIME_UP
    assert "The time you planned is over" in texts(stage.flow)


def test_a_doubt_about_longer_ends_it(stage: Stage) -> None:
    time_up(stage)
    button(stage.flow, "A little longer").click()
    stage.flow.live.asked.yeses.theirs.pills()[1].click()
    button(stage.flow, "End it here").click()
    assert stage.keeper.session.end_reason is EndReason.NO_FRESH_YES


def test_time_that_is_up_can_just_be_finished(stage: Stage) -> None:
    time_up(stage)
    button(stage.flow, "Finish").click()
    assert stage.keeper.session.end_reason is EndReason.FINISHED


def test_the_rhythm_is_read_back_before_it_begins(stage: Stage) -> None:
    stage.flow.prepare.rhythm.long.pills()[2].click()
    stage.plan()
    stage.agree()
    stage.flow.checklist._go.click()
    assert "A check-in every 20 minutes, planned for 60 minutes." in texts(stage.flow)
    plan = stage.keeper.session.plan
    assert plan is not None
    assert (plan.check_in, plan.length) == (1200.0, 3600.0)


@pytest.mark.parametrize(("wanted", "minutes"), [(25, 25), (20, 20), (2, 5), (120, 60)])
def test_the_usual_rhythm_is_what_the_settings_say(qtbot: QtBot, wanted: int, minutes: int) -> None:
    choice = RhythmChoice(lambda: wanted)
    qtbot.addWidget(choice)
    assert (choice.check_in, choice.length) == (minutes * 60.0, 0.0)


class Notes(Reflection):
    def __init__(self, told: list[str]) -> None:
        super().__init__()
        self._told = told
        QVBoxLayout(self).addWidget(QLabel("How are you now?"))

    def keep(self) -> None:
        self._told.append("keep")

    def drop(self) -> None:
        self._told.append("drop")


@pytest.fixture
def told(stage: Stage) -> list[str]:
    heard: list[str] = []
    stage.flow._reflection = lambda _session: Notes(heard)
    return heard


@pytest.mark.parametrize(("way", "heard"), [("Done", "keep"), ("Skip", "drop")])
def test_looking_back_takes_one_click_to_skip(stage: Stage, told: list[str], way: str, heard: str) -> None:
    stage.begin()
    button(stage.flow, "We are done").click()
    button(stage.flow, "Done for now").click()
    assert stage.phase() is Phase.REFLECT
    assert "How are you now?" in texts(stage.flow)
    assert nameless(stage.flow) == []
    button(stage.flow, way).click()
    assert (stage.phase(), told) == (Phase.CLOSED, [heard])
    assert "How are you now?" not in texts(stage.flow)


def test_nobody_looks_back_on_a_hard_end(stage: Stage, told: list[str]) -> None:
    stage.begin()
    stage.flow.live.stop.click()
    button(stage.flow, "Done for now").click()
    assert (stage.phase(), told) == (Phase.CLOSED, [])


def walk_in(flow: SessionFlow, direction: Qt.LayoutDirection) -> None:
    flow.setLayoutDirection(direction)
    flow.resize(540, 430)


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_check_ins_fit_a_small_window_with_large_text(
    stage: Stage, dress: Dress, direction: Qt.LayoutDirection
) -> None:
    dress(dark=True, scale=2.0)
    walk_in(stage.flow, direction)
    time_up(stage)
    stage.flow.live.asked.open_longer()
    assert too_wide(stage.flow) == []
    assert nameless(stage.flow) == []
