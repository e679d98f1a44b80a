"""What the settings work with, handed to each of their parts."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from guard.ui.idle import IdleClock
from guard.ui.locking import Locking
from guard.ui.pages.counsel import Worker
from guard.ui.preferences import Preferences
from guard.ui.secrets import Autostart, Secrets
from guard.ui.shield import WindowShield
from guard.ui.system_lock import SystemLock


@dataclass(frozen=True, slots=True)
class SettingsDesk:
    """`worker` is the one thread that asks `secrets`; `thinker` rates passphrases.

    `copy` puts a text on the clipboard for a minute, `tell` says a sentence above the page,
    `reload` asks for the pseudonyms again, `hide` hides everything,
    `cover` shows nothing but a widget from now on, `leave` closes Guard for good,
    `set_up` begins the guided set-up.
    """

    secrets: Secrets
    worker: Worker
    thinker: Worker
    preferences: Preferences
    locking: Locking
    shield: WindowShield
    system_lock: SystemLock
    idle: IdleClock
    autostart: Autostart
    copy: Callable[[str], None]
    tell: Callable[[str], None]
    reload: Callable[[], None]
    hide: Callable[[], None]
    cover: Callable[[QWidget], None]
    leave: Callable[[], None]
    set_up: Callable[[], None] = lambda: None
