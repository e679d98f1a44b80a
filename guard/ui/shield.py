"""Keeps Guard's own windows out of pictures of the screen, where the system can: the port, and the care for every window."""

from collections.abc import Callable, Iterable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_LOOK_AGAIN_MS = 1000


class Shield(Protocol):
    """This system's way. `cannot` says why there is none, as a sentence; "" when there is."""

    cannot: str
    costs: str
    """What hiding costs and leaves open here, as sentences."""

    def set(self, window_id: int, *, hidden: bool) -> None:
        """Ask the system to leave a window out of pictures, or to take it in again."""

    def is_hidden(self, window_id: int) -> bool:
        """Read back what the system says."""


class NoShield:
    """For systems that offer no such thing."""

    costs = ""

    def __init__(self, cannot: str) -> None:
        """Say why."""
        self.cannot = cannot

    def set(self, window_id: int, *, hidden: bool) -> None:
        """Do nothing."""

    def is_hidden(self, window_id: int) -> bool:  # noqa: ARG002 - the port's
        """Say that nothing is hidden."""
        return False


class WindowShield(QObject):
    """Applies a wish to every window, reads it back, and repeats it for windows that come later."""

    changed = Signal()

    def __init__(
        self,
        shield: Shield,
        parent: QObject | None = None,
        *,
        windows: Callable[[], Iterable[QWindow]] = QGuiApplication.allWindows,
    ) -> None:
        """Wish nothing yet."""
        super().__init__(parent)
        self.shield = shield
        self.wanted = False
        self.refused = False
        """Whether the system did not do what was wished, at the last look."""
        self._windows = windows
        self._look = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._look.timeout.connect(self.apply)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication) and not shield.cannot:
            app.focusWindowChanged.connect(self._come)

    def want(self, hidden: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Hide the windows from now on, or hide them no longer."""
        if self.shield.cannot or hidden == self.wanted:
            return
        self.wanted = hidden
        self.apply()
        if hidden:
            self._look.start()
        else:
            self._look.stop()

    def apply(self) -> None:
        """Bring every window that exists to what is wanted."""
        refused = False
        for window in self._windows():
            if not window.isVisible() or not window.isTopLevel():
                continue
            identity = int(window.winId())
            if self.shield.is_hidden(identity) != self.wanted:
                self.shield.set(identity, hidden=self.wanted)
                refused = refused or self.shield.is_hidden(identity) != self.wanted
        if refused != self.refused:
            self.refused = refused
            self.changed.emit()

    def _come(self, _window: QWindow | None) -> None:
        if self.wanted:
            self.apply()
