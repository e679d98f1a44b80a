"""The check-up when Guard quits: what was for a session goes back, and nobody waits long for it."""

import threading
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from guard.knowledge import platforms
from guard.profiles.palette import read_palette
from guard.ui.checking import Checking, CheckingRoom
from guard.ui.pages.checkup.page import ComputerPage
from guard.ui.pages.pseudonyms import Pseudonyms
from tests.checkup.checks import KEY
from tests.ui.pages.checking import LOCK, POPUPS, POPUPS_KEY, MemoryNotes, MemoryPlatforms, SmallComputer
from tests.ui.pages.stand_ins import Immediately, MemoryKeeper, counsel_desk


class Quitting:
    """A room of the check-up that is about to end."""

    def __init__(self, folder: Path) -> None:
        self.computer = SmallComputer(folder)
        self.made = 0
        self.notes = MemoryNotes()
        keeper = MemoryKeeper()
        pseudonyms = Pseudonyms(
            keeper, Immediately(), counsel_desk(), read_palette(), start_anew=keeper.start_anew
        )
        checking = Checking(self._make, self.notes, self.computer.journal.exists, MemoryPlatforms())
        self.room = CheckingRoom(checking, pseudonyms, platforms.load())

    def _make(self, words: Callable[[], Collection[str]]) -> SmallComputer:
        del words
        self.made += 1
        return self.computer

    def value(self) -> str | None:
        return self.computer.memory.held.get(POPUPS_KEY)


@pytest.fixture
def quitting(qtbot: QtBot, tmp_path: Path) -> Iterator[Quitting]:
    made = Quitting(tmp_path)
    yield made
    made.room.end()


def test_quitting_puts_back_what_was_for_a_session_and_keeps_the_rest(quitting: Quitting) -> None:
    quitting.computer.mender.fix(POPUPS)
    quitting.computer.mender.fix(LOCK)
    quitting.room.end()
    assert quitting.value() is None
    assert quitting.computer.memory.held[KEY] == "true"


def test_quitting_reads_nothing_where_nothing_was_ever_changed(quitting: Quitting) -> None:
    quitting.room.end()
    assert quitting.made == 0


def test_what_somebody_changed_meanwhile_is_left_at_quitting(quitting: Quitting) -> None:
    quitting.computer.mender.fix(POPUPS)
    quitting.computer.memory.held[POPUPS_KEY] = "odd"
    quitting.room.end()
    assert quitting.value() == "odd"


def test_a_stuck_setting_does_not_hold_up_quitting_and_goes_back_at_the_next_start(
    quitting: Quitting,
) -> None:
    quitting.computer.mender.fix(POPUPS)
    free, stuck = threading.Event(), threading.Event()

    def disturb(_step: str) -> None:
        stuck.set()
        free.wait(30)

    quitting.computer.memory.disturb = disturb
    began = time.monotonic()
    try:
        quitting.room.end()
        assert time.monotonic() - began < 3.5
        assert stuck.is_set()
        assert quitting.value() == "true"
    finally:
        free.set()
        quitting.room._mending.close(20)
    quitting.computer.mender.settle(session_over=True)
    assert quitting.value() is None


def test_the_page_leads_back_into_the_set_up_and_names_what_was_left_for_later(
    quitting: Quitting, qtbot: QtBot
) -> None:
    opened: list[bool] = []
    quitting.notes.steps = {"secrets": "later", "defaults": "not-needed", "of-another-time": "later"}
    quitting.room.offer_set_up(lambda: opened.append(True))
    room = quitting.room.make_room()
    qtbot.addWidget(room)
    room.show()
    page = room.computer.now()
    assert isinstance(page, ComputerPage)
    qtbot.waitUntil(lambda: "Where your secrets live" in page.set_up.line.words.text())
    assert "How Guard behaves" not in page.set_up.line.words.text()
    page.set_up.open.click()
    assert opened == [True]


def test_without_a_set_up_none_is_offered(quitting: Quitting, qtbot: QtBot) -> None:
    room = quitting.room.make_room()
    qtbot.addWidget(room)
    page = room.computer.now()
    assert isinstance(page, ComputerPage)
    assert page.set_up.isHidden()
