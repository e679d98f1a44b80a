from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from guard.ui.idle import DesktopIdle, IdleClock, LastUse
from guard.ui.locking import Locking
from guard.ui.pages.settings.desk import SettingsDesk
from guard.ui.pages.settings.page import SettingsPage
from guard.ui.preferences import Preferences
from guard.ui.shield import NoShield, WindowShield
from guard.ui.system_lock import SystemLock
from tests.ui.pages.secret_stand_ins import MemoryAutostart, MemorySecrets, MemorySettings
from tests.ui.pages.stand_ins import Immediately, Patient


@dataclass
class Place:
    """The settings on screen, and what they stand on."""

    page: SettingsPage
    secrets: MemorySecrets
    worker: Patient
    settings: MemorySettings
    autostart: MemoryAutostart
    locking: Locking
    told: list[str] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def look(self) -> None:
        self.page.look()
        self.worker.finish()


@pytest.fixture
def secrets() -> MemorySecrets:
    return MemorySecrets()


@pytest.fixture
def place(qtbot: QtBot, secrets: MemorySecrets) -> Iterator[Place]:
    worker, at_once = Patient(), Immediately()
    settings, autostart = MemorySettings(), MemoryAutostart()
    told: list[str] = []
    copied: list[str] = []
    asked: list[str] = []
    locking = Locking(secrets, worker)
    desk = SettingsDesk(
        secrets=secrets,
        worker=worker,
        thinker=at_once,
        preferences=Preferences(settings, at_once),
        locking=locking,
        shield=WindowShield(NoShield("Nothing can be done here.")),
        system_lock=SystemLock(),
        idle=IdleClock(DesktopIdle(), LastUse()),
        autostart=autostart,
        copy=copied.append,
        tell=told.append,
        reload=lambda: asked.append("reload"),
        hide=lambda: asked.append("hide"),
        cover=lambda _widget: asked.append("cover"),
        leave=lambda: asked.append("leave"),
    )
    page = SettingsPage(desk)
    page.resize(900, 700)
    page.show()
    qtbot.waitExposed(page)
    worker.finish()
    yield Place(page, secrets, worker, settings, autostart, locking, told, copied, asked)
    page.close()
    page.deleteLater()
    # really, and now: what is left over is dressed again with every change of the theme
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
