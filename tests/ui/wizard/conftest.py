"""A set-up in memory, with every step."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guard.knowledge import platforms
from guard.profiles.palette import read_palette
from guard.session.model import Session
from guard.session.phase import Phase
from guard.ui import theme
from guard.ui.idle import DesktopIdle, IdleClock, LastUse
from guard.ui.limits import LimitsDesk
from guard.ui.locking import Locking
from guard.ui.pages.checkup.desk import CheckDesk
from guard.ui.pages.checkup.mending import Mending
from guard.ui.pages.platforms.desk import PlatformDesk
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.pages.settings.desk import SettingsDesk
from guard.ui.preferences import Preferences
from guard.ui.shield import NoShield, WindowShield
from guard.ui.system_lock import SystemLock
from guard.ui.wizard.desk import SetUpDesk
from guard.ui.wizard.flow import SetUp, Step
from guard.ui.wizard.wizard import Wizard
from tests.ui.pages.checking import NOW, MemoryNotes, MemoryPlatforms, SmallComputer
from tests.ui.pages.secret_stand_ins import MemoryAutostart, MemorySecrets, MemorySettings
from tests.ui.pages.stand_ins import Immediately, MemoryKeeper, counsel_desk


class Sessions:
    """A session in any phase, which nobody follows."""

    def __init__(self) -> None:
        self.session = Session(Phase.PREPARE)

    def subscribe(self, _listener: Callable[[Session], None]) -> Callable[[], None]:
        return lambda: None


@dataclass
class Stage:
    """The set-up on screen, and what it stands on."""

    wizard: Wizard
    desk: SetUpDesk
    computer: SmallComputer
    secrets: MemorySecrets
    keyring: MemoryKeeper
    settings: MemorySettings
    autostart: MemoryAutostart
    picks: MemoryPlatforms
    limits: LimitsDesk
    sessions: Sessions
    notes: MemoryNotes
    told: list[str] = field(default_factory=list)
    ended: list[SetUp] = field(default_factory=list)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus = self.wizard.focusWidget()
        QTest.keyClick(focus if focus is not None else self.wizard, key, modifier)
        QApplication.processEvents()

    def go_to(self, step: Step) -> None:
        while self.wizard.now.step is not step:
            self.wizard.footer.next.click()


def make_stage(folder: Path) -> Stage:
    """Put a set-up together, not yet on screen."""
    at_once, secrets, settings = Immediately(), MemorySecrets(), MemorySettings()
    autostart, keyring, computer, picks = (
        MemoryAutostart(),
        MemoryKeeper(),
        SmallComputer(folder),
        MemoryPlatforms(),
    )
    told: list[str] = []
    pseudonyms = Pseudonyms(keyring, at_once, counsel_desk(), read_palette(), start_anew=keyring.start_anew)
    pseudonyms.load()
    place = SettingsDesk(
        secrets=secrets,
        worker=at_once,
        thinker=at_once,
        preferences=Preferences(settings, at_once),
        locking=Locking(secrets, at_once),
        shield=WindowShield(NoShield("Nothing can be done here.")),
        system_lock=SystemLock(),
        idle=IdleClock(DesktopIdle(), LastUse()),
        autostart=autostart,
        copy=told.append,
        tell=told.append,
        reload=pseudonyms.load,
        hide=lambda: None,
        cover=lambda _widget: None,
        leave=lambda: None,
    )
    mending = Mending(lambda: computer.mender, at_once)
    notes, sessions = MemoryNotes(), Sessions()
    limits = LimitsDesk(pseudonyms, sessions)
    checks = CheckDesk(lambda: computer, notes, mending, looking=at_once, saving=at_once, now=lambda: NOW)
    desk = SetUpDesk(
        settings=place,
        pseudonyms=pseudonyms,
        worker=at_once,
        checks=checks,
        platforms=PlatformDesk(picks, platforms.load(), at_once),
        noted=picks.load,
        limits=limits,
    )
    wizard = Wizard(desk, desk.usual())
    stage = Stage(
        wizard, desk, computer, secrets, keyring, settings, autostart, picks, limits, sessions, notes, told
    )
    wizard.ended.connect(stage.ended.append)
    return stage


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    """Dress the program in its light theme, once."""
    if qapp.findChild(theme.Theme) is None:
        theme.apply(qapp, dark=False)


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = make_stage(tmp_path)
    qtbot.addWidget(made.wizard)
    made.wizard.resize(900, 700)
    made.wizard.show()
    qtbot.waitExposed(made.wizard)
    made.wizard.activateWindow()
    qtbot.waitUntil(made.wizard.isActiveWindow)
    made.wizard.focus()
    yield made
    made.wizard.close()
