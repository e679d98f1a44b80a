"""Reading again and again: what has changed, what is stopped, what is broken."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.checkup.check import Answer, Reading
from guard.checkup.overview import Last, Seen
from guard.errors import DataFileError
from tests.ui.pages.checking import CHECKS, LOCK, LOOK, NOW, MemoryNotes, SmallComputer
from tests.ui.pages.checkup.conftest import Bench, texts
from tests.ui.pages.looking import button

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has no window manager


def test_what_has_changed_since_last_time_is_said_with_the_day(make: Callable[..., Bench]) -> None:
    before = NOW.replace(day=12)
    notes = MemoryNotes(kept=Last(at=before, seen={LOCK.id: Seen(answer=Answer.SAFE)}))
    bench = make(notes).open()
    seen = texts(bench.page.changed)
    assert "Since 12" in seen
    assert "The lock is open to others (before: safe)" in seen
    bench.until(lambda: notes.kept is not None and len(notes.kept.seen) == len(CHECKS))


def test_a_change_between_two_runs_of_one_day_is_noticed_too(bench: Bench) -> None:
    assert not bench.page.changed.isVisibleTo(bench.page)
    bench.computer.remote = Reading(value="inactive")
    bench.desk.look()
    bench.settle()
    assert "Remote help is as it should be (before: to do)" in texts(bench.page.changed)


def test_answers_come_while_others_are_waited_for_and_it_can_be_stopped(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.computer.hold = threading.Event()
    bench.page.show()
    bench.qtbot.waitExposed(bench.page)
    bench.until(lambda: bench.desk.done == len(CHECKS) - 1)
    bench.until(lambda: LOCK.id in bench.rows())
    assert f"{len(CHECKS) - 1} of {len(CHECKS)}" in texts(bench.page)
    button(bench.page, "Stop looking").click()
    seen = texts(bench.page)
    assert f"You stopped it after {len(CHECKS) - 1} of {len(CHECKS)}." in seen
    assert "not counted" in seen
    bench.computer.hold.set()
    button(bench.page, "Look again").click()
    bench.settle()
    assert "1 safe, 3 to do, 1 cannot tell" in texts(bench.page)


def test_a_fix_made_while_it_looks_is_not_undone_by_an_older_answer(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.computer.hold = threading.Event()
    bench.page.show()
    bench.until(lambda: LOCK.id in bench.rows())
    bench.mending.fix(LOCK)
    bench.until(lambda: bench.desk.results[LOCK.id].answer is Answer.SAFE)
    bench.computer.hold.set()
    bench.settle()
    assert bench.desk.results[LOCK.id].answer is Answer.SAFE


def test_broken_data_is_a_sentence_and_can_be_tried_again(make: Callable[..., Bench]) -> None:
    bench = make()
    whole = bench.computer

    def broken() -> SmallComputer:
        raise DataFileError(Path("checks/linux-lock.toml"), "a word that nobody knows")

    bench.desk._computer = broken
    bench.open()
    assert "The check-up could not be done" in texts(bench.page)
    assert "linux-lock.toml" in texts(bench.page)
    bench.desk._computer = lambda: whole
    button(bench.page, "Look again").click()
    bench.settle()
    assert "1 safe, 3 to do, 1 cannot tell" in texts(bench.page)


def test_nothing_to_do_says_no_more_than_that(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.computer.memory.usual = "true"
    bench.computer.remote = Reading(value="inactive")
    bench.open()
    seen = texts(bench.page)
    assert "There is nothing to do, as far as Guard could look." in seen
    assert not bench.page.one_thing.isVisibleTo(bench.page)
    button(bench.page, "Show the 1 that Guard cannot tell").click()
    bench.settle()
    assert set(bench.rows()) == {LOOK.id}
