"""Passphrases to offer: made up of random syllables, easy to say, to type and to write down.

Guard has no list of thousands of words, and a short list makes weak passphrases. Twelve
syllables out of sixty are as hard to guess as any one of 2 to the power of 70.
"""

import math
import secrets
from collections.abc import Callable, Sequence

_CONSONANTS = "bdhlmnrstvwy"  # told apart by ear and on paper, on every Latin keyboard
_VOWELS = "aeiou"
_SYLLABLES = tuple(consonant + vowel for consonant in _CONSONANTS for vowel in _VOWELS)
_WORDS = 4
_SYLLABLES_A_WORD = 3

BITS = _WORDS * _SYLLABLES_A_WORD * math.log2(len(_SYLLABLES))
"""How many bits of chance are in a suggestion."""

Choose = Callable[[Sequence[str]], str]


def suggest(choose: Choose = secrets.choice) -> str:
    """Return a fresh passphrase such as "tobami welaru dinoha suyeta". Never make one the user did not ask for."""
    words = ("".join(choose(_SYLLABLES) for _ in range(_SYLLABLES_A_WORD)) for _ in range(_WORDS))
    return " ".join(words)
