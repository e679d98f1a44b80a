"""In the smallest window with the largest text nothing scrolls sideways and no words are cut."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from guard.capture.finding import Level
from guard.session import aftercare
from guard.session.model import EndReason
from guard.ui.pages.balance.view import BalanceView
from guard.ui.pages.session.aftercare import AftercareStep
from guard.ui.pages.support.people import People
from guard.ui.pages.support.view import PeopleView
from guard.ui.pages.today import TodayPage
from guard.ui.widgets.page import Page
from guard.wellbeing.entries import Person
from tests.ui.pages.conftest import Dress
from tests.ui.pages.evening_desk import Evening
from tests.ui.pages.findings import COVERAGE, found
from tests.ui.pages.looking import too_wide

SOMEBODY = Person(name="Margarethe Winterbottom", reach="Signal, or at work after five", when="Weekends")
SMALLEST = 480  # pixels that the window has at least
SIDEBAR = 106  # pixels of it that the folded sidebar takes with the largest text

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has no window manager


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[Evening]:
    made = Evening(tmp_path)
    made.desk.notebook().keep(SOMEBODY, made.now.date())
    yield made
    made.notes.close()


def today(_evening: Evening) -> QWidget:
    page = TodayPage()
    page.show_guard([(found("Recorder"), Level.ALARM)], COVERAGE)
    page.show_pseudonyms(0)
    return page


def balance(evening: Evening) -> QWidget:
    page = Page("Balance")
    page.column.addWidget(BalanceView(evening.desk))
    return page


def people(evening: Evening) -> QWidget:
    return PeopleView(People(evening.desk), evening.copied.append)


def afterwards(_evening: Evening) -> QWidget:
    step = AftercareStep(aftercare.load())
    step.show_person(SOMEBODY)
    step.show_ending(EndReason.STOPPED)
    return step


def cut(page: QWidget) -> list[str]:
    """Return the words that have less room than their longest word needs."""
    spoken: list[QLabel | QAbstractButton] = [*page.findChildren(QLabel), *page.findChildren(QAbstractButton)]
    return [
        f"{words.text()} ({words.width()} of {words.minimumSizeHint().width()})"
        for words in spoken
        if words.isVisible() and words.width() < words.minimumSizeHint().width()
    ]


@pytest.mark.parametrize("make", [today, balance, people, afterwards])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_fits(
    qtbot: QtBot, dress: Dress, evening: Evening, make: Callable[[Evening], QWidget], scale: float
) -> None:
    dress(scale=scale)
    page = make(evening)
    qtbot.addWidget(page)
    page.resize(SMALLEST - SIDEBAR, 300)
    page.show()
    qtbot.waitExposed(page)
    qtbot.waitUntil(lambda: too_wide(page) == [] and cut(page) == [], timeout=5_000)
    assert page.width() <= SMALLEST - SIDEBAR
