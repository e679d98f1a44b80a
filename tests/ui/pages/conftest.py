from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guard.knowledge import platforms
from guard.profiles.palette import read_palette
from guard.session import aftercare, checklist
from guard.session.checklist import Answer, Fact
from guard.session.keeper import SessionKeeper
from guard.session.model import Phase
from guard.ui import theme
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.pages.session.flow import SessionFlow
from guard.ui.pages.session.programs import ProgramChoice
from tests.ui.pages.stand_ins import AMBER, JUNIPER, Clock, MemoryKeeper, NoMarker, Patient, counsel_desk

PROGRAMS = (
    ProgramChoice("firefox", "Firefox", ("camera", "microphone")),
    ProgramChoice("vlc", "VLC"),
    ProgramChoice("signal-desktop", "Signal", ("camera", "microphone")),
)


class Dress(Protocol):
    """Changes theme and text size."""

    def __call__(self, *, dark: bool = False, scale: float = 1.0) -> None: ...


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    """Dress the program in its light theme, once."""
    if qapp.findChild(theme.Theme) is None:
        theme.apply(qapp, dark=False)


@pytest.fixture
def dress(qapp: QApplication) -> Iterator[Dress]:
    """Change theme and text size for one test."""

    def change(*, dark: bool = False, scale: float = 1.0) -> None:
        theme.apply(qapp, dark=dark, text_scale=scale)

    yield change
    # what the test is done with need not be dressed again first
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    change()


@pytest.fixture
def worker() -> Patient:
    return Patient()


@pytest.fixture
def keyring() -> MemoryKeeper:
    return MemoryKeeper(JUNIPER, AMBER)


@pytest.fixture
def desk(keyring: MemoryKeeper, worker: Patient) -> Pseudonyms:
    return Pseudonyms(keyring, worker, counsel_desk(), read_palette(), start_anew=keyring.start_anew)


@dataclass
class Stage:
    """A session flow that is on screen, and what it stands on."""

    flow: SessionFlow
    keeper: SessionKeeper
    clock: Clock
    worker: Patient
    facts: dict[str, Fact]

    def phase(self) -> Phase:
        return self.keeper.session.phase

    def plan(self) -> None:
        prepare = self.flow.prepare
        assert prepare.choice is not None
        prepare.choice.pills()[0].click()
        prepare.place.combo.setEditText("Signal")
        prepare._go.click()

    def agree(self) -> None:
        for question in self.flow.checklist.questions.values():
            if question.item.need == "must":
                if question.item.kind == "yes":
                    question._choice.pills()[0].click()
                else:
                    question._boxes[0].click()

    def begin(self) -> None:
        self.plan()
        self.agree()
        self.flow.checklist._go.click()
        self.flow.ready._go.click()


@pytest.fixture
def stage(qtbot: QtBot, desk: Pseudonyms, worker: Patient) -> Stage:
    clock = Clock()
    keeper = SessionKeeper(clock, marker=NoMarker())
    facts = {"capture.no-recorder": Fact(Answer.YES, "All sensors for it are on.")}
    flow = SessionFlow(
        keeper,
        checklist=checklist.load(),
        platforms=platforms.load(),
        pseudonyms=desk,
        programs=lambda: PROGRAMS,
        facts=lambda: facts,
        aftercare=aftercare.load(),
    )
    qtbot.addWidget(flow)
    flow.resize(900, 700)
    flow.show()
    qtbot.waitExposed(flow)
    flow.activateWindow()
    worker.finish()
    return Stage(flow, keeper, clock, worker, facts)
