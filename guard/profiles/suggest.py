"""Suggests pseudonyms when asked to, in several styles; never made from real data or from another self."""

import random
from collections.abc import Collection

from guard.profiles.common import Common
from guard.profiles.exposure import Exposure
from guard.profiles.folding import squash, tokens
from guard.profiles.name_words import Style, Words, read_words
from guard.profiles.self_words import SelfWord
from guard.profiles.wording import likeness

__all__ = ["Style", "Suggester", "Words", "read_words"]

TRIES_PER_SUGGESTION = 40
SHORTEST_INSIDE = 4  # letters of a word; a shorter one is part of many words
_SPARE = 4  # draws for each suggestion, of which the ones that share least with other selves are taken


class Suggester:
    """Makes suggestions. `avoid` holds words of the user's own, such as login and computer name.

    Nothing that holds, or resembles, one of those is ever suggested.
    """

    def __init__(
        self,
        words: Words,
        *,
        avoid: Collection[str] = (),
        common: Common | None = None,
        rng: random.Random | None = None,
    ) -> None:
        """Draw from `words` with `rng`, by default the system's own randomness."""
        self._words = words
        self._own = Exposure([SelfWord("login", word) for word in avoid], common or Common())
        self._rng = rng or random.SystemRandom()

    @property
    def styles(self) -> tuple[Style, ...]:
        """The styles, in the order in which they are offered."""
        return tuple(self._words.style)

    def suggest(self, style: str, count: int, taken: Collection[str] = ()) -> list[str]:
        """Return up to `count` different suggestions in a style, none like a word in `taken` nor in or around one.

        `taken` holds names, handles and the like of all profiles (`advice.words_of`). Suggestions that share a
        word with one of them come last. Raises `KeyError` for a style that is not among `styles`.
        """
        made = {each.id: each for each in self._words.style}[style]
        keys = {key for word in taken if (key := squash(word))}
        used = {squash(token) for word in taken for token in tokens(word)}
        found: dict[str, tuple[int, str]] = {}
        for _ in range(count * TRIES_PER_SUGGESTION):
            words = [self._rng.choice(self._words.lists[part]) for part in made.parts]
            name = made.join.join(words)
            name = name.lower() if made.lower else name
            if likeness(name) not in found and not self._refused(words, name, keys):
                found[likeness(name)] = (sum(squash(word) in used for word in words), name)
            if len(found) == count * _SPARE:
                break
        return [name for _, name in sorted(found.values(), key=lambda each: each[0])][:count]

    def pairs(self, count: int, taken: Collection[str] = ()) -> list[str]:
        """Return up to `count` different word pairs; see `suggest`."""
        return self.suggest("pairs", count, taken)

    def names(self, count: int, taken: Collection[str] = ()) -> list[str]:
        """Return up to `count` different neutral names; see `suggest`."""
        return self.suggest("names", count, taken)

    def _refused(self, words: list[str], name: str, taken: Collection[str]) -> bool:
        if len(set(words)) < len(words) or self._own.of_name(name) or self._own.of_handle(name):
            return True
        key = squash(name)
        return any(key in other or (len(other) >= SHORTEST_INSIDE and other in key) for other in taken)
