"""Texts made comparable: without case, accents, invisible characters and digits that stand for letters. Pure."""

import re
import unicodedata
from collections.abc import Iterator

_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u064b-\u0652\u0670]"
)  # of scripts in which a word stays the same word without them
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i", "ħ": "h"}
_SPELT_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}  # as where there is no such key
UNSPACED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""The insides of a character class: scripts that write no space between words, or none before an ending."""
_UNSPACED = re.compile(f"[{UNSPACED}]")
_LEET = str.maketrans("0134578$@!|+9", "oieastbsaiitg")
_SAME = str.maketrans("l", "i")  # a 1 may stand for either
_TOKEN = re.compile(r"[^\W_]+(?:[@$!|+]+[^\W_]+)*|[@$!|+]+[^\W_]{2,}")
_SIGNS = re.compile(r"[@$!|+]+")
_INNER_CAPITAL = re.compile(r"(?<=[a-z\u00df-\u00ff])(?=[A-Z\u00c0-\u00de])")
_DIGIT_EDGE = re.compile(r"(?<=\d)(?=\D)|(?<=\D)(?=\d)")


def clusters(text: str) -> Iterator[tuple[int, str]]:
    """Split into characters with the marks that follow them, each with its place."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.category(text[at]).startswith("M"):
            yield start, text[start:at]
            start = at


def fold(text: str, *, spelt_out: bool = False) -> tuple[str, list[int]]:
    """Return `text` comparable, and for each of its characters the place in `text` from which it comes.

    The places have one more entry, the length of `text`. `spelt_out` makes ä an ae instead of an a.
    """
    folded: list[str] = []
    places: list[int] = []
    for start, cluster in clusters(text):
        for character in _folded(cluster, spelt_out=spelt_out):
            folded.append(character)
            places.append(start)
    return "".join(folded), [*places, len(text)]


def _folded(cluster: str, *, spelt_out: bool) -> str:
    if len(cluster) == 1 and cluster.isascii():
        return cluster.lower()
    small = unicodedata.normalize("NFC", cluster).casefold()
    if spelt_out and small in _SPELT_OUT:
        return _SPELT_OUT[small]
    small = "".join(each for each in small if unicodedata.category(each) != "Cf")
    apart = unicodedata.normalize("NFKD", small)
    bare = _MARKS.sub("", apart)
    whole = bare if bare != apart else unicodedata.normalize("NFKC", small)
    return "".join(_letter(each) for each in whole.casefold())


def _letter(character: str) -> str:
    if character in _LETTERS:
        return _LETTERS[character]
    digit = unicodedata.digit(character, None)
    return character if digit is None else str(digit)


def plain(text: str) -> str:
    """Return `text` without case, accents, width and invisible characters."""
    return fold(text)[0]


def squash(text: str) -> str:
    """Return only the letters and digits of `text`, plain."""
    return "".join(character for character in plain(text) if character.isalnum())


def unspaced(text: str) -> bool:
    """Tell whether a word of this script may stand inside a text without spaces around it."""
    return _UNSPACED.search(text) is not None


def tokens(text: str) -> list[str]:
    """Return the words of `text` as they stand, also the ones that a capital or a digit sets apart."""
    found: dict[str, None] = {}
    for token in _TOKEN.findall(text):
        pieces = [token, *_SIGNS.split(token)]
        parts = [part for piece in pieces for part in _INNER_CAPITAL.sub(" ", piece).split()]
        found |= dict.fromkeys([token, *parts])
        for part in parts:
            found |= dict.fromkeys(_DIGIT_EDGE.sub(" ", part).split())
    return list(found)


def unleet(text: str) -> str:
    """Return the plain `text` with digits and signs as the letters they stand for; l becomes i."""
    return text.translate(_LEET).translate(_SAME)


def merged(text: str) -> str:
    """Return the plain `text` as `unleet` would make it if it held no digits."""
    return text.translate(_SAME)


def leets(text: str) -> bool:
    """Tell whether letters and signs that may stand for letters are mixed."""
    return any(each.isalpha() for each in text) and text.translate(_LEET) != text


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters must be changed, added, dropped or swapped with a neighbour; `most` + 1 for more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
