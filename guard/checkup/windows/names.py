"""Names that this computer shows to others, beside the words that its user wants hidden.

The words stay in memory. An answer repeats no word that is not on show in the name anyway.
"""

from collections.abc import Mapping

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import NamesShown
from guard.checkup.names import HiddenWords, compared
from guard.checkup.windows.keys import Keys, Kind

_LOGON = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Authentication\LogonUI"
_COMPUTER = r"SYSTEM\CurrentControlSet\Control\ComputerName\ActiveComputerName"
_SPOKEN = {
    "host": "This computer calls itself",
    "computer": "This computer calls itself",
    "user": "The account is called",
    "full-name": "The sign-in screen shows",
}


class NamesLook:
    """`Look` for `NamesShown`."""

    def __init__(self, environ: Mapping[str, str], keys: Keys | None, hidden_words: HiddenWords) -> None:
        """Compare with `hidden_words`, which is asked anew each time."""
        self._environ = {name.casefold(): value for name, value in environ.items()}
        self._keys = keys
        self._hidden = hidden_words

    def __call__(self, what: NamesShown) -> Reading:
        """Return whether the name gives one of the words away."""
        try:
            full = self._full_name()
            name = {"user": self._login(), "full-name": full}.get(what.of) or (
                "" if what.of in ("user", "full-name") else self._computer()
            )
        except OSError:
            return _cannot("Windows does not let Guard read that name.")
        if not name:
            return _cannot("Windows does not tell that name.")
        own = [] if what.of == "full-name" else [full]
        if what.of in ("host", "computer"):
            own.append(self._login())
        return compared(name, f"{_SPOKEN[what.of]} “{name}”.", own, self._hidden)

    def _login(self) -> str:
        return self._environ.get("username", "")

    def _computer(self) -> str:
        return self._text(_COMPUTER, "ComputerName") or self._environ.get("computername", "")

    def _full_name(self) -> str:
        """Return the name beside the picture on the sign-in screen, if it is this user's."""
        last = self._text(_LOGON, "LastLoggedOnSAMUser").rpartition("\\")[2]
        if not last or last.casefold() != self._login().casefold():
            return ""
        return self._text(_LOGON, "LastLoggedOnDisplayName")

    def _text(self, key: str, name: str) -> str:
        held = self._keys.value("HKLM", key, name) if self._keys else None
        return str(held.data) if held and held.kind is Kind.STRING else ""


def _cannot(why: str) -> Reading:
    return Reading(Answer.UNKNOWN, why=why)
