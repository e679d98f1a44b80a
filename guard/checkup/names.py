"""Do names that are shown to others hold a name that should stay hidden? Pure; the words stay in memory.

The same on every system, so that one name is judged alike wherever it stands.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable

from guard.checkup.check import Answer, Reading
from guard.errors import GuardError

HiddenWords = Callable[[], Collection[str]]
"""Gives the words that no name should hold; may raise `GuardError`."""

_SHORTEST = 3
_SHORTEST_WITHIN = 4  # shorter words count as a whole part of a name only: "ann" is not in "planner"
_FIRST_WIDE = "\u3040"  # from here on one sign is a syllable or a word: two are a name
_PARTS = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_NEUTRAL = {
    *("user", "root", "guest", "admin", "administrator", "owner", "home", "test", "default", "local", "the"),
    *("linux", "debian", "ubuntu", "fedora", "mint", "arch", "manjaro", "opensuse", "localhost", "windows"),
    *("mac", "macbook", "imac", "mini", "pro", "air", "studio", "surface", "tablet", "private", "office"),
    *("computer", "laptop", "desktop", "notebook", "workstation", "mail"),
}
_NOTHING_TO_COMPARE = (
    "Guard knows no names to compare it with. You can tell it which names should stay hidden."
)


def compared(shown: str, evidence: str, own: Iterable[str], hidden: HiddenWords) -> Reading:
    """Say whether `shown` holds one of the account's `own` names or a word to hide; `evidence` tells what is shown."""
    mine = words_of(own)
    if holds(shown, mine):
        return Reading(Answer.UNSAFE, evidence=(evidence,))
    try:
        wanted = mine | words_of(hidden())
    except GuardError as error:
        return Reading(
            Answer.UNKNOWN,
            why=f"The names that should stay hidden cannot be read now. {error.sentence}",
            evidence=(evidence,),
        )
    if holds(shown, wanted):
        return Reading(Answer.UNSAFE, evidence=(evidence,))
    if not wanted:
        return Reading(Answer.UNKNOWN, why=_NOTHING_TO_COMPARE, evidence=(evidence,))
    return Reading(Answer.SAFE, evidence=(evidence,))


def words_of(names: Iterable[str]) -> frozenset[str]:
    """Return the words of names that tell something about a person: no short ones, no common ones."""
    found = set()
    for name in names:
        parts = _PARTS.findall(_plain(name))
        letters = [run for part in parts for run in _LETTERS.findall(part)]
        found |= {*parts, *letters, "".join(parts)}
    return frozenset(word for word in found if _tells(word) and word not in _NEUTRAL)


def holds(shown: str, words: Collection[str]) -> bool:
    """Tell whether a name that is shown holds one of `words`, whatever its case, accents and separators."""
    parts = _PARTS.findall(_plain(shown))
    letters = {run for part in parts for run in _LETTERS.findall(part)}
    known = {*parts, *letters, *(run.removesuffix("s") for run in letters)}  # "ann's" is spelled "anns"
    whole = "".join(parts)
    return any(word in known or (_may_be_within(word) and word in whole) for word in words)


def _tells(word: str) -> bool:
    return len(word) >= _SHORTEST or (len(word) > 1 and word[0] >= _FIRST_WIDE)


def _may_be_within(word: str) -> bool:
    return len(word) >= _SHORTEST_WITHIN or word[0] >= _FIRST_WIDE


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return bare.casefold()
