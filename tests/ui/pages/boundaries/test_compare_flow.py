"""Comparing: only shared yeses are ever seen, and everything else is gone the moment it is answered or left."""

import gc
import weakref
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from guard.session.compare import HONESTY
from guard.ui.pages.boundaries.answer_step import AnswerStep
from guard.ui.pages.boundaries.compare_flow import CompareFlow
from tests.ui.pages.boundaries.conftest import Opened
from tests.ui.pages.looking import button, texts


@pytest.fixture
def flow(opened: Opened) -> CompareFlow:
    opened.page.overview.compare.click()
    assert opened.page.compare is not None
    return opened.page.compare


def go_on(flow: CompareFlow, words: str) -> None:
    go = button(flow, words)
    assert isinstance(go, QPushButton)
    flow._enable(go)
    go.click()


def answer(flow: CompareFlow, *yeses: str) -> None:
    step = flow.step
    assert isinstance(step, AnswerStep)
    for topic in yeses:
        step.boxes[topic].click()
    step.done.click()


def heard(root: QWidget) -> list[tuple[str, bool]]:
    """Everything a screen reader could reach below `root`: its name, and whether it is ticked."""

    def walk(one: QAccessibleInterface) -> list[tuple[str, bool]]:
        found = [(one.text(QAccessible.Text.Name), bool(one.state().checked))]
        for place in range(one.childCount()):
            child = one.child(place)
            if child is not None:
                found += walk(child)
        return found

    top = QAccessible.queryAccessibleInterface(root)
    assert top is not None
    return walk(top)


def to_second(flow: CompareFlow, *yeses: str) -> None:
    go_on(flow, "The first person begins")
    answer(flow, *yeses)


def test_it_begins_with_what_it_can_and_cannot_do(flow: CompareFlow, opened: Opened) -> None:
    assert opened.around.currentWidget() is flow
    said = texts(flow)
    assert all(sentence.rstrip(".") in said for sentence in HONESTY.split(". "))


def test_the_second_half_of_a_double_click_passes_over_nothing(flow: CompareFlow, qtbot: QtBot) -> None:
    to_second(flow, "face")
    go = button(flow, "I am the second person")
    assert not go.isEnabled()
    go.click()
    assert "Pass the device on" in texts(flow)
    qtbot.waitUntil(go.isEnabled)
    assert go.hasFocus()
    go.click()
    assert isinstance(flow.step, AnswerStep)


def test_only_shared_yeses_are_shown(flow: CompareFlow) -> None:
    to_second(flow, "face", "voice", "photos")
    assert "Seeing faces" not in texts(flow)
    go_on(flow, "I am the second person")
    step = flow.step
    assert isinstance(step, AnswerStep)
    assert step.yeses == frozenset()
    answer(flow, "voice", "meeting")
    assert "Talking by voice" not in texts(flow)
    go_on(flow, "Show what we share")
    said = texts(flow)
    assert "Talking by voice" in said
    assert not any(words in said for words in ("Seeing faces", "Meeting offline", "Sending photos"))


def test_nothing_in_common_is_an_answer_too(flow: CompareFlow) -> None:
    to_second(flow, "face")
    go_on(flow, "I am the second person")
    answer(flow, "voice")
    go_on(flow, "Show what we share")
    assert "nothing that both said yes to" in texts(flow)
    assert "Seeing faces" not in texts(flow)


def test_between_the_turns_nobody_hears_what_was_answered(flow: CompareFlow, opened: Opened) -> None:
    go_on(flow, "The first person begins")
    assert ("Seeing faces", False) in heard(opened.around)
    gone = [weakref.ref(box) for box in flow.findChildren(QCheckBox)]
    answer(flow, "face")
    assert not any("Seeing faces" in words for words, _ in heard(opened.around))
    assert not any(ticked for _, ticked in heard(flow))
    assert "1" not in texts(flow)
    assert flow.findChildren(QCheckBox) == []
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert not any(box() for box in gone)
    go_on(flow, "I am the second person")
    assert not any(ticked for _, ticked in heard(flow))


