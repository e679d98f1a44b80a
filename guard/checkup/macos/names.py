"""Names that this Mac shows to others, beside the names and words that its user wants hidden.

The words stay in memory; an answer repeats only what is on show anyway.
"""

import pwd
from collections.abc import Callable
from os import getuid

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import NamesShown
from guard.checkup.macos.tools import Tool
from guard.checkup.names import HiddenWords, compared

SCUTIL = "/usr/sbin/scutil"
_ASKED = {"computer": "ComputerName", "host": "LocalHostName"}
_SHOWN = {
    "computer": "This Mac calls itself “{}”.",
    "host": "This Mac's name on the network is “{}”.",
    "user": "The account's short name is “{}”.",
    "full-name": "The account's full name is “{}”.",
}


class NamesLook:
    """`Look` for `NamesShown`."""

    def __init__(
        self,
        hidden_words: HiddenWords,
        tool: Tool,
        account: Callable[[], tuple[str, str]] | None = None,
    ) -> None:
        """Compare with `hidden_words`; `account` gives short name and full name of this user."""
        self._hidden_words = hidden_words
        self._tool = tool
        self._account = account or own_account

    def __call__(self, what: NamesShown) -> Reading:
        """Say whether the name that is shown holds one that should not be."""
        try:
            login, full_name = self._account()
            shown = {"user": login, "full-name": full_name}.get(what.of) or self._of_the_mac(what)
        except (OSError, KeyError, ValueError):
            return _cannot("macOS did not tell that name.")
        own = {"user": [full_name], "full-name": []}.get(what.of, [login, full_name])
        return compared(shown, _SHOWN[what.of].format(shown), own, self._hidden_words)

    def _of_the_mac(self, what: NamesShown) -> str:
        """Return a name of the computer. Raises `ValueError` when there is none, or it is not told."""
        ran = self._tool([SCUTIL, "--get", _ASKED[what.of]]) if what.of in _ASKED else None
        if ran is None or not ran.ok or not ran.out.strip():
            raise ValueError(what.of)
        return ran.out.strip()


def own_account() -> tuple[str, str]:
    """Return this user's short name and full name. Raises `KeyError`."""
    entry = pwd.getpwuid(getuid())
    return entry.pw_name, entry.pw_gecos.split(",")[0]


def _cannot(why: str) -> Reading:
    return Reading(Answer.UNKNOWN, why=why)
