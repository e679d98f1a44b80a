"""Names that this computer shows to others, beside the names that its user wants hidden, and variables of the session.

Words to hide stay in memory and are never printed; only what is on show anyway is.
"""

import os
import pwd
import re
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import Environment, NamesShown
from guard.checkup.names import HiddenWords, compared

_SHOWN = {
    "host": "This computer's name on the network is “{}”.",
    "computer": "This computer calls itself “{}”.",
    "user": "The log-in name is “{}”.",
    "full-name": "The account's full name is “{}”.",
}


class NamesLook:
    """Compares what is shown with the account's own names and the words that `hidden_words` gives."""

    def __init__(
        self,
        hidden_words: HiddenWords,
        *,
        host: Callable[[], str] = socket.gethostname,
        account: Callable[[], tuple[str, str]] | None = None,
        machine_info: Path = Path("/etc/machine-info"),
    ) -> None:
        """`account` gives log-in name and full name of this user."""
        self._hidden_words = hidden_words
        self._host = host
        self._account = account or own_account
        self._machine_info = machine_info

    def __call__(self, what: NamesShown) -> Reading:
        """Say whether the name that is shown holds one that should not be."""
        try:
            login, full_name = self._account()
            shown = {
                "user": lambda: login,
                "full-name": lambda: full_name,
                "host": self._host,
                "computer": self._pretty,
            }[what.of]()
        except (OSError, KeyError):
            return _cannot("That name could not be read.")
        if not shown.strip():
            why = "No such name is set, so none is shown."
            return Reading(Answer.NOT_APPLICABLE if what.of != "host" else Answer.UNKNOWN, why=why)
        own = {
            "user": [full_name],
            "full-name": [],
            "host": [login, full_name],
            "computer": [login, full_name],
        }
        return compared(shown, _SHOWN[what.of].format(shown), own[what.of], self._hidden_words)

    def _pretty(self) -> str:
        """The name that desktops and Bluetooth show; where none is set, they show the host's."""
        try:
            text = self._machine_info.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return self._host()
        found = re.findall(r"""^PRETTY_HOSTNAME=["']?(.*?)["']?\s*$""", text, re.MULTILINE)
        return found[-1] if found and found[-1] else self._host()


class EnvironmentLook:
    """Reads variables of the session that `environ` describes."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        """Read from `environ`."""
        self._environ = dict(environ)

    def __call__(self, what: Environment) -> Reading:
        """Return the variable's value, or what its absence means."""
        value = self._environ.get(what.name, "")
        if value:
            return Reading(value=value, evidence=(f"This session says {what.name} is {value}.",))
        if what.missing is None:
            return _cannot(f"This session does not say ({what.name} is not set).")
        return Reading(value=what.missing, evidence=(f"{what.name} is not set in this session.",))


def own_account() -> tuple[str, str]:
    """Return this user's log-in name and full name. Raises `KeyError`."""
    entry = pwd.getpwuid(os.getuid())
    return entry.pw_name, entry.pw_gecos.split(",")[0]


def _cannot(why: str) -> Reading:
    return Reading(Answer.UNKNOWN, why=why)
