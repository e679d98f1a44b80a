"""Background work: in order, answered on the window's thread, and never in the window's way."""

import logging
import threading
from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from guard.errors import BadInputError, GuardError
from guard.ui.background import Background


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    work = Background()
    yield work
    work.close()


def no_failure(error: GuardError) -> None:
    pytest.fail(str(error))


def no_answer(value: object) -> None:
    pytest.fail(f"an answer: {value}")


def test_work_is_done_elsewhere_and_answered_here(background: Background, qtbot: QtBot) -> None:
    answers: list[tuple[object, object]] = []
    background.run(
        threading.get_ident, lambda worker: answers.append((worker, threading.get_ident())), no_failure
    )
    qtbot.waitUntil(lambda: bool(answers))
    worker, here = answers[0]
    assert worker != here == threading.get_ident()


def test_work_keeps_its_order(background: Background, qtbot: QtBot) -> None:
    answers: list[int] = []
    for number in range(50):
        background.run(partial(int, number), answers.append, no_failure)
    qtbot.waitUntil(lambda: len(answers) == 50)
    assert answers == list(range(50))


def test_a_known_failure_keeps_its_sentence(background: Background, qtbot: QtBot) -> None:
    failures: list[GuardError] = []

    def work() -> None:
        raise BadInputError("This name is empty. Nothing was changed.")

    background.run(work, no_answer, failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert failures[0].sentence == "This name is empty. Nothing was changed."


def test_an_unknown_failure_is_logged_and_hides_its_details(
    background: Background, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    failures: list[GuardError] = []

    def work() -> None:
        raise ZeroDivisionError("secret")

    with caplog.at_level(logging.ERROR):
        background.run(work, no_answer, failures.append)
        qtbot.waitUntil(lambda: bool(failures))
    assert "secret" not in failures[0].sentence
    assert "untouched" in failures[0].sentence
    assert "unexpected failure" in caplog.text
    answers: list[int] = []
    background.run(lambda: 1, answers.append, no_failure)
    qtbot.waitUntil(lambda: answers == [1])


def test_stuck_work_holds_up_neither_the_window_nor_the_end(qtbot: QtBot) -> None:
    stuck, begun = threading.Event(), threading.Event()
    background = Background()

    def work() -> None:
        begun.set()
        stuck.wait()

    background.run(work, no_answer, no_failure)
    assert begun.wait(10)
    other = Background()
    answers: list[int] = []
    other.run(lambda: 1, answers.append, no_failure)
    qtbot.waitUntil(lambda: answers == [1])
    assert background.close(limit=0.01) is False
    assert other.close() is True
    stuck.set()
    assert background.close() is True


def test_after_closing_nothing_is_begun_or_answered(qtbot: QtBot) -> None:
    background = Background()
    background.run(lambda: 1, no_answer, no_failure)
    assert background.close() is True
    background.run(lambda: 2, no_answer, no_failure)
    qtbot.wait(1)
    assert Background().close() is True
