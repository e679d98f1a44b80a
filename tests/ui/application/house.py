"""The furnished window over a scripted watch, and what it stands on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from guard.capture import policy
from guard.capture.finding import (
    Coverage,
    Ended,
    Finding,
    Started,
    WatchEvent,
    Watching,
)
from guard.knowledge import platforms
from guard.livefacts import live_facts
from guard.profiles.palette import read_palette
from guard.session import aftercare, checklist, topics
from guard.session.keeper import SessionKeeper
from guard.session.model import (
    Begin,
    Expectation,
    GateChanged,
    GetReady,
    Plan,
    PlanChosen,
)
from guard.settings import Settings
from guard.ui.application import GuardWindow
from guard.ui.pages.help.book import read_book
from guard.ui.pages.session.programs import ProgramChoice
from guard.ui.parts import Guarding, Parts
from guard.ui.shell import Shell
from guard.wellbeing import library
from tests.support.notes import JournalNotes
from tests.ui.pages.checking import SmallComputer, checking
from tests.ui.pages.findings import COVERAGE
from tests.ui.pages.secret_stand_ins import MemoryAutostart, MemorySecrets, MemorySettings
from tests.ui.pages.stand_ins import JUNIPER, Clock, MemoryKeeper, NoMarker, sage

NOTHING_YET = Coverage((), ())
PLAN = Plan(JUNIPER.id, JUNIPER.name, "signal", (Expectation("firefox", "camera"),))


@dataclass
class ScriptedWatch:
    """A watch that sees what the test says."""

    findings: tuple[Finding, ...] = ()
    coverage: Coverage = NOTHING_YET
    listeners: list[Callable[[WatchEvent], None]] = field(default_factory=list)
    running: bool = False

    def subscribe(self, listener: Callable[[WatchEvent], None]) -> None:
        self.listeners.append(listener)

    def start(self) -> None:
        self.running = True
        self.coverage = COVERAGE
        self.tell(Watching(1.0, COVERAGE))

    def stop(self) -> None:
        self.running = False

    def tell(self, event: WatchEvent) -> None:
        for listener in self.listeners:
            listener(event)

    def sees(self, *findings: Finding) -> None:
        for new in findings:
            if new not in self.findings:
                self.findings = (*self.findings, new)
                self.tell(Started(2.0, new))

    def loses(self, finding: Finding) -> None:
        self.findings = tuple(one for one in self.findings if one.id != finding.id)
        self.tell(Ended(3.0, finding))


class Said:
    """Remembers for one test what was said."""

    def __init__(self) -> None:
        self._words: set[str] = set()

    def add_new(self, word: str) -> bool:
        new = word not in self._words
        self._words.add(word)
        return new


@dataclass
class House:
    """The furnished window and what it stands on."""

    furniture: GuardWindow
    watch: ScriptedWatch
    keeper: SessionKeeper
    left: list[str]

    def go_live(self) -> None:
        for event in (PlanChosen(PLAN), GateChanged(open=True), GetReady(), Begin()):
            self.keeper.do(event)

    def headlines(self) -> list[str]:
        return [alert.headline for alert in self.furniture.alerts.showing]


@pytest.fixture
def guarding(qtbot: QtBot) -> Callable[[], Guarding]:
    watch = ScriptedWatch()
    return lambda: Guarding(watch, lambda _: "A recorder.", lambda: [ProgramChoice("firefox", "Firefox")])


@pytest.fixture
def house(
    qapp: QApplication, qtbot: QtBot, guarding: Callable[[], Guarding], tmp_path: Path
) -> Iterator[House]:
    left: list[str] = []
    said = Said()
    shell = Shell(qapp)
    qtbot.addWidget(shell.window, before_close_func=lambda window: setattr(window, "_on_close", lambda: True))
    memory = MemoryKeeper(JUNIPER)
    keeper = SessionKeeper(Clock(), NoMarker())
    parts = Parts(
        keeper=keeper,
        checklist=checklist.load(),
        aftercare=aftercare.load(),
        platforms=platforms.load(),
        profiles=memory,
        start_anew=memory.start_anew,
        counsel=sage,
        palette=read_palette(),
        guarding=guarding,
        level=policy.level,
        facts=live_facts,
        serve=lambda _answer: None,
        first_time=said.add_new,
        secrets=MemorySecrets(),
        settings=MemorySettings(Settings(set_up=True)),
        autostart=MemoryAutostart(),
        help_book=read_book,
        checking=checking(SmallComputer(tmp_path)),
        notes=JournalNotes(tmp_path),
        library=library.load,
        topics=topics.load,
    )
    shell.window.show()
    furniture = GuardWindow(shell, parts)
    watch = guarding().watch
    assert isinstance(watch, ScriptedWatch)
    qtbot.waitUntil(lambda: watch.running and furniture.pseudonyms.known is not None)
    made = House(furniture, watch, keeper, left)
    yield made
    furniture.end()


def button(box: QMessageBox, words: str) -> QPushButton:
    return next(each for each in box.findChildren(QPushButton) if each.text() == words)


def question(house: House, qtbot: QtBot) -> QMessageBox:
    def there() -> bool:
        return bool(house.furniture.window.findChildren(QMessageBox))

    qtbot.waitUntil(there)
    return house.furniture.window.findChildren(QMessageBox)[0]
