"""Has nobody used this computer for a while? What the desktop says where it says so, else the last use of Guard."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

_LOOK_MS = 10_000
_USE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
HIDE_KEYS = Qt.Modifier.CTRL | Qt.Modifier.SHIFT | Qt.Key.Key_H
"""Hides everything, from any of Guard's windows."""


class DesktopIdle(QObject):
    """What the desktop knows of its idle time. This one knows nothing."""

    told = Signal(object)
    """Seconds without a key or a movement anywhere, or None when nobody can tell."""

    def ask(self) -> None:
        """Ask; the answer comes as `told`, at once or later."""
        self.told.emit(None)


class LastUse(QObject):
    """When one of Guard's own windows was last used. It hears the hide key in every window, dialogs as well."""

    hide_wanted = Signal()

    def __init__(self, parent: QObject | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Follow the windows that have the keyboard."""
        super().__init__(parent)
        self._clock = clock
        self._at = clock()
        self._watched: QWindow | None = None
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._follow)
            self._follow(QGuiApplication.focusWindow())

    @property
    def seconds(self) -> float:
        """Seconds since the last use."""
        return self._clock() - self._at

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Notice use, and the hide key."""
        if event.type() in _USE:
            self._at = self._clock()
            if isinstance(event, QKeyEvent) and event.keyCombination() == QKeyCombination(HIDE_KEYS):
                self.hide_wanted.emit()
                return True
        return False

    def _follow(self, window: QWindow | None) -> None:
        if self._watched is not None:
            self._watched.removeEventFilter(self)
        self._watched = window
        if window is not None:
            window.installEventFilter(self)
            window.destroyed.connect(self._forget)

    def _forget(self) -> None:
        self._watched = None


class IdleClock(QObject):
    """Says `over` once nobody has used the computer, or Guard, for the wished minutes."""

    over = Signal()

    def __init__(self, desktop: DesktopIdle, last_use: LastUse, parent: QObject | None = None) -> None:
        """Wait for nothing yet."""
        super().__init__(parent)
        self._desktop = desktop
        self._last_use = last_use
        self._limit = 0.0
        self.by_desktop: bool | None = None
        """Whether the desktop told at the last look; None before."""
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(desktop.ask)
        desktop.told.connect(self._hear)

    def limit(self, minutes: int) -> None:
        """Wait for so many minutes from now on; 0 waits for nothing."""
        self._limit = minutes * 60.0
        if minutes:
            self._desktop.ask()
            self._look.start()
        else:
            self._look.stop()

    def _hear(self, seconds: float | None) -> None:
        self.by_desktop = seconds is not None
        idle = self._last_use.seconds if seconds is None else seconds
        if self._limit and idle >= self._limit:
            self.over.emit()
