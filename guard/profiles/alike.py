"""How alike a word of a profile and a word of its real user are. Pure.

From 5 letters on one slip is a resemblance, from 8 on two: robyn is robin and jonatan is jonathan, but ravn is
not finn. A word of 4 letters counts inside a handle only at its ends, one of 5 anywhere. A note is prose, where
chance meetings are many: there only whole words, 6 letters inside another word, and one slip in 6 letters count;
and a word of 3 letters only with a capital.
"""

from dataclasses import dataclass
from enum import IntEnum

from guard.profiles.folding import distance, merged, unspaced
from guard.profiles.self_words import Kind

SHORTEST = 3
SHORTEST_UNSPACED = 2
_AT_THE_ENDS = 4
_INSIDE = 5
_INSIDE_PROSE = 6
_ONE_SLIP = 5
_TWO_SLIPS = 8
_ONE_SLIP_IN_PROSE = 6


class Alike(IntEnum):
    """How a text and a word of the user's belong together."""

    NOT = 0
    RESEMBLES = 1
    HOLDS = 2


class Style(IntEnum):
    """What sort of text is looked at."""

    PROSE = 0
    NAME = 1
    HANDLE = 2


@dataclass(frozen=True, slots=True)
class Own:
    """A word of the user's: plain letters and digits.

    `whole` is one that only counts as a whole word; `leet` as in `Form`.
    """

    kind: Kind
    key: str
    whole: bool = False
    leet: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One way to read a word of the text.

    `leet` when digits were read as letters, and then l is i; `small` when it has no capital though it could have.
    """

    key: str
    leet: bool = False
    small: bool = False


def compare(own: Own, form: Form, style: Style) -> Alike:
    """Tell whether `form`, found in a text of `style`, gives `own` away."""
    mine, theirs = own.key, form.key
    if own.leet or form.leet:
        mine, theirs = merged(mine), merged(theirs)
    if mine == theirs:
        chance = style is Style.PROSE and form.small and len(mine) == SHORTEST and not unspaced(mine)
        return Alike.NOT if chance else Alike.HOLDS
    if own.whole:
        return Alike.NOT
    if _inside(mine, theirs, style):
        return Alike.HOLDS
    return Alike.RESEMBLES if _resemble(mine, theirs, style) else Alike.NOT


def _inside(mine: str, theirs: str, style: Style) -> bool:
    if unspaced(mine):
        return mine in theirs
    if style is Style.HANDLE and len(mine) == _AT_THE_ENDS:
        return theirs.startswith(mine) or theirs.endswith(mine)
    return len(mine) >= (_INSIDE_PROSE if style is Style.PROSE else _INSIDE) and mine in theirs


def _resemble(mine: str, theirs: str, style: Style) -> bool:
    backwards = mine[::-1]
    if len(mine) > SHORTEST and (theirs == backwards or _inside(backwards, theirs, style)):
        return True
    if style is Style.PROSE:
        slips = int(len(mine) >= _ONE_SLIP_IN_PROSE)
    else:
        if (len(theirs) > SHORTEST or unspaced(theirs)) and (
            mine.startswith(theirs) or mine.endswith(theirs)
        ):
            return True
        slips = (len(mine) >= _ONE_SLIP) + (len(mine) >= _TWO_SLIPS)
    return slips > 0 and distance(mine, theirs, slips) <= slips
