"""The tray icon, and the honest answer whether anybody can see it."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from guard.session.phase import Asking
from guard.ui import icons
from guard.ui.tray.host import TrayHost
from guard.ui.tray.state import TrayState, entries, tooltip

PATIENCE_MS = 3000
"""A desktop that is still starting gets this long before Qt is asked: Qt decides once."""
LOOK_AGAIN_MS = 5000
MESSAGE_MS = 10_000


class Tray(QObject):
    """Shows the state and offers `entries`. `chosen` sends an entry's id, `activated` a click.

    `available` is about a host that shows icons, never about what the icon believes of itself.
    """

    chosen = Signal(str)
    activated = Signal()
    availability_changed = Signal(bool)

    def __init__(
        self, host: TrayHost, parent: QObject | None = None, *, patience_ms: int = PATIENCE_MS
    ) -> None:
        """Show nothing before `start`."""
        super().__init__(parent)
        self._host = host
        self._state = TrayState.IDLE
        self._names: tuple[str, ...] = ()
        self._session_live = False
        self._asking: Asking | None = None
        self._window_visible = False
        self._icon: QSystemTrayIcon | None = None
        self._hosted = False
        self._menu = QMenu()
        self._menu.aboutToShow.connect(self._fill)
        self.available = False
        self._patience = QTimer(self, singleShot=True, interval=patience_ms)
        self._patience.timeout.connect(self._settle)
        self._look = QTimer(self, interval=LOOK_AGAIN_MS)
        self._look.timeout.connect(self._settle)

    def start(self) -> None:
        """Look for a host; show the icon once there is one, or patience is at its end."""
        self._patience.start()
        self._host.changed.connect(self._host_changed)
        self._host.start()

    def stop(self) -> None:
        """Take the icon away."""
        self._patience.stop()
        self._look.stop()
        self._host.stop()
        self._drop_icon()

    def show_state(self, state: TrayState, *, session_live: bool, finding_names: Sequence[str] = ()) -> None:
        """Show another state; `finding_names` stand in the menu."""
        same = state == self._state
        self._state, self._session_live, self._names = state, session_live, tuple(finding_names)
        if self._icon is not None and not same:
            self._dress(self._icon)

    def ask(self, asking: Asking | None) -> None:
        """Offer the answers to a check-in in the menu, or none."""
        self._asking = asking

    def notify(self, words: str) -> None:
        """Show neutral words for a moment, where there is an icon; a click on them chooses "question"."""
        if self._icon is not None:
            self._icon.showMessage("Guard", words, icons.icon(f"tray-{self._state}"), MESSAGE_MS)

    def set_window_visible(self, visible: bool) -> None:  # noqa: FBT001 -- a setter of one flag
        """Tell whether the menu offers to hide or to show the window."""
        self._window_visible = visible

    def _host_changed(self, present: bool) -> None:  # noqa: FBT001 -- a slot
        if not present and self._patience.isActive():
            return
        self._patience.stop()
        self._settle()

    def _settle(self) -> None:
        """Show the icon where it can be seen, and tell whether it can."""
        hosted = bool(self._host.present)
        seen = hosted or (not self._host.claimed and _x11_tray())
        if not seen or hosted != self._hosted:
            self._drop_icon()
        self._hosted = hosted
        if seen and self._icon is None:
            self._show_icon()
        if _is_x11() and not hosted:
            self._look.start()
        else:
            self._look.stop()
        if seen != self.available:
            self.available = seen
            self.availability_changed.emit(seen)

    def _show_icon(self) -> None:
        icon = QSystemTrayIcon(self)
        icon.setContextMenu(self._menu)
        icon.activated.connect(self._clicked)
        icon.messageClicked.connect(lambda: self.chosen.emit("question"))
        self._dress(icon)
        self._fill()
        icon.show()
        self._icon = icon

    def _drop_icon(self) -> None:
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None

    def _dress(self, icon: QSystemTrayIcon) -> None:
        icon.setIcon(icons.icon(f"tray-{self._state}"))
        icon.setToolTip(tooltip(self._state))

    def _fill(self) -> None:
        self._menu.clear()
        for entry in entries(
            self._state,
            window_visible=self._window_visible,
            session_live=self._session_live,
            finding_names=self._names,
            asking=self._asking,
        ):
            if entry.separator:
                self._menu.addSeparator()
                continue
            action = self._menu.addAction(entry.text)
            action.setEnabled(entry.enabled)
            if entry.icon:
                action.setIcon(icons.icon(entry.icon))
            if entry.id:
                action.triggered.connect(lambda _checked=False, chosen=entry.id: self.chosen.emit(chosen))

    def _clicked(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.activated.emit()


def _is_x11() -> bool:
    return QGuiApplication.platformName() == "xcb"


def _x11_tray() -> bool:
    """Tell whether an X11 tray stands there; without X11 only a host counts."""
    return _is_x11() and QSystemTrayIcon.isSystemTrayAvailable()
