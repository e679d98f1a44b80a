"""Starting with the login, by a launch agent of the user."""

import plistlib
from collections.abc import Sequence
from pathlib import Path

from guard import durable

_LABEL = "guard.login"


class Autostart:
    """The agent of one user. Methods touch the disk and raise `OSError`."""

    def __init__(self, command: Sequence[str], home: Path) -> None:
        """Start `command` when its user logs in."""
        self._file = home / "Library" / "LaunchAgents" / f"{_LABEL}.plist"
        self._command = list(command)

    def is_on(self) -> bool:
        """Tell whether the agent is there."""
        return self._file.exists()

    def turn(self, *, on: bool) -> None:
        """Make the agent, or remove it."""
        if on:
            agent = {"Label": _LABEL, "ProgramArguments": self._command, "RunAtLoad": True}
            durable.write(self._file, plistlib.dumps(agent))
        else:
            self._file.unlink(missing_ok=True)


def usual(command: Sequence[str]) -> Autostart:
    """Return the agent of the user who runs this."""
    return Autostart(command, Path.home())
