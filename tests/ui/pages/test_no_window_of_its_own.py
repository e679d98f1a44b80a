"""Building and showing a page never shows any part of it as a window of its own, not even for a moment."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from guard.session import aftercare
from guard.session.model import EndReason
from guard.ui.pages.balance.view import BalanceView
from guard.ui.pages.help.page import HelpPage
from guard.ui.pages.session.aftercare import AftercareStep
from guard.ui.pages.support.people import People
from guard.ui.pages.support.view import PeopleView
from guard.ui.pages.today import TodayPage
from guard.wellbeing.entries import Liked, Offline, Person, Plan
from tests.ui.pages.evening_desk import SUNDAY, Evening
from tests.ui.pages.help_stand_ins import World


class Windows(QObject):
    """Notes everything but `room` that is shown as a window."""

    def __init__(self, room: QWidget) -> None:
        super().__init__()
        self._room = room
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen += [type(watched).__name__] if watched is not self._room else []
        return False


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[Evening]:
    made = Evening(tmp_path)
    book = made.desk.notebook()
    for body in (
        Liked(activity="bake"),
        Plan(instead="bake"),
        Offline(minutes=60, activities=("bake",)),
        Person(name="Wren", reach="ring twice"),
    ):
        book.keep(body, SUNDAY.date())
    yield made
    made.notes.close()


def today(_evening: Evening) -> QWidget:
    page = TodayPage()
    page.show_trouble("Your keyring is locked.")
    return page


def after(_evening: Evening) -> QWidget:
    step = AftercareStep(aftercare.load())
    step.show_ending(EndReason.STOPPED)
    step.show_person(Person(name="Wren", reach="ring twice"))
    return step


@pytest.mark.parametrize(
    "make",
    [
        today,
        after,
        lambda evening: BalanceView(evening.desk),
        lambda evening: PeopleView(People(evening.desk), print),
        lambda evening: HelpPage(replace(World().desk(), people=People(evening.desk))),
    ],
)
def test_every_part_has_its_place_before_it_is_shown(
    qtbot: QtBot, evening: Evening, make: Callable[[Evening], QWidget]
) -> None:
    room = QWidget()
    column = QVBoxLayout(room)
    qtbot.addWidget(room)
    room.show()
    qtbot.waitExposed(room)
    windows = Windows(room)
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(windows)
    try:
        column.addWidget(make(evening))
        QApplication.processEvents()
    finally:
        app.removeEventFilter(windows)
    assert windows.seen == []
