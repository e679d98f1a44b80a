"""The check-up's page: reading, fixing, putting back, setting aside, and never freezing."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from guard.checkup import catalogue
from guard.checkup.check import Answer, Reading
from guard.checkup.overview import Last, Seen, Show
from guard.errors import DataFileError
from guard.ui.background import Background
from guard.ui.pages.checkup.desk import CheckDesk, Stage
from guard.ui.pages.checkup.fold import Fold
from guard.ui.pages.checkup.mending import Mending
from guard.ui.pages.checkup.page import ComputerPage
from guard.ui.pages.checkup.row import CheckRow
from tests.checkup.checks import KEY
from tests.support.waiting import wait_until
from tests.ui.pages.checking import CHECKS, LOCK, LOOK, NOW, POPUPS, REMOTE, MemoryNotes, SmallComputer
from tests.ui.pages.conftest import Dress
from tests.ui.pages.looking import button, buttons, nameless, too_wide
from tests.ui.pages.looking import texts as labels

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has no window manager


def texts(widget: QWidget) -> str:
    """Return all words that can be seen, those of painted lines too."""
    folds = [each for each in widget.findChildren(Fold) if each.isVisibleTo(widget)]
    return "\n".join([labels(widget), *(f"{each.title} {each.says}" for each in folds)])


class Bench:
    """The page with a small computer behind it, on real threads."""

    def __init__(self, qtbot: QtBot, folder: Path, notes: MemoryNotes | None = None) -> None:
        self.qtbot = qtbot
        self.computer = SmallComputer(folder)
        self.notes = notes or MemoryNotes()
        self.workers = [Background() for _ in range(3)]
        looking, mending, saving = self.workers
        self.mending = Mending(lambda: self.computer.mender, mending)
        self.desk = CheckDesk(
            lambda: self.computer,
            self.notes,
            self.mending,
            looking=looking,
            saving=saving,
            now=lambda: NOW,
        )
        self.troubles: list[str] = []
        self.desk.troubled.connect(self.troubles.append)
        self.page = ComputerPage(self.desk)
        qtbot.addWidget(self.page)
        self.page.resize(900, 700)

    def open(self) -> "Bench":
        self.page.show()
        self.qtbot.waitExposed(self.page)
        self.page.activateWindow()
        self.settle()
        return self

    def settle(self) -> None:
        self.until(
            lambda: self.desk.stage is not Stage.LOOKING and not self.mending.busy and self.page.complete
        )

    def until(self, reached: Callable[[], bool]) -> None:
        def there() -> bool:
            QApplication.processEvents()
            return reached()

        wait_until(there, what="the page")

    def rows(self) -> dict[str, CheckRow]:
        QApplication.processEvents()
        found = self.page.findChildren(CheckRow)
        return {row.told.check.id: row for row in found if row.isVisibleTo(self.page)}

    def limit(self, show: Show) -> None:
        self.page.filter.pills()[list(Show).index(show)].click()
        self.settle()

    def close(self) -> None:
        if self.computer.hold is not None:
            self.computer.hold.set()
        self.desk.stop()
        for worker in self.workers:
            worker.close()


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Bench]]:
    made: list[Bench] = []

    def bench(notes: MemoryNotes | None = None) -> Bench:
        made.append(Bench(qtbot, tmp_path, notes))
        return made[-1]

    yield bench
    for each in made:
        each.close()


@pytest.fixture
def bench(make: Callable[..., Bench]) -> Bench:
    return make().open()


def test_the_counts_are_words_and_never_a_share(bench: Bench) -> None:
    seen = texts(bench.page)
    assert "1 safe, 3 to do, 1 cannot tell" in seen
    assert "%" not in seen
    assert "Plasma" not in seen


def test_the_weightiest_thing_is_the_one_to_do_now(bench: Bench) -> None:
    assert bench.page.one_thing.told is not None
    assert bench.page.one_thing.told.check.id == LOCK.id
    assert "The lock is open to others" in texts(bench.page.one_thing)
    assert "needs no administrator rights" in texts(bench.page.one_thing)


def test_only_what_is_to_do_is_listed_until_somebody_wants_more(bench: Bench) -> None:
    assert set(bench.rows()) == {LOCK.id, POPUPS.id, REMOTE.id}
    bench.limit(Show.UNKNOWN)
    assert set(bench.rows()) == {LOOK.id}
    bench.limit(Show.SAFE)
    assert set(bench.rows()) == {"lin-recorders"}


def test_everything_also_tells_what_does_not_apply_and_why(bench: Bench) -> None:
    bench.limit(Show.ALL)
    assert "Plasma" not in texts(bench.page)
    bench.page.list.elsewhere.head.click()
    assert "Plasma is not on this computer. This is about KDE Plasma" in texts(bench.page)


def test_a_search_finds_what_was_seen(bench: Bench) -> None:
    bench.page.search.setText("remote.service")
    bench.until(lambda: set(bench.rows()) == {REMOTE.id})
    bench.page.search.setText("no such words")
    bench.until(lambda: "Nothing here has these words." in texts(bench.page))
    button(bench.page, "Look everywhere").click()
    assert bench.page.wanted is Show.ALL


def test_details_say_why_what_was_seen_how_and_from_where(bench: Bench) -> None:
    bench.rows()[REMOTE.id].head.click()
    seen = texts(bench.rows()[REMOTE.id])
    for words in (
        REMOTE.why,
        "•  It runs.",
        "By hand: Close the program",
        "Source: A manual page",
        "Please re-check",
    ):
        assert words in seen
    assert "Change it for me" not in buttons(bench.rows()[REMOTE.id])
    bench.rows()[LOCK.id].head.click()
    assert "Please re-check" not in texts(bench.rows()[LOCK.id])


def test_a_settings_program_that_is_not_here_is_not_offered(bench: Bench) -> None:
    bench.rows()[POPUPS.id].head.click()
    assert "Open the settings" not in buttons(bench.rows()[POPUPS.id])


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


def chosen(menu_actions: list[QAction], words: str) -> QAction:
    return next(action for action in menu_actions if action.text() == words)


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


def test_everything_can_be_done_by_keyboard_alone(bench: Bench) -> None:
    bench.page.focusNextPrevChild(True)  # noqa: FBT003 - Qt's own signature
    bench.page.summary.again.setFocus()
    for _ in range(40):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus is bench.rows()[LOCK.id].head:
            break
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    head = bench.rows()[LOCK.id].head
    assert QApplication.focusWidget() is head
    QTest.keyClick(head, Qt.Key.Key_Return)
    QTest.keyClick(head, Qt.Key.Key_Tab)
    fix = QApplication.focusWidget()
    assert fix is not None
    assert fix.accessibleName() == "Change it for me: The lock is open to others"
    QTest.keyClick(fix, Qt.Key.Key_Space)
    bench.settle()
    assert bench.computer.memory.held[KEY] == "true"


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_it_fits_a_small_window_with_large_text_and_everything_has_a_name(
    make: Callable[..., Bench], dress: Dress, direction: Qt.LayoutDirection
) -> None:
    dress(dark=True, scale=2.0)
    bench = make()
    bench.page.setLayoutDirection(direction)
    bench.page.resize(500, 400)
    bench.open()
    for show in Show:
        bench.limit(show)
        for row in bench.rows().values():
            row.open()
        assert too_wide(bench.page) == [], show
        assert nameless(bench.page) == [], show


def test_all_checks_of_linux_fit_into_the_list(make: Callable[..., Bench]) -> None:
    bench = make()
    shipped = catalogue.load("linux").checks
    bench.computer = SmallComputer(bench.computer.journal.parent, shipped)
    bench.open()
    bench.limit(Show.ALL)
    for card in bench.page.list.groups.values():
        if not card.head.opened:
            card.head.click()
    bench.settle()
    counted = [one for one in bench.desk.told if one.result.answer is not Answer.NOT_APPLICABLE]
    assert len(bench.rows()) == len(counted)


def test_building_many_rows_leaves_the_window_its_turns(make: Callable[..., Bench]) -> None:
    """The figure in milliseconds is in tests/bench; here it counts that there is more than one turn."""
    bench = make()
    bench.computer = SmallComputer(bench.computer.journal.parent, catalogue.load("linux").checks)
    bench.open()
    built: list[int] = []
    timer = QTimer(bench.page, interval=0)
    timer.timeout.connect(lambda: built.append(len(bench.page.findChildren(CheckRow))))
    timer.start()
    bench.page.filter.pills()[list(Show).index(Show.UNKNOWN)].click()
    bench.settle()
    timer.stop()
    assert len(set(built)) > 2
