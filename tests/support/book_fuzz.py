"""Spoils what a keyring holds of the profiles in random ways, and looks at what Guard makes of it."""

import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from guard.errors import GuardError
from guard.profiles.book import ProfileBook, decode, encode
from guard.profiles.keeper import ProfileKeeper
from guard.profiles.profile import new_profile
from guard.vault.pin import Pin, PinnedRecord
from guard.vault.slot import Content, pack
from guard.vault.slots import SlottedRecord
from tests.support.chance import seeded
from tests.vault.fakes import MemoryStore

Items = dict[str, str]
Spoil = Callable[[Items, Random, "Sources"], None]
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
_ODD = [*_LETTERS, "\n", "\0", "é", "=", "+", " ", "\ud800"]


@dataclass(frozen=True, slots=True)
class Sources:
    """States that a keyring really held: this record's earlier ones, and another's."""

    earlier: tuple[Items, ...]
    other: Items
    vault: bytes


def _letter(items: Items, chance: Random, _sources: Sources) -> None:
    name = chance.choice(sorted(items))
    value = items[name]
    at = chance.randrange(len(value) + 1)
    items[name] = value[:at] + chance.choice(_ODD) + value[at + chance.randint(0, 1) :]


def _cut(items: Items, chance: Random, _sources: Sources) -> None:
    name = chance.choice(sorted(items))
    items[name] = items[name][: chance.randrange(len(items[name]) + 1)]


def _delete(items: Items, chance: Random, _sources: Sources) -> None:
    del items[chance.choice(sorted(items))]


def _swap(items: Items, chance: Random, _sources: Sources) -> None:
    first, second = chance.choice(sorted(items)), chance.choice(sorted(items))
    items[first], items[second] = items[second], items[first]


def _older(items: Items, chance: Random, sources: Sources) -> None:
    old = chance.choice(sources.earlier)
    for name in chance.sample(sorted(old), chance.randint(1, len(old))):
        items[name] = old[name]


def _foreign(items: Items, chance: Random, sources: Sources) -> None:
    for name in chance.sample(sorted(sources.other), chance.randint(1, len(sources.other))):
        items[name] = sources.other[name]


def _noise(items: Items, chance: Random, _sources: Sources) -> None:
    name = chance.choice(["book", "book-a-0", "book-a-1", "book-b-0", "book-b-1", "book-a-7"])
    items[name] = "".join(chance.choices(_ODD, k=chance.randint(0, 60)))


def _pointer(items: Items, chance: Random, _sources: Sources) -> None:
    slot = chance.choice(["a", "b", "none", "c"])
    items["book"] = (
        f"{slot}-{chance.choice([0, 1, 2, 3, 4, 10**17, 10**30])}{chance.choice(['', '-twice', '-'])}"
    )


def _forged(items: Items, chance: Random, sources: Sources) -> None:
    """Put a whole slot there whose content is no book."""
    data = chance.choice(
        [
            chance.randbytes(40),
            b"",
            b"[]",
            b"{}",
            b'{"version":1}',
            b'{"version":1,"profiles":{}}',
            b"[" * 5000,
        ]
    )
    vault = chance.choice([sources.vault, chance.randbytes(8)])
    generation = chance.choice([0, 4, 5, 2**63])
    for slot in chance.choice(["a", "b", "ab"]):
        for index, chunk in enumerate(pack(Content(vault, generation, data))):
            items[f"book-{slot}-{index}"] = chunk
    items["book"] = f"{chance.choice('ab')}-{generation}"


WAYS: tuple[Spoil, ...] = (_letter, _cut, _delete, _swap, _older, _foreign, _noise, _pointer, _forged)


def _book(count: int) -> bytes:
    names = [f"Heron {number}" for number in range(count)]
    about = "".join(seeded(count).choices(_LETTERS, k=280))
    made = [
        new_profile(name, colour="plum", palette=("plum",), today=date(2026, 11, 1), about=about)
        for name in names
    ]
    return encode(ProfileBook(tuple(made)))


def fuzz(rounds: int, seed: int) -> Counter[str]:
    """Spoil a book `rounds` times; return how often what came of it.

    Raises `AssertionError` for an empty or made-up book, or an older one without a word about
    it; whatever is no `GuardError` comes through.
    """
    chance, outcomes = seeded(seed), Counter[str]()
    values = [_book(count) for count in (1, 9, 5, 12)]
    with tempfile.TemporaryDirectory() as folder:
        pin = Pin(Path(folder) / "pin")
        items, states = MemoryStore(), []
        saver = PinnedRecord(SlottedRecord(items, "book"), pin, items)
        for value in values:
            saver.save(value)
            states.append(dict(items.items))
        pinned = pin.read()
        other = MemoryStore()
        SlottedRecord(other, "book").save(_book(3))
        sources = Sources(tuple(states[:-1]), other.items, bytes.fromhex(pinned.vault))
        for _ in range(rounds):
            spoiled = dict(states[-1])
            for way in chance.choices(WAYS, k=chance.choice([1, 1, 2, 3, 6])):
                if spoiled:
                    way(spoiled, chance, sources)
            pin.set(pinned)
            outcomes[_outcome(spoiled, pin, values)] += 1
    return outcomes


def _outcome(items: Items, pin: Pin, values: list[bytes]) -> str:
    before = dict(items)
    store = MemoryStore(items)
    record = PinnedRecord(SlottedRecord(store, "book", alone=nullcontext()), pin, store, check=decode)
    keeper = ProfileKeeper(record, ("plum",))
    said = None
    try:
        keeper.load()
    except GuardError as error:
        said = error
    if said is not None:
        assert said.sentence
        assert items == before, "what cannot be read was changed"
        return type(said).__name__
    found = encode(ProfileBook(keeper.profiles))
    assert found in values, "a book that was never saved"
    if found != values[-1]:
        assert keeper.notice, "an older book without a word"
        return "older, told"
    return "whole, told" if keeper.notice else "whole"
