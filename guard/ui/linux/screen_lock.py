"""The lock of a Linux desktop's screen, as screen savers and the login manager tell of it over D-Bus.

Every question is asynchronous; the system bus is opened on a thread of its own, for a bus
that is stuck would hold the window. Who pretends to be a screen saver only locks Guard.
"""

import os
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

from guard.errors import GuardError
from guard.ui.background import Background
from guard.ui.system_lock import SystemLock

_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
)
_LOGIN = "org.freedesktop.login1"
_MANAGER = "org.freedesktop.login1.Manager"
_SESSION = "org.freedesktop.login1.Session"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_DAEMON, _DAEMON_PATH = "org.freedesktop.DBus", "/org/freedesktop/DBus"
_ANSWER_MS = 3000
_ACTIVE_SLOT: Any = SLOT("_active_changed(QDBusMessage)")  # Any: PySide's stubs ask for bytes here
_LOCK_SLOT: Any = SLOT("_lock_asked(QDBusMessage)")
_HINT_SLOT: Any = SLOT("_properties_changed(QDBusMessage)")


class LinuxSystemLock(SystemLock):
    """Follows whatever screen saver is on the session bus, and this login's session in systemd-logind."""

    def __init__(
        self,
        bus: Callable[[], QDBusConnection] = QDBusConnection.sessionBus,
        system_bus: Callable[[], QDBusConnection] = QDBusConnection.systemBus,
        environ: Mapping[str, str] = os.environ,
        parent: QObject | None = None,
    ) -> None:
        """Ask nothing yet; the buses are opened by `start`."""
        super().__init__(parent)
        self._open_bus, self._open_system = bus, system_bus
        self._session_name = environ.get("XDG_SESSION_ID") or "auto"
        self._opening = Background(self)
        self._bus: QDBusConnection | None = None
        self._system: QDBusConnection | None = None
        self._path = ""
        self._hinted = False
        self._heard: dict[str, bool] = {}
        self._begun = False

    def start(self) -> None:
        """Ask who tells of the lock, and listen."""
        if self._begun:
            return
        self._begun = True
        self._bus = self._open_bus()
        for saver in _SAVERS:
            self._bus.connect("", "", saver, "ActiveChanged", self, _ACTIVE_SLOT)
        if self._bus.isConnected():
            self._ask(
                self._bus,
                QDBusMessage.createMethodCall(_DAEMON, _DAEMON_PATH, _DAEMON, "ListNames"),
                self._names_told,
            )
        else:
            self._hear("screen saver", heard=False)
        self._opening.run(self._open_system, self._system_opened, self._no_system)

    def stop(self) -> None:
        """Listen no longer."""
        self._opening.close(0.2)
        if self._bus is not None:
            for saver in _SAVERS:
                self._bus.disconnect("", "", saver, "ActiveChanged", self, _ACTIVE_SLOT)

    def _system_opened(self, bus: QDBusConnection) -> None:
        self._system = bus
        if not bus.isConnected():
            self._hear("login manager", heard=False)
            return
        question = QDBusMessage.createMethodCall(_LOGIN, "/org/freedesktop/login1", _MANAGER, "GetSession")
        question.setArguments([self._session_name])
        self._ask(bus, question, self._session_told)

    def _no_system(self, _error: GuardError) -> None:
        self._hear("login manager", heard=False)

    def _names_told(self, reply: QDBusMessage) -> None:
        names = reply.arguments()[0] if reply.arguments() else []
        self._hear("screen saver", heard=isinstance(names, list) and bool(set(_SAVERS) & set(names)))

    def _session_told(self, reply: QDBusMessage) -> None:
        found = reply.arguments()[0] if reply.type() == QDBusMessage.MessageType.ReplyMessage else None
        path = str(getattr(found, "path", str)())
        if self._system is None or not path:
            self._hear("login manager", heard=False)
            return
        self._path = path
        self._system.connect(_LOGIN, path, _SESSION, "Lock", self, _LOCK_SLOT)
        self._system.connect(_LOGIN, path, _PROPERTIES, "PropertiesChanged", self, _HINT_SLOT)
        self._hear("login manager", heard=True)

    def _hear(self, who: str, *, heard: bool) -> None:
        self._heard[who] = heard
        if len(self._heard) == 2:  # noqa: PLR2004 - both have answered
            self.heard_by = " and ".join(
                f"this desktop's {each}" for each, tells in self._heard.items() if tells
            )
            self.ready.emit()

    def _ask(
        self, bus: QDBusConnection, question: QDBusMessage, then: Callable[[QDBusMessage], None]
    ) -> None:
        call = QDBusPendingCallWatcher(bus.asyncCall(question, _ANSWER_MS), self)

        def answered(watcher: QDBusPendingCallWatcher) -> None:
            reply = watcher.reply()
            watcher.deleteLater()
            then(reply)

        call.finished.connect(answered)

    @Slot(QDBusMessage)
    def _active_changed(self, message: QDBusMessage) -> None:
        if message.arguments()[:1] == [True]:
            self.locked.emit()

    @Slot(QDBusMessage)
    def _lock_asked(self, _message: QDBusMessage) -> None:
        self.locked.emit()

    @Slot(QDBusMessage)
    def _properties_changed(self, _message: QDBusMessage) -> None:
        """Ask for the one that counts; PySide does not take the message's own map apart."""
        if self._system is not None:
            question = QDBusMessage.createMethodCall(_LOGIN, self._path, _PROPERTIES, "Get")
            question.setArguments([_SESSION, "LockedHint"])
            self._ask(self._system, question, self._hint_told)

    def _hint_told(self, reply: QDBusMessage) -> None:
        value = reply.arguments()[0] if reply.arguments() else None
        inner = getattr(value, "variant", None)
        locked = (inner() if callable(inner) else value) is True
        if locked and not self._hinted:
            self.locked.emit()
        self._hinted = locked
