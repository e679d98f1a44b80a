"""Locking and hiding: what shuts the window, what hides everything, and the settings behind both."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog

from guard.ui import host
from guard.ui.alert.model import AlertText
from guard.ui.idle import IdleClock, LastUse
from guard.ui.locked_help import LockedHelp
from guard.ui.locking import Locking
from guard.ui.pages.counsel import Worker
from guard.ui.pages.settings.lock_card import LOCK_KEYS
from guard.ui.pages.unlock import UnlockPage
from guard.ui.preferences import Preferences, SettingsKeeper
from guard.ui.secrets import Secrets
from guard.ui.shield import WindowShield
from guard.ui.window import MainWindow


class Privacy(QObject):
    """Keeps the window shut, hidden, or out of pictures, as its user wants it now."""

    changed = Signal()
    """Locked or open, hidden or back."""
    opened = Signal()
    stop_wanted = Signal()
    hid = Signal()
    """Everything has just been hidden."""

    def __init__(
        self,
        secrets: Secrets,
        settings: SettingsKeeper,
        window: MainWindow,
        *,
        asking: Worker,
        saving: Worker,
        thinking: Worker,
        worth_locking: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        """`asking` is the one thread that asks `secrets`; `worth_locking` tells whether anything personal was read."""
        super().__init__(parent)
        self._secrets, self._window = secrets, window
        self.asking, self.thinking = asking, thinking
        self.hidden = False
        self.preferences = Preferences(settings, saving, self)
        self.locking = Locking(secrets, asking, self, worth_locking=worth_locking)
        self.shield = WindowShield(host.shield(), self)
        self.system_lock = host.system_lock()
        self.system_lock.setParent(self)
        self.last_use = LastUse(self)
        desktop = host.desktop_idle()
        desktop.setParent(self)
        self.idle = IdleClock(desktop, self.last_use, self)
        self.locked_help = LockedHelp(window, self)
        self._live = False
        self._page: UnlockPage | None = None
        self._connect()

    @property
    def veiled(self) -> bool:
        """Whether nothing personal may be on any screen."""
        return self.hidden or self.locking.locked

    def start(self) -> None:
        """Read the settings, and begin shut where a passphrase is needed."""
        self.preferences.load()
        if self.locking.locked:
            self._shut()

    def end(self) -> None:
        """Listen to nobody any more."""
        self.system_lock.stop()
        self.idle.limit(0)
        self.shield.want(hidden=False)

    def show_session(self, *, live: bool) -> None:
        """Offer Stop on the locked window while a session goes on."""
        self._live = live
        if self._page is not None:
            self._page.show_session(live=live)

    def hide_everything(self) -> None:
        """Take every window away at once and lock. The curtain stays up: it hides more than Guard."""
        if not self.hidden:
            self.hidden = True
            self._window.hide()
            self.locked_help.close()
            _close_questions()
            self.locking.lock()
            self.hid.emit()
            self.changed.emit()

    def lock(self) -> None:
        """Lock, unless it is locked."""
        if not self.locking.locked:
            _close_questions()
            self.locking.lock()

    def come_back(self) -> None:
        """Let windows be seen again; the lock is shut."""
        if self.hidden:
            self.hidden = False
            self.changed.emit()

    def _connect(self) -> None:
        self.preferences.changed.connect(self._apply)
        self.preferences.failed.connect(lambda sentence: self._window.tell(sentence, key="settings"))
        self.locking.shut.connect(self._shut)
        self.locking.opened.connect(self._open)
        self.locking.remark.connect(lambda sentence: self._window.tell(sentence, key="lock"))
        self.system_lock.locked.connect(self._screen_locked)
        self.idle.over.connect(self.lock)
        self.last_use.hide_wanted.connect(self.hide_everything)
        keys = QShortcut(QKeySequence(LOCK_KEYS), self._window)
        keys.activated.connect(self.lock)

    def _apply(self) -> None:
        settings = self.preferences.now
        self.idle.limit(settings.lock_after)
        self.shield.want(settings.hide_window)
        if settings.lock_with_screen:
            self.system_lock.start()
        self.changed.emit()

    def _screen_locked(self) -> None:
        if self.preferences.now.lock_with_screen:
            self.lock()

    def _shut(self) -> None:
        if self._page is None:
            self._page = UnlockPage(self.locking, self._secrets, self.thinking)
            self._page.stop_wanted.connect(self.stop_wanted)
            self._page.help_wanted.connect(self._help)
            self._page.show_session(live=self._live)
        self._window.shut(self._page)
        self.changed.emit()

    def _help(self) -> None:
        if self._page is not None:
            self.locked_help.open(self._page)

    def _open(self) -> None:
        self.locked_help.close()
        self._window.shut(None)
        self.changed.emit()
        self.opened.emit()


def neutral(alert: AlertText) -> AlertText:
    """Say no more than that there is something to see."""
    return replace(
        alert,
        headline=QCoreApplication.translate("Privacy", "Something came up on this computer"),
        what=QCoreApplication.translate("Privacy", "Unlock Guard to see what it is."),
        who=QCoreApplication.translate("Privacy", "Something"),
        since="",
        evidence=(),
        safe="",
        icon="",
    )


def _close_questions() -> None:
    """Answer every open question of Guard's with no, and close menus."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()
