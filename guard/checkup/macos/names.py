"""Names that this Mac shows to others, beside the names and words that its user wants hidden.

The words stay in memory; an answer repeats only what is on show anyway.
"""

import pwd
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from os import getuid

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import NamesShown
from guard.checkup.macos.tools import Tool
from guard.errors import GuardError

HiddenWords = Callable[[], Collection[str]]
SCUTIL = "/usr/sbin/scutil"
_SHORTEST = 3
_SHORTEST_WITHIN = 4  # shorter words count as a whole part only: "ann" is not in "planner"
_PARTS = re.compile(r"[^\W\d_]+|\d+")
_NEUTRAL = {
    *("admin", "administrator", "guest", "home", "mac", "macbook", "imac", "mini", "owner", "private"),
    *("pro", "air", "studio", "test", "user", "the", "local", "computer", "laptop", "desktop"),
}
_ASKED = {"computer": "ComputerName", "host": "LocalHostName"}
_SHOWN = {
    "computer": "This Mac calls itself “{}”.",
    "host": "This Mac's name on the network is “{}”.",
    "user": "The account's short name is “{}”.",
    "full-name": "The account's full name is “{}”.",
}
_NOTHING_TO_COMPARE = (
    "Guard knows no names to compare it with. You can tell it which names should stay hidden."
)


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
            hidden = self._hidden_words()
            shown = {"user": login, "full-name": full_name}.get(what.of) or self._of_the_mac(what)
        except (OSError, KeyError, ValueError):
            return _cannot("macOS did not tell that name.")
        except GuardError:
            return _cannot("The names that should stay hidden cannot be read now.")
        own = {"user": [full_name], "full-name": []}.get(what.of, [login, full_name])
        wanted = words_of([*own, *hidden])
        evidence = (_SHOWN[what.of].format(shown),)
        if holds(shown, wanted):
            return Reading(Answer.UNSAFE, evidence=evidence)
        if not wanted:
            return Reading(Answer.UNKNOWN, why=_NOTHING_TO_COMPARE, evidence=evidence)
        return Reading(Answer.SAFE, evidence=evidence)

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


def words_of(names: Iterable[str]) -> frozenset[str]:
    """Return the words of names that tell something about a person: no short ones, no common ones."""
    parts = [_PARTS.findall(_plain(name)) for name in names]
    found = {word for one in parts for word in (*one, "".join(one))}
    return frozenset(word for word in found if len(word) >= _SHORTEST and word not in _NEUTRAL)


def holds(shown: str, words: Collection[str]) -> bool:
    """Tell whether a name that is shown holds one of `words`, whatever its case, accents and separators."""
    parts = _PARTS.findall(_plain(shown))
    whole = "".join(parts)
    possessive = {part.removesuffix("s") for part in parts}  # "annas-macbook"
    return any(
        word in parts or word in possessive or (len(word) >= _SHORTEST_WITHIN and word in whole)
        for word in words
    )


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _cannot(why: str) -> Reading:
    return Reading(Answer.UNKNOWN, why=why)
