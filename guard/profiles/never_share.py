"""Finds what must never be shared in a text that is about to leave Guard. Pure.

Case, accents, digits for letters, spaces and the grouping of numbers do not hide a word. A word is found as a
whole word only, except in scripts that write no spaces between words.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from guard.profiles.folding import UNSPACED, fold, unspaced

SHORTEST_PHONE = 7
_LONGEST_COUNTRY = 3  # digits of a country's calling code

_DISGUISES = {
    "a": "a4@", "b": "b8", "e": "e3", "g": "g9", "i": "i1!|", "l": "l1|", "o": "o0", "s": "s5$", "t": "t7+", "z": "z2",
    "0": "0o", "1": "1il", "2": "2z", "3": "3e", "4": "4a", "5": "5s", "7": "7t", "8": "8b", "9": "9g",
}  # fmt: skip
_BETWEEN = r"\s++|[-_.'\u2019·/]|,\s*+"
_NOT_AFTER = rf"(?<![^\W_{UNSPACED}])"
_NOT_BEFORE = rf"(?![^\W_{UNSPACED}])"
_DIGIT_GAP = r"[\s().\-/]{0,3}"
_NUMBER = re.compile(r"[\d\s()+.\-/]+")
_PIECE = re.compile(r"(?P<word>[^\W_]+)|(?P<gap>[\s\-_.'\u2019·/,]+)|(?P<sign>.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Found:
    """A place in the text, `start` to `end`, and the word of the user's list that it gives away."""

    start: int
    end: int
    word: str

    @property
    def sentence(self) -> str:
        """What was found, for its user."""
        return f"This text gives away “{self.word}”, which is on your list of what is never shared."


class NeverShare:
    """Looks for the words of one list; made once and used for many texts."""

    def __init__(self, words: Collection[str]) -> None:
        """Prepare to look for `words`. What holds no letter, digit or sign at all is left out."""
        self._patterns = [
            (word, spelt_out, pattern)
            for word in dict.fromkeys(words)
            for spelt_out in (False, True)
            for pattern in _patterns(word, spelt_out=spelt_out)
        ]

    def find(self, text: str) -> tuple[Found, ...]:
        """Return every place where the text gives a word away, in the order of the text. Never raises."""
        folded = {spelt_out: fold(text, spelt_out=spelt_out) for spelt_out in (False, True)}
        found: dict[Found, None] = {}
        for word, spelt_out, pattern in self._patterns:
            plain, places = folded[spelt_out]
            for match in pattern.finditer(plain):
                found[Found(places[match.start()], _end(places, match.end()), word)] = None
        return tuple(sorted(found, key=lambda each: (each.start, -each.end, each.word)))


def find(text: str, never: Collection[str]) -> tuple[Found, ...]:
    """Return every place where `text` gives away one of the words `never`."""
    return NeverShare(never).find(text)


def _end(places: list[int], end: int) -> int:
    """Return where in the text a match ends whose end in the folded text is `end`."""
    last = places[end - 1]
    while places[end] == last and end < len(places) - 1:  # one character may fold into two
        end += 1
    return places[end]


def _patterns(word: str, *, spelt_out: bool) -> Iterator[re.Pattern[str]]:
    folded = " ".join(fold(word, spelt_out=spelt_out)[0].split())
    if not folded:
        return
    yield re.compile(_written(folded))
    digits = "".join(character for character in folded if character.isdigit())
    if len(digits) > 1 and _NUMBER.fullmatch(folded):
        yield re.compile(_number(folded, digits))


def _written(folded: str) -> str:
    """Return a pattern for the word as it may be written."""
    pieces = list(_PIECE.finditer(folded))
    parts: list[str] = []
    for place, piece in enumerate(pieces):
        if piece["gap"] and 0 < place < len(pieces) - 1:
            parts.append(f"(?:{_BETWEEN}|{_literal(piece['gap'])})?")
        elif piece["word"]:
            parts.append(_disguised(piece["word"]))
        elif len(pieces) == 1 or piece["sign"]:
            parts.append(_literal(piece[0]))
    first, last = pieces[0], pieces[-1]
    before = _NOT_AFTER if _bounded((first["word"] or _word_of(pieces, 1))[:1]) else ""
    after = _NOT_BEFORE if _bounded((last["word"] or _word_of(pieces, -2))[-1:]) else ""
    return f"{before}{''.join(parts)}{after}"


def _word_of(pieces: list[re.Match[str]], place: int) -> str:
    """Return the word beside a gap at the edge, for the gap itself is left out; "" beside a sign."""
    edge = pieces[0] if place == 1 else pieces[-1]
    return (pieces[place]["word"] or "") if edge["gap"] and len(pieces) > 1 else ""


def _bounded(letter: str) -> bool:
    return letter.isalnum() and not unspaced(letter)


def _disguised(word: str) -> str:
    if word.isdigit():
        return word
    return "".join(f"[{re.escape(_DISGUISES.get(letter, letter))}]" for letter in word)


def _literal(signs: str) -> str:
    return r"\s++".join(re.escape(part) for part in re.split(r"\s+", signs))


def _number(folded: str, digits: str) -> str:
    """Return a pattern for a number in any grouping; a long one also with or without a country's code."""
    whole = _DIGIT_GAP.join(digits)
    if len(digits) < SHORTEST_PHONE:
        return rf"(?<!\d){whole}(?!\d)"
    abroad = folded.lstrip("( ").startswith(("+", "00"))
    core = digits.lstrip("0")
    cores = [core[cut:] for cut in range((_LONGEST_COUNTRY if abroad else 0) + 1)]
    lengthy = [_DIGIT_GAP.join(each) for each in cores if len(each) >= SHORTEST_PHONE]
    code = rf"(?:(?:\+|00)\d{{1,{_LONGEST_COUNTRY}}}{_DIGIT_GAP})?(?:0{_DIGIT_GAP})?"
    return rf"(?<!\d)(?:{whole}|{code}(?:{'|'.join(lengthy or [whole])}))(?!\d)"