def test_there_is_no_way_back_into_the_first_turn(flow: CompareFlow) -> None:
    to_second(flow, "face")
    assert {each.text() for each in flow.findChildren(type(button(flow, "Stop comparing")))} == {
        "Stop comparing",
        "I am the second person",
    }


def test_a_yes_to_everything_is_warned_about_once_and_to_this_person_alone(flow: CompareFlow) -> None:
    go_on(flow, "The first person begins")
    step = flow.step
    assert isinstance(step, AnswerStep)
    answer(flow, *step.boxes)
    assert flow.step is step
    assert "You said yes to everything" in texts(flow)
    step.boxes["face"].click()
    assert "You said yes to everything" not in texts(flow)
    step.boxes["face"].click()
    step.done.click()
    assert flow.step is step
    step.done.click()
    assert flow.step is not step
    assert "everything" not in texts(flow)


def test_answers_can_be_given_one_at_a_time(flow: CompareFlow) -> None:
    go_on(flow, "The first person begins")
    step = flow.step
    assert isinstance(step, AnswerStep)
    step.way.click()
    yes, no = step.choice.pills()
    for pill in (yes, no, yes):
        pill.click()
    assert step.yeses == {"face", "photos"}
    step.back.click()
    step.back.click()
    assert step.choice.place() == 1
    yes.click()
    assert step.yeses == {"face", "voice", "photos"}
    step.next.click()
    yes.toggle()  # as a screen reader does
    assert len(step.yeses) == 4
    step.way.click()
    assert step.boxes["voice"].isChecked()
    for _ in range(len(step.boxes)):
        if not step.single.isVisible():
            step.way.click()
        no.click()
    assert step.done.hasFocus()


def lock(opened: Opened) -> None:
    other = QWidget()
    opened.around.addWidget(other)
    opened.around.setCurrentWidget(other)


LEAVING: dict[str, Callable[[Opened], object]] = {
    "another page": lambda opened: opened.page.leave_compare(),
    "locked": lock,
    "hidden": lambda opened: opened.around.hide(),
    "a session": lambda opened: opened.it.begin(),
    "agreed": lambda opened: opened.it.agree(),
    "stop comparing": lambda opened: button(opened.around, "Stop comparing").click(),
}


@pytest.mark.parametrize("how", LEAVING)
@pytest.mark.parametrize("turn", ["first", "between", "second", "result"])
def test_leaving_in_any_way_at_any_moment_forgets_everything(
    flow: CompareFlow, opened: Opened, how: str, turn: str, qtbot: QtBot
) -> None:
    go_on(flow, "The first person begins")
    if turn != "first":
        answer(flow, "face")
    if turn in {"second", "result"}:
        go_on(flow, "I am the second person")
    if turn == "result":
        answer(flow, "face")
        go_on(flow, "Show what we share")
    comparison = flow._comparison
    LEAVING[how](opened)
    assert comparison._yeses == {}
    assert comparison.turn is None
    assert flow.step is None
    assert "Seeing faces" not in texts(flow)
    qtbot.waitUntil(lambda: opened.page.compare is None)
    assert opened.around.widget(0) is opened.page


def test_while_a_session_goes_on_it_does_not_begin(opened: Opened) -> None:
    opened.it.begin()
    opened.page.open_compare()
    assert opened.page.compare is None
    assert isinstance(opened.around, QStackedWidget)
    assert opened.around.currentWidget() is opened.page


def test_afterwards_it_begins_anew_with_nothing(flow: CompareFlow, opened: Opened, qtbot: QtBot) -> None:
    to_second(flow, "face")
    flow.leave()
    qtbot.waitUntil(lambda: opened.page.compare is None)
    opened.page.open_compare()
    again = opened.page.compare
    assert again is not None
    assert again is not flow
    go_on(again, "The first person begins")
    step = again.step
    assert isinstance(step, AnswerStep)
    assert step.yeses == frozenset()
