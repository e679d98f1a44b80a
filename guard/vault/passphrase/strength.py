"""How easily a passphrase could be guessed by somebody who has copied the file.

The estimate is zxcvbn's; the time is worked out from what one guess costs (`kdf`). It is
an estimate and is worded as one. Nothing is logged and nothing is kept after a call.
"""

import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

import zxcvbn  # type: ignore[import-untyped]  # it has no type information

from guard.vault.passphrase.errors import PassphraseRefused
from guard.vault.passphrase.kdf import STANDARD, Cost, canonical

ENOUGH = 3
_MOST_CHARACTERS = 100  # its time grows with the square of the length
_MOST_ODD_CHARACTERS = 40
_STAND_INS = frozenset("4@8({[<3690&!1|7+5$2%")  # what it tries as letters, in every combination
_MANY_STAND_INS = 8
_MOST_OWN_WORDS = 200
_CARD_BYTES_A_SECOND = 1e12  # memory traffic of a strong graphics card
_TOUCHED = 2  # each pass writes its memory and reads about as much
_CARDS = 100
_MUCH_TOO_LONG = 1000

_YEAR = 365.25 * 86400
_UNITS = (
    (_YEAR, "year"),
    (30.4 * 86400, "month"),
    (86400.0, "day"),
    (3600.0, "hour"),
    (60.0, "minute"),
    (1.0, "second"),
)
_SAYS = {
    "password": "Part of it is among the passphrases that are tried first.",
    "own": "Part of it is a name or word of yours, which somebody who knows you would try first.",
    "name": "Names are tried early; an unrelated word is better.",
    "word": "A single common word is tried early; put several unrelated words together.",
    "swapped": "Writing @ for a, or a word backwards, hardly helps, for everybody knows these swaps.",
    "capital": "Capital letters at expected places hardly help; one more word helps much more.",
    "spatial": "Rows of neighbouring keys are tried early.",
    "repeat": "What repeats adds hardly anything.",
    "sequence": "Runs such as abc or 6543 are tried early.",
    "year": "Years and dates are tried early, those of your life first.",
}
_MORE = "Add another word or two that have nothing to do with each other; no special characters are needed."
_KEEP = "Write it down and keep the paper in a safe place: Guard cannot bring a lost passphrase back."
_GAPS = re.compile(r"[\s._-]+")
_TELLING = 4  # shorter words of ones own are too often inside others
_one_at_a_time = threading.Lock()  # zxcvbn keeps the words of a call in a dictionary of its module


