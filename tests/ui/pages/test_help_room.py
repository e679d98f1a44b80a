"""Help is there at once, and filled when its book has been read; keys that work everywhere are told."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from guard.ui.pages.help.book import HelpBook
from guard.ui.pages.help.home import HelpHome
from guard.ui.pages.help.page import HelpPage
from guard.ui.pages.help.room import HelpRoom
from tests.ui.pages.help_stand_ins import BOOK, World
from tests.ui.pages.looking import button, nameless, texts
from tests.ui.pages.stand_ins import Patient


class Reader(Patient):
    """Ends once."""

    closed = 0

    def close(self) -> None:
        self.closed += 1


def make(book: HelpBook) -> HelpPage:
    return HelpPage(World().desk(book))


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def room(qtbot: QtBot, reader: Reader) -> HelpRoom:
    made = HelpRoom(lambda: BOOK, reader, make)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_the_first_words_do_not_wait_for_the_book(room: HelpRoom, reader: Reader) -> None:
    seen = texts(room)
    assert "call the emergency number" in seen
    assert "One moment…" in seen
    assert nameless(room) == []
    reader.finish()
    seen = texts(room)
    assert "One moment…" not in seen
    assert "What happened?" in seen
    assert seen.count("emergency number") == 1
    assert reader.closed == 1


def test_escape_leaves_before_and_after(room: HelpRoom, reader: Reader, qtbot: QtBot) -> None:
    with qtbot.waitSignal(room.left):
        QTest.keyClick(room, Qt.Key.Key_Escape)
    reader.finish()
    page = room.page
    assert page is not None
    qtbot.waitUntil(lambda: page.isVisible() and page.home.choices["threat"].hasFocus())
    with qtbot.waitSignal(room.left):
        QTest.keyClick(room, Qt.Key.Key_Escape)


def test_what_was_wanted_meanwhile_opens_when_it_can(room: HelpRoom, reader: Reader) -> None:
    room.open_services()
    reader.finish()
    assert "Who can help" in texts(room)
    assert room.page is not None
    assert room.page.view is not None


def test_a_failure_is_said_and_can_be_tried_again(room: HelpRoom, reader: Reader) -> None:
    reader.refuse("Guard could not read its files.")
    assert "Guard could not read its files." in texts(room)
    button(room, "Try again").click()
    reader.finish()
    assert "What happened?" in texts(room)


def test_the_keyboard_comes_along(room: HelpRoom, reader: Reader, qtbot: QtBot) -> None:
    reader.finish()
    qtbot.waitUntil(lambda: room.page is not None and room.page.home.choices["threat"].hasFocus())


@dataclass
class Keys:
    keys: Mapping[str, str] = field(default_factory=dict)
    refused: bool = False

    def ask_again(self) -> None:
        self.refused = False


def home(qtbot: QtBot, keys: Keys | None, world: World) -> HelpHome:
    made = HelpHome(replace(world.desk(), keys=keys))
    qtbot.addWidget(made)
    made.show()
    return made


def test_without_keys_of_the_desktop_the_two_commands_are_told(qtbot: QtBot) -> None:
    world = World()
    page = home(qtbot, Keys(), world)
    assert "In the keyboard settings of this computer" in texts(page)
    button(page, "Copy how to reach Stop the session: guard stop").click()
    assert world.copied == ["guard stop"]
    assert "asked for keys again" not in texts(page)


def test_keys_of_the_desktop_are_named(qtbot: QtBot) -> None:
    page = home(qtbot, Keys({"stop": "Ctrl+Shift+F12", "hide": ""}), World())
    assert "Stop the session: Ctrl+Shift+F12." in texts(page)
    assert "guard stop" not in texts(page)


def test_after_a_no_the_desktop_is_asked_only_on_request(qtbot: QtBot) -> None:
    keys = Keys(refused=True)
    page = home(qtbot, keys, World())
    button(page, "Let this desktop be asked for keys again").click()
    assert not keys.refused
    assert "with the next session" in texts(page)


def test_where_no_key_can_be_had_nothing_is_said_of_them(qtbot: QtBot) -> None:
    assert "anywhere" not in texts(home(qtbot, None, World())).replace("Anywhere else", "")
