"""Opens the system's own settings: an address of the system, or a command of the desktop, never through a shell."""

import shlex
import shutil

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices

_ADDRESSES = ("ms-settings:", "x-apple.systempreferences:")


def can_open(link: str) -> bool:
    """Tell whether there is something here that opens `link`."""
    if link.startswith(_ADDRESSES):
        return True
    argv = _argv(link)
    return bool(argv) and shutil.which(argv[0]) is not None


def open_settings(link: str) -> bool:
    """Open the page; returns whether something was started. What it then shows nobody can tell."""
    if link.startswith(_ADDRESSES):
        return QDesktopServices.openUrl(QUrl(link))
    argv = _argv(link)
    program = shutil.which(argv[0]) if argv else None
    if program is None:
        return False
    started, _pid = QProcess.startDetached(program, argv[1:])
    return started


def _argv(link: str) -> list[str]:
    try:
        return shlex.split(link)
    except ValueError:
        return []
