"""What this system offers to Guard's windows; the one place of the room that asks which system it is."""

import sys
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from guard.ui.idle import DesktopIdle
from guard.ui.shield import NoShield, Shield
from guard.ui.shortcuts import GlobalShortcuts
from guard.ui.system_lock import SystemLock
from guard.ui.tray.host import TrayHost

if sys.platform == "linux":
    from PySide6.QtDBus import QDBusConnection

    from guard.ui.linux.desktop_idle import LinuxDesktopIdle
    from guard.ui.linux.global_shortcut import LinuxGlobalShortcuts
    from guard.ui.linux.screen_lock import LinuxSystemLock
    from guard.ui.tray.linux.statusnotifier import StatusNotifierHost

    def tray_host() -> TrayHost:
        """The StatusNotifier tray; X11's older one is asked by the tray itself."""
        return StatusNotifierHost(QDBusConnection.sessionBus())

    def system_lock() -> SystemLock:
        """Screen savers and the login manager."""
        return LinuxSystemLock()

    def desktop_idle() -> DesktopIdle:
        """Mutter and screen savers."""
        return LinuxDesktopIdle()

    def global_shortcuts() -> GlobalShortcuts:
        """The desktop portal."""
        return LinuxGlobalShortcuts()

else:

    def tray_host() -> TrayHost:
        """The tray that this system always has."""
        return TrayHost()

    def system_lock() -> SystemLock:
        """Nobody yet."""
        return SystemLock()

    def desktop_idle() -> DesktopIdle:
        """Nobody yet."""
        return DesktopIdle()

    def global_shortcuts() -> GlobalShortcuts:
        """Nobody yet."""
        return GlobalShortcuts()


if sys.platform == "darwin":
    from guard.ui.macos.pasteboard import Pasteboard

    def concealer() -> Callable[[], None]:
        """What marks the pasteboard's content as concealed."""
        return Pasteboard().conceal

else:

    def concealer() -> Callable[[], None]:
        """Nothing more: formats beside the text do it here."""
        return lambda: None


if sys.platform == "win32":
    from guard.ui.windows.affinity import AffinityShield

    def shield() -> Shield:
        """The display affinity."""
        return AffinityShield()

elif sys.platform == "darwin":
    from guard.ui.macos.sharing import SharingShield

    def shield() -> Shield:
        """The sharing type."""
        return SharingShield()

else:

    def shield() -> Shield:
        """Nothing, and why."""
        return NoShield(
            QCoreApplication.translate(
                "Shield",
                "Linux has no way for a program to keep its own windows out of recordings, so nothing can be switched on here.",
            )
        )
