"""Starting with the login: this system's way, and the command that starts this very Guard."""

import sys
from typing import Protocol

if sys.platform == "win32":
    from guard.windows.autostart import usual
elif sys.platform == "darwin":
    from guard.macos.autostart import usual
else:
    from guard.linux.autostart import usual


class Autostart(Protocol):
    """Whether Guard starts with the login. Methods raise `OSError`."""

    def is_on(self) -> bool:
        """Tell whether it does."""
        ...

    def turn(self, *, on: bool) -> None:
        """Make it so, or stop it."""
        ...


def own_command() -> tuple[str, ...]:
    """Return the command that starts this Guard: the frozen program, or this Python with the package."""
    return (sys.executable,) if getattr(sys, "frozen", False) else (sys.executable, "-m", "guard")


def autostart() -> Autostart:
    """Return this user's autostart."""
    return usual(own_command())
