"""What Today is told, and where its one thing leads; nothing is asked before the keyring has answered by itself."""

from dataclasses import dataclass, field
from datetime import date
from typing import cast

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from guard.errors import GuardError
from guard.profiles.palette import read_palette
from guard.ui.pages.checkup.desk import CheckDesk, Stage
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.pages.today import TodayPage
from guard.ui.pages.today_thing import Thing
from guard.ui.remembering import Remembering
from guard.ui.secrets import KitState
from guard.ui.todays import Todays
from guard.ui.window import MainWindow
from tests.ui.pages.looking import texts
from tests.ui.pages.stand_ins import JUNIPER, MemoryKeeper, Patient, counsel_desk

MADE = KitState(date(2026, 11, 1))


class Window(QObject):
    page_shown = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    def show_page(self, page: str) -> None:
        self.opened.append(page)
        self.page_shown.emit(page)


class Morning(QObject):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.morning_after: object | None = None
        self.looks = 0

    def look(self) -> None:
        self.looks += 1


class Checks(QObject):
    changed = Signal()
    stage = Stage.NEVER
    told = ()


@dataclass
class Ground:
    """Today with what it stands on."""

    page: TodayPage
    window: Window
    morning: Morning
    worker: Patient
    keyring: MemoryKeeper
    pseudonyms: Pseudonyms
    kits: list[KitState | GuardError] = field(default_factory=lambda: [MADE])

    def kit(self) -> KitState:
        answer = self.kits[0]
        if isinstance(answer, GuardError):
            raise answer
        return answer


@pytest.fixture
def stage(qtbot: QtBot) -> Ground:
    page, window, morning, worker = TodayPage(), Window(), Morning(), Patient()
    keyring = MemoryKeeper(JUNIPER)
    pseudonyms = Pseudonyms(keyring, worker, counsel_desk(), read_palette(), start_anew=keyring.start_anew)
    made = Ground(page, window, morning, worker, keyring, pseudonyms)
    qtbot.addWidget(page)
    Todays(
        page,
        cast("MainWindow", window),
        pseudonyms=pseudonyms,
        remembering=cast("Remembering", morning),
        checks=cast("CheckDesk", Checks()),
        kit=made.kit,
        worker=worker,
        parent=page,
    )
    page.show()
    return made


def test_nothing_is_asked_before_the_keyring_has_answered(stage: Ground) -> None:
    assert stage.worker.jobs == []
    stage.pseudonyms.load()
    assert len(stage.worker.jobs) == 1
    assert stage.morning.looks == 0
    stage.worker.finish()
    assert stage.morning.looks == 1
    assert stage.page.thing.isHidden()


@pytest.mark.parametrize(
    ("kit", "thing"), [(KitState(), Thing.KIT), (MADE, None), (GuardError("It cannot be read."), None)]
)
def test_a_kit_is_missed_only_when_it_is_known_to_be_missing(
    stage: Ground, kit: KitState | GuardError, thing: Thing | None
) -> None:
    stage.kits = [kit]
    stage.pseudonyms.load()
    stage.worker.finish()
    assert stage.page.thing.thing is thing


def test_a_kit_that_was_made_meanwhile_is_seen_when_today_is_opened(stage: Ground) -> None:
    stage.kits = [KitState()]
    stage.pseudonyms.load()
    stage.worker.finish()
    stage.kits = [MADE]
    stage.page.thing.go.click()
    assert stage.window.opened == ["settings"]
    stage.window.page_shown.emit("today")
    stage.worker.finish()
    assert stage.page.thing.isHidden()


def test_trouble_with_the_keyring_comes_before_the_morning_after(stage: Ground) -> None:
    stage.pseudonyms.load()
    stage.worker.refuse("Your keyring is locked.")
    stage.morning.morning_after = object()
    stage.morning.changed.emit()
    assert "Your keyring is locked." in texts(stage.page)
    stage.page.thing.go.click()
    assert stage.window.opened == ["profiles"]
    stage.pseudonyms.load()
    stage.worker.finish()
    assert stage.page.thing.thing is Thing.MORNING
    stage.page.thing.go.click()
    assert stage.window.opened[-1] == "reflections"
    stage.morning.morning_after = None
    stage.morning.changed.emit()
    assert stage.page.thing.isHidden()
