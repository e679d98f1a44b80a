"""Fixing, putting back, and setting aside."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from guard.checkup.overview import Show
from tests.checkup.checks import KEY
from tests.ui.pages.checking import LOCK, NOW, POPUPS, REMOTE, MemoryNotes
from tests.ui.pages.checkup.conftest import Bench, texts
from tests.ui.pages.looking import button

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has no window manager


def chosen(menu_actions: list[QAction], words: str) -> QAction:
    return next(action for action in menu_actions if action.text() == words)


def test_a_fix_is_read_again_and_can_be_put_back(bench: Bench) -> None:
    row = bench.rows()[LOCK.id]
    row.head.click()
    button(row, "Change it for me: The lock is open to others").click()
    bench.settle()
    assert bench.computer.memory.held[KEY] == "true"
    row = bench.rows()[LOCK.id]
    assert "The lock is as it should be" in texts(row)
    assert "Done, and read again." in texts(row)
    assert "2 safe, 2 to do, 1 cannot tell" in texts(bench.page)
    button(row, "Put it back: The lock is as it should be").click()
    bench.settle()
    assert KEY not in bench.computer.memory.held
    assert "as it was before Guard changed it" in texts(bench.rows()[LOCK.id])
    assert "1 safe, 3 to do, 1 cannot tell" in texts(bench.page)


def test_what_somebody_else_changed_since_is_put_back_only_on_insistence(bench: Bench) -> None:
    row = bench.rows()[LOCK.id]
    row.head.click()
    button(row, "Change it for me: The lock is open to others").click()
    bench.settle()
    bench.computer.memory.held[KEY] = "odd"
    row = bench.rows()[LOCK.id]
    button(row, "Put it back: The lock is as it should be").click()
    bench.settle()
    assert bench.computer.memory.held[KEY] == "odd"
    row = bench.rows()[LOCK.id]
    assert "Somebody has changed this setting since" in texts(row)
    next(each for each in [button(row, f"Put it back all the same: {row.told.title}")]).click()
    bench.settle()
    assert KEY not in bench.computer.memory.held


def test_the_one_thing_stays_after_its_fix_and_says_what_came_of_it(bench: Bench) -> None:
    button(bench.page.one_thing, "Change it for me: The lock is open to others").click()
    bench.settle()
    seen = texts(bench.page.one_thing)
    assert "Done" in seen
    assert "The lock is as it should be" in seen
    bench.desk.look()
    bench.settle()
    assert bench.page.one_thing.told is not None
    assert bench.page.one_thing.told.check.id == POPUPS.id


def test_details_of_the_one_thing_open_its_row_with_the_keyboard_on_it(bench: Bench) -> None:
    bench.limit(Show.SAFE)
    button(bench.page.one_thing, "Details: The lock is open to others").click()
    bench.settle()
    row = bench.rows()[LOCK.id]
    assert row.head.opened
    assert QApplication.focusWidget() is row.head


def test_what_was_set_aside_is_out_of_the_counts_and_comes_back_on_request(bench: Bench) -> None:
    row = bench.rows()[REMOTE.id]
    row.head.click()
    assert row.details is not None
    menu = row.details.ways.menu()
    chosen(menu.actions(), "Remind me in a week").trigger()
    bench.settle()
    assert "1 safe, 2 to do, 1 cannot tell" in texts(bench.page)
    assert "You have set 1 aside." in texts(bench.page)
    bench.until(lambda: [skip.id for skip in bench.notes.aside] == [REMOTE.id])
    assert (bench.notes.aside[0].until, bench.notes.aside[0].reason) == (NOW.date().replace(day=29), "later")
    bench.page.list.aside.head.click()
    bench.settle()
    row = bench.rows()[REMOTE.id]
    row.open()
    assert "It comes back on" in texts(row)
    button(row, f"Bring it back: {row.told.title}").click()
    bench.settle()
    assert "1 safe, 3 to do, 1 cannot tell" in texts(bench.page)


def test_a_note_that_cannot_be_kept_is_told_and_holds_all_the_same(make: Callable[..., Bench]) -> None:
    bench = make(MemoryNotes(fails=True)).open()
    bench.desk.set_aside(bench.rows()[REMOTE.id].told, "wanted")
    bench.until(lambda: bool(bench.troubles))
    assert "1 safe, 2 to do, 1 cannot tell" in texts(bench.page)
