"""How long nobody has used a Linux desktop: Mutter's idle monitor, else the screen saver's session idle time.

Some screen savers count seconds and some milliseconds under the same name; how fast the
answer grows while nobody does anything tells which.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

from guard.ui.idle import DesktopIdle

_ANSWER_MS = 3000
_MUTTER = (
    "org.gnome.Mutter.IdleMonitor",
    "/org/gnome/Mutter/IdleMonitor/Core",
    "org.gnome.Mutter.IdleMonitor",
    "GetIdletime",
)
_SAVER = ("org.freedesktop.ScreenSaver", "/ScreenSaver", "org.freedesktop.ScreenSaver", "GetSessionIdleTime")
_LEAST_SECONDS = 2.0  # between two answers that are compared


class Gauge:
    """Turns answers of unknown unit into seconds; None as long as the unit is not known."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._scale: float | None = None
        self._before: tuple[float, float] | None = None

    def seconds(self, value: float, now: float) -> float | None:
        """Take an answer at the moment `now`, in seconds, and return it in seconds."""
        before = self._before
        if self._scale is None and before is not None and now - before[1] >= _LEAST_SECONDS:
            pace = (value - before[0]) / (now - before[1])
            self._scale = _scale(pace)
        if before is None or now - before[1] >= _LEAST_SECONDS or value < before[0]:
            self._before = (value, now)
        return None if self._scale is None else value / self._scale


def _scale(pace: float) -> float | None:
    """Tell the unit by how much an answer grows a second."""
    if 0.4 <= pace <= 2.5:  # noqa: PLR2004 - about one a second
        return 1.0
    if 400 <= pace <= 2500:  # noqa: PLR2004 - about a thousand a second
        return 1000.0
    return None


class LinuxDesktopIdle(DesktopIdle):
    """Asks the session bus."""

    def __init__(
        self,
        bus: Callable[[], QDBusConnection] = QDBusConnection.sessionBus,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Ask nothing yet."""
        super().__init__(parent)
        self._open = bus
        self._clock = clock
        self._gauge = Gauge()
        self._waiting = False

    def ask(self) -> None:
        """Ask Mutter, then the screen saver."""
        if self._waiting:
            return
        bus = self._open()
        if not bus.isConnected():
            self.told.emit(None)
            return
        self._waiting = True
        self._ask(bus, _MUTTER, lambda value: self._mutter_told(bus, value))

    def _mutter_told(self, bus: QDBusConnection, value: int | None) -> None:
        if value is None:
            self._ask(bus, _SAVER, self._saver_told)
        else:
            self._tell(value / 1000)

    def _saver_told(self, value: int | None) -> None:
        self._tell(None if value is None else self._gauge.seconds(value, self._clock()))

    def _tell(self, seconds: float | None) -> None:
        self._waiting = False
        self.told.emit(seconds)

    def _ask(
        self, bus: QDBusConnection, where: tuple[str, str, str, str], then: Callable[[int | None], None]
    ) -> None:
        question = QDBusMessage.createMethodCall(*where)
        question.setAutoStartService(False)
        call = QDBusPendingCallWatcher(bus.asyncCall(question, _ANSWER_MS), self)

        def answered(watcher: QDBusPendingCallWatcher) -> None:
            values = watcher.reply().arguments()
            good = watcher.reply().type() == QDBusMessage.MessageType.ReplyMessage
            watcher.deleteLater()
            number = values[0] if good and values else None
            then(number if isinstance(number, int) and number >= 0 else None)

        call.finished.connect(answered)
