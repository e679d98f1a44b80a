"""Suggests pseudonyms when asked to: word pairs and neutral names, never made from real data."""

import random
from collections.abc import Callable, Collection, Iterator

import msgspec

from guard import datafile, resources
from guard.profiles.profile import likeness

SHORTEST_AVOIDED = 3
TRIES_PER_SUGGESTION = 40


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What suggestions are made of: first and second words of a pair, and names that tell no gender or place."""

    first: list[str]
    second: list[str]
    names: list[str]


def read_words() -> Words:
    """Read `resources/profiles/names.toml`. Raises `DataFileError`."""
    return datafile.read(resources.root() / "profiles" / "names.toml", Words)


class Suggester:
    """Makes suggestions. `avoid` holds words of the user's own, such as login and computer name: never used."""

    def __init__(
        self, words: Words, *, avoid: Collection[str] = (), rng: random.Random | None = None
    ) -> None:
        """Draw from `words` with `rng`, by default the system's own randomness."""
        self._words = words
        self._avoid = [key for word in avoid if len(key := likeness(word)) >= SHORTEST_AVOIDED]
        self._rng = rng or random.SystemRandom()

    def pairs(self, count: int, taken: Collection[str] = ()) -> list[str]:
        """Return up to `count` different word pairs, none like a name in `taken`."""
        return self._distinct(count, taken, self._pair)

    def names(self, count: int, taken: Collection[str] = ()) -> list[str]:
        """Return up to `count` different single names, none like a name in `taken`."""
        return self._distinct(count, taken, lambda: self._rng.choice(self._words.names))

    def _pair(self) -> str:
        return f"{self._rng.choice(self._words.first)} {self._rng.choice(self._words.second)}"

    def _distinct(self, count: int, taken: Collection[str], draw: Callable[[], str]) -> list[str]:
        seen = {likeness(name) for name in taken}
        found: list[str] = []
        for name in self._draws(count, draw):
            key = likeness(name)
            if key in seen or self._too_close(key):
                continue
            seen.add(key)
            found.append(name)
            if len(found) == count:
                break
        return found

    def _draws(self, count: int, draw: Callable[[], str]) -> Iterator[str]:
        for _ in range(count * TRIES_PER_SUGGESTION):
            yield draw()

    def _too_close(self, key: str) -> bool:
        """Tell whether a suggestion holds one of the user's own words, or a part of one."""
        return any(own in key or key in own for own in self._avoid)
