"""By keyboard alone, named, in a small window, and without holding the window up."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from guard.checkup import catalogue
from guard.checkup.check import Answer
from guard.checkup.overview import Show
from guard.ui.pages.checkup import check_list
from guard.ui.pages.checkup.row import CheckRow
from tests.checkup.checks import KEY
from tests.ui.pages.checking import LOCK, SmallComputer
from tests.ui.pages.checkup.conftest import Bench
from tests.ui.pages.conftest import Dress
from tests.ui.pages.looking import nameless, too_wide

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has no window manager


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
    bench.page.resize(480, 400)
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


def test_building_many_rows_leaves_the_window_its_turns(
    make: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The figure in milliseconds is in tests/bench; here it counts that there is more than one turn."""
    monkeypatch.setattr(check_list, "_TURN_SECONDS", 0.0)  # as on a computer that builds slowly
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
