"""The check-up in the window: what goes back by itself, quiet for a session, and the words of the profiles."""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from guard.checkup.check import Answer
from guard.checkup.mend import Mender
from guard.errors import GuardError
from guard.knowledge import platforms
from guard.profiles.palette import read_palette
from guard.session.model import Session
from guard.session.phase import Phase
from guard.ui.checking import Checking, CheckingRoom
from guard.ui.pages.checkup.opening import can_open, open_settings
from guard.ui.pages.checkup.quiet import QuietCard
from guard.ui.pages.pseudonyms import Pseudonyms
from tests.checkup.checks import KEY
from tests.support.waiting import wait_until
from tests.ui.pages.checking import LOCK, POPUPS, POPUPS_KEY, MemoryNotes, MemoryPlatforms, SmallComputer
from tests.ui.pages.stand_ins import JUNIPER, Immediately, MemoryKeeper, counsel_desk


class Window:
    """A room of the check-up without the window around it."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.computer = SmallComputer(folder)
        self.words: Callable[[], Collection[str]] = frozenset
        self.made = 0
        keeper = MemoryKeeper(msgspec.structs.replace(JUNIPER, never=("Elm Street", "Rowena")))
        self.pseudonyms = Pseudonyms(
            keeper, Immediately(), counsel_desk(), read_palette(), start_anew=keeper.start_anew
        )
        checking = Checking(self._make, MemoryNotes(), self.computer.journal.exists, MemoryPlatforms())
        self.room = CheckingRoom(checking, self.pseudonyms, platforms.load())
        self.told: list[str] = []
        self.room.troubled.connect(self.told.append)
        self.page = QWidget()
        self.page.resize(700, 400)
        qtbot.addWidget(self.page)

    def _make(self, words: Callable[[], Collection[str]]) -> SmallComputer:
        self.made += 1
        self.words = words
        return self.computer

    def go(self, *phases: Phase) -> None:
        for phase in phases:
            self.room.follow(Session(phase))

    def value(self) -> str | None:
        return self.computer.memory.held.get(POPUPS_KEY)


def until(reached: Callable[[], bool], what: str) -> None:
    def there() -> bool:
        QApplication.processEvents()
        return reached()

    wait_until(there, what=what)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    made = Window(qtbot, tmp_path)
    yield made
    made.room.end()


def mended(window: Window) -> Mender:
    window.computer.mender.fix(POPUPS)
    window.computer.mender.fix(LOCK)
    return window.computer.mender


def test_a_start_reads_nothing_where_nothing_was_ever_changed(window: Window) -> None:
    window.room.start()
    QApplication.processEvents()
    assert window.made == 0


def test_a_start_puts_back_what_was_for_a_session_and_keeps_the_rest(window: Window) -> None:
    mended(window)
    window.room.start()
    until(lambda: window.value() is None, "the pop-ups to be back")
    assert window.computer.memory.held[KEY] == "true"
    assert window.told == []


@pytest.mark.parametrize("last", [Phase.AFTERCARE, Phase.CANCELLED, Phase.PREPARE])
def test_the_end_of_a_session_puts_it_back_however_it_ends(window: Window, last: Phase) -> None:
    window.go(Phase.GATE)
    mended(window)
    window.go(Phase.READY, Phase.LIVE, Phase.PAUSED)
    QApplication.processEvents()
    assert window.value() == "true"
    window.go(last)
    until(lambda: window.value() is None, "the pop-ups to be back")


def test_what_somebody_changed_during_the_session_is_left_and_told(window: Window) -> None:
    window.go(Phase.LIVE)
    mended(window)
    window.computer.memory.held[POPUPS_KEY] = "odd"
    window.go(Phase.AFTERCARE)
    until(lambda: bool(window.told), "a sentence")
    assert "Somebody has changed this setting since" in window.told[0]
    assert window.value() == "odd"


def test_a_computer_that_cannot_be_prepared_is_a_sentence(window: Window) -> None:
    mended(window)

    def broken(_words: Callable[[], Collection[str]]) -> SmallComputer:
        raise GuardError("The checks cannot be read.")

    window.room._checking = Checking(broken, MemoryNotes(), lambda: True, MemoryPlatforms())
    window.room.start()
    until(lambda: window.told == ["The checks cannot be read."], "a sentence")


def quiet(window: Window) -> QuietCard:
    column = QVBoxLayout(window.page)
    column.addWidget(QLabel("Before you begin"))
    window.room.offer_quiet(column)
    window.page.show()
    card = window.page.findChild(QuietCard)
    assert isinstance(card, QuietCard)
    return card


def test_quiet_is_offered_at_the_gate_only_where_it_helps(window: Window) -> None:
    card = quiet(window)
    assert card.isHidden()
    window.go(Phase.GATE)
    until(lambda: not card.isHidden(), "the offer")
    assert window.value() is None
    card.switch.click()
    until(lambda: window.value() == "true" and card.switch.isEnabled(), "quiet")
    assert card.switch.isChecked()
    card.switch.click()
    until(lambda: window.value() is None and card.switch.isEnabled(), "it to be back")
    assert not card.switch.isChecked()


def test_quiet_is_not_offered_when_it_is_quiet_already(window: Window) -> None:
    window.computer.memory.usual = "true"
    card = quiet(window)
    window.go(Phase.GATE)
    until(lambda: window.made == 1, "the look")
    window.room._looking.close()
    QApplication.processEvents()
    assert card.isHidden()


def test_names_are_compared_with_what_the_profiles_never_share_and_never_written(
    window: Window, tmp_path: Path
) -> None:
    window.room.desk.look()
    until(lambda: window.made == 1, "the look")
    assert set(window.words()) == set()
    window.pseudonyms.load()
    assert set(window.words()) == {"Elm Street", "Rowena"}
    until(lambda: all(one.answer in Answer for one in window.room.desk.results.values()), "answers")
    written = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"Elm" not in written


def test_settings_are_opened_without_a_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "some-settings"
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > "{tmp_path}/said"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert can_open("some-settings page")
    assert open_settings("some-settings page; touch /tmp/never $(id)")
    said = tmp_path / "said"
    wait_until(lambda: said.exists() and said.read_text().endswith("|"), what="the settings")
    assert said.read_text() == "page;|touch|/tmp/never|$(id)|"


@pytest.mark.parametrize("link", ["", "no-such-settings page", "some 'broken"])
def test_what_is_not_here_is_not_opened(link: str) -> None:
    assert not can_open(link)
    assert not open_settings(link)