@dataclass(frozen=True, slots=True)
class Strength:
    """How good a passphrase is. `score` 0-4; `seconds` for one strong graphics card to guess it, about.

    `sentence` says how long guessing would take; `suggestions` what would help, best first.
    """

    score: int
    seconds: float
    sentence: str
    suggestions: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Whether Guard takes it."""
        return self.score >= ENOUGH


def rate(passphrase: str, own_words: Iterable[str] = (), cost: Cost = STANDARD) -> Strength:
    """Rate `passphrase`. `own_words`: names of the user, the computer, pseudonyms; at most 200 count.

    Only the first 100 characters count (fewer of a jumble of symbols). May take half a second.
    """
    heard = _bounded(passphrase)
    if not heard.strip():
        return Strength(0, 0.0, "There is no passphrase yet.", (_MORE,))
    own = _pieces(own_words)
    ways = dict.fromkeys((heard, *_nearer(heard, own)))
    ratings = [_ask(way, own) for way in ways]
    found = min(ratings, key=lambda found: found["guesses"])
    score, seconds = int(found["score"]), _seconds(float(found["guesses"]), cost)
    sentence = (
        "Somebody with a copy of the file and one strong graphics card would need "
        f"{_spoken(seconds)} to guess it, and with {_CARDS} of them {_spoken(seconds / _CARDS)}, as far as can be estimated."
    )
    if score < ENOUGH:
        return Strength(score, seconds, sentence, (_MORE, *_hints(ratings[0]["sequence"])))
    soon = seconds / _CARDS < _YEAR
    return Strength(score, seconds, sentence, (_MORE, _KEEP) if soon else (_KEEP,))


def judge(own_words: Iterable[str] = (), cost: Cost = STANDARD) -> Callable[[str], None]:
    """Return what `PassphraseStore` asks about a new passphrase: raises `PassphraseRefused` for one too weak."""
    words = tuple(own_words)

    def refuse_weak(passphrase: str) -> None:
        canonical(passphrase)
        rated = rate(passphrase, words, cost)
        if not rated.enough:
            raise PassphraseRefused(
                "This passphrase could be guessed too soon by somebody who copied the file, and it is all that protects it. "
                f"Nothing was changed. {' '.join(rated.suggestions[:2])}"
            )

    return refuse_weak


def _bounded(passphrase: str) -> str:
    odd = len(_STAND_INS.intersection(passphrase[:_MOST_CHARACTERS])) > _MANY_STAND_INS
    return passphrase[: _MOST_ODD_CHARACTERS if odd else _MOST_CHARACTERS]


def _pieces(own_words: Iterable[str]) -> list[str]:
    """Return the words whole, without their gaps, and each part that says something."""
    pieces: dict[str, None] = {}
    for words in islice(own_words, _MOST_OWN_WORDS):
        parts = _GAPS.sub(" ", words[:_MOST_CHARACTERS].lower()).split()
        for piece in ("".join(parts), " ".join(parts), *parts):
            if len(piece) > 2:  # noqa: PLR2004 - shorter ones are in every other word
                pieces[piece] = None
    return list(pieces)


def _nearer(passphrase: str, own: list[str]) -> Iterable[str]:
    """Yield what an attacker has to guess who tries every gap between words, and who knows the user's words."""
    closed = _GAPS.sub("", passphrase) or passphrase
    yield closed
    known = [re.escape(word) for word in own if len(word) >= _TELLING]
    if known:
        yield re.sub("|".join(known), "", closed, flags=re.IGNORECASE) or closed[:1]


def _ask(passphrase: str, own: list[str]) -> dict[str, Any]:
    with _one_at_a_time:
        try:
            found: dict[str, Any] = zxcvbn.zxcvbn(passphrase, user_inputs=own, max_length=_MOST_CHARACTERS)
        finally:
            zxcvbn.matching.RANKED_DICTIONARIES.pop("user_inputs", None)
    return found


def _hints(sequence: list[dict[str, Any]]) -> list[str]:
    """Say in own words what zxcvbn recognised, the longest part first."""
    said: dict[str, None] = {}
    for part in sorted(sequence, key=lambda part: -len(part["token"])):
        for hint in _hints_of(part, alone=len(sequence) == 1):
            said[_SAYS[hint]] = None
    return list(said)


def _hints_of(part: dict[str, Any], *, alone: bool) -> Iterable[str]:
    pattern = part["pattern"]
    if pattern in {"spatial", "repeat", "sequence"}:
        yield pattern
    elif pattern in {"date", "regex"}:
        yield "year"
    elif pattern == "dictionary":
        source = part["dictionary_name"]
        if source == "user_inputs":
            yield "own"
        elif source == "passwords":
            yield "password"
        elif source.endswith("names"):
            yield "name"
        elif alone:
            yield "word"
        if part.get("l33t") or part.get("reversed"):
            yield "swapped"
        if part["token"] != part["token"].lower():
            yield "capital"


def _seconds(guesses: float, cost: Cost) -> float:
    """How long one strong graphics card needs, which can be no faster than its memory."""
    return guesses * cost.memory_kib * 1024 * cost.passes * _TOUCHED / _CARD_BYTES_A_SECOND


def _spoken(seconds: float) -> str:
    for unit, name in _UNITS:
        count = round(seconds / unit)
        if seconds >= unit:
            if name == "year" and count >= _MUCH_TOO_LONG:
                return "more than a thousand years"
            return f"about {count} {name}{'' if count == 1 else 's'}"
    return "less than a second"
