"""Starting with the login, by the user's Run key."""

import subprocess
import sys
from collections.abc import Sequence

if sys.platform == "win32":
    import winreg

_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
_NAME = "Guard"


class Autostart:
    """The entry of one user. Methods raise `OSError`."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start `command` when its user logs in."""
        self._command = subprocess.list2cmdline(command)

    if sys.platform == "win32":

        def is_on(self) -> bool:
            """Tell whether the entry is there."""
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _KEY) as key:
                    winreg.QueryValueEx(key, _NAME)
            except FileNotFoundError:
                return False
            return True

        def turn(self, *, on: bool) -> None:
            """Make the entry, or remove it."""
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _KEY) as key:
                if on:
                    winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, self._command)
                elif self.is_on():
                    winreg.DeleteValue(key, _NAME)


def usual(command: Sequence[str]) -> Autostart:
    """Return the entry of the user who runs this."""
    return Autostart(command)
