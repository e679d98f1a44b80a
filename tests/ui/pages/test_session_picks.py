"""What was agreed at the gate: shown until aftercare is left, and not a moment longer."""

import pytest
from PySide6.QtWidgets import QCheckBox

from guard.session import checklist
from guard.session.checklist import Reply
from guard.session.model import Finish, Pause, PauseWhy, Phase, Stop
from guard.ui.pages.session.picks import KIND_ITEM, LIMIT_ITEM, STOP_ITEM, Picks, picked
from tests.ui.pages.conftest import Stage
from tests.ui.pages.looking import button, texts

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has no window manager

LIMIT, SIGN, KIND = "Off the table today: no faces", "Stop: the word stop", "Now: a warm drink"


def everything(stage: Stage) -> str:
    """Return every word that the flow holds, on screen or not."""
    labels = [each for step in stage.flow.coming.every() if step.made for each in [step.made]]
    words = [texts(each) for each in labels]
    words += [box.accessibleName() for box in stage.flow.findChildren(QCheckBox)]
    return "\n".join(words)


def test_the_checklist_still_asks_for_all_three() -> None:
    assert {LIMIT_ITEM, STOP_ITEM, KIND_ITEM} <= {item.id for item in checklist.load().items}


def test_own_words_stay_as_they_were_written_and_what_is_missing_is_left_out() -> None:
    picks = picked(checklist.load(), {LIMIT_ITEM: Reply(picks=("No faces", "<b>Voices</b> {picked}"))})
    assert picks == Picks("no faces, <b>Voices</b> {picked}")
    assert picks.reminder() == "Off the table today: no faces, <b>Voices</b> {picked}"
    assert picks.now() == ""
    assert Picks().reminder() == ""


def test_what_was_picked_is_not_told_by_accident() -> None:
    assert "faces" not in repr(Picks("no faces", "red", "tea"))


def test_what_was_agreed_stands_on_the_running_and_the_paused_page(stage: Stage) -> None:
    stage.begin()
    assert LIMIT in texts(stage.flow)
    assert SIGN in texts(stage.flow)
    stage.keeper.do(Pause(PauseWhy.ADJUST))
    assert LIMIT in texts(stage.flow)
    assert SIGN in texts(stage.flow)


@pytest.mark.parametrize("end", [Stop(), Finish()])
def test_the_kind_thing_comes_first_afterwards_and_goes_with_the_page(
    stage: Stage, end: Stop | Finish
) -> None:
    stage.begin()
    stage.keeper.do(end)
    seen = texts(stage.flow)
    assert seen.index(KIND) < seen.index("A quiet minute") < seen.index("glass of water")
    assert "that you picked for yourself" not in seen
    button(stage.flow, "Done for now").click()
    assert stage.phase() is Phase.CLOSED
    left = everything(stage)
    for words in (LIMIT, SIGN, KIND):
        assert words not in left


def test_a_new_session_begins_without_the_old_picks(stage: Stage) -> None:
    stage.begin()
    stage.keeper.do(Finish())
    button(stage.flow, "Done for now").click()
    button(stage.flow, "Prepare another session").click()
    stage.plan()
    stage.agree()
    limit = stage.flow.checklist.questions[LIMIT_ITEM]
    limit._boxes[0].click()
    limit._boxes[1].click()
    stage.flow.checklist._go.click()
    stage.flow.ready._go.click()
    assert "Off the table today: no pictures" in texts(stage.flow)
    assert LIMIT not in texts(stage.flow)


def test_without_picks_nothing_is_made_up(stage: Stage) -> None:
    stage.begin()
    stage.flow._carried._hold(Picks())
    assert "Off the table" not in texts(stage.flow)
    stage.keeper.do(Finish())
    assert "Now:" not in texts(stage.flow)
    assert "that you picked for yourself" in texts(stage.flow)
