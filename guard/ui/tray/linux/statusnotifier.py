"""The StatusNotifier tray over D-Bus, as most Linux desktops have it. Every question is asynchronous.

A registered watcher is not enough: KDE's stands without any panel. A host must have registered too.
QDBusServiceWatcher is left alone: its addWatchedService() deadlocks under PySide6, because the D-Bus
thread calls the Python wrapper's connectNotify() while the caller holds the interpreter's lock.
"""

from typing import Any

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

from guard.ui.tray.host import TrayHost

WATCHER = "org.kde.StatusNotifierWatcher"
_PATH = "/StatusNotifierWatcher"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_DAEMON = "org.freedesktop.DBus"
_DAEMON_PATH = "/org/freedesktop/DBus"
_HOST_SIGNALS = ("StatusNotifierHostRegistered", "StatusNotifierHostUnregistered")
_ASK_SLOT: Any = SLOT("ask()")  # Any: PySide's stubs ask for bytes where it takes only its own text
_OWNER_SLOT: Any = SLOT("_owner_changed(QString,QString,QString)")
_ANSWER_MS = 3000


class StatusNotifierHost(TrayHost):
    """Follows the watcher and its hosts on the session bus."""

    def __init__(self, bus: QDBusConnection, parent: QObject | None = None) -> None:
        """Ask nothing yet."""
        super().__init__(parent)
        self._bus = bus

    def start(self) -> None:
        """Ask whether a host is there, and follow watchers and hosts that come and go."""
        if not self._bus.isConnected():
            self.answer(present=False)
            return
        self._bus.connect(
            _DAEMON, _DAEMON_PATH, _DAEMON, "NameOwnerChanged", [WATCHER], "sss", self, _OWNER_SLOT
        )
        for signal in _HOST_SIGNALS:
            self._bus.connect("", _PATH, WATCHER, signal, self, _ASK_SLOT)
        self.ask()

    def stop(self) -> None:
        """Follow no longer."""
        self._bus.disconnect(
            _DAEMON, _DAEMON_PATH, _DAEMON, "NameOwnerChanged", [WATCHER], "sss", self, _OWNER_SLOT
        )
        for signal in _HOST_SIGNALS:
            self._bus.disconnect("", _PATH, WATCHER, signal, self, _ASK_SLOT)

    @Slot()
    def ask(self) -> None:
        """Ask the watcher whether a host is registered; where there is no watcher the bus says so at once."""
        question = QDBusMessage.createMethodCall(WATCHER, _PATH, _PROPERTIES, "Get")
        question.setArguments([WATCHER, "IsStatusNotifierHostRegistered"])
        question.setAutoStartService(False)
        call = QDBusPendingCallWatcher(self._bus.asyncCall(question, _ANSWER_MS), self)
        call.finished.connect(self._answered)

    @Slot(str, str, str)
    def _owner_changed(self, _name: str, _old: str, new: str) -> None:
        if new:
            self.ask()
        else:
            self.answer(present=False)

    def _answered(self, call: QDBusPendingCallWatcher) -> None:
        reply = call.reply()
        call.deleteLater()
        values = reply.arguments()
        if reply.type() != QDBusMessage.MessageType.ReplyMessage or len(values) != 1:
            stuck = reply.errorName() == "org.freedesktop.DBus.Error.NoReply"
            self.answer(present=False, claimed=stuck)
            return
        hosted = _plain(values[0]) is True
        self.answer(present=hosted, claimed=not hosted)


def _plain(value: object) -> object:
    """Unwrap a D-Bus variant."""
    inner = getattr(value, "variant", None)
    return inner() if callable(inner) else value
