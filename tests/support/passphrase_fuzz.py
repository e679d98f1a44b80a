"""Spoils a passphrase file in random ways, its checksums put right again or not, and looks at what unlocking makes of it."""

import hashlib
import struct
import tempfile
import zlib
from collections import Counter
from pathlib import Path
from random import Random

from guard.errors import GuardError
from guard.vault.passphrase import format as layout
from tests.support.chance import seeded
from tests.support.passphrases import PASSPHRASE, store_at
from tests.support.spoiling import spoil, told

ITEM = "book"
VALUES = ("first", "second", "third", "fourth")
_COSTS = (
    (8, 1, 1),
    (32, 1, 1),
    (64, 2, 1),
    (32, 1, 4),
    (0, 0, 0),
    (2**32 - 1, 1, 1),
    (8, 2**31, 1),
    (1, 1, 99),
)


def fuzz(rounds: int, seed: int) -> Counter[str]:
    """Spoil the file `rounds` times; return how often what came of it.

    Raises `AssertionError` for a value that is gone or made up, or an older one without a
    word about it; whatever is no `GuardError` comes through.
    """
    chance, outcomes = seeded(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        path, seen = Path(folder) / "vault", Path(folder) / "seen"
        writer, states = store_at(path, seen=seen), list[bytes]()
        writer.create(PASSPHRASE)
        for value in VALUES:
            writer.write(ITEM, value)
            states.append(path.read_bytes())
        remembered = seen.read_bytes()
        for _ in range(rounds):
            _lay(path, states, chance)
            seen.write_bytes(remembered)
            before = path.read_bytes()
            outcomes[_outcome(path, seen, before)] += 1
    return outcomes


def _lay(path: Path, states: list[bytes], chance: Random) -> None:
    """Put a spoilt file in place, sometimes with leftovers of an interrupted change beside it."""
    how = chance.choice([_raw, _raw, _resealed, _resealed, _older])
    path.write_bytes(how(states, chance))
    for ending in (".new", ".old"):
        beside = path.with_name(path.name + ending)
        beside.unlink(missing_ok=True)
        if chance.random() < 0.2:
            beside.write_bytes(chance.choice([_raw, _resealed, _older])(states, chance))


def _raw(states: list[bytes], chance: Random) -> bytes:
    return spoil(states[-1], chance, states[:-1])


def _older(states: list[bytes], chance: Random) -> bytes:
    return chance.choice(states)


def _resealed(states: list[bytes], chance: Random) -> bytes:
    """Change fields and put length, checksum and sum right, as a program that knows the layout could."""
    raw = bytearray(states[-1])
    older = chance.choice(states)
    slot, state = layout._START, layout._HEADER - layout._STATE.size
    for _ in range(chance.choice([1, 1, 2, 3])):
        field = chance.choice(
            ["version", "cost", "slot", "generation", "nonce", "body", "slot-of", "state-of", "length"]
        )
        if field == "version":
            raw[8:10] = struct.pack(">H", chance.choice([0, 1, 2, 65535]))
        elif field == "cost":
            raw[slot : slot + 12] = struct.pack(">III", *chance.choice(_COSTS))
        elif field == "slot":
            _flip(raw, chance, slot + 12, state)
        elif field == "generation":
            raw[state : state + 8] = struct.pack(">Q", chance.choice([0, 1, 4, 5, 6, 2**64 - 1]))
        elif field == "nonce":
            _flip(raw, chance, state + 8, state + 20)
        elif field == "body":
            _flip(raw, chance, layout._HEADER, len(raw))
        elif field == "slot-of":
            raw[slot:state] = older[slot:state]
        elif field == "state-of":
            raw[state : layout._HEADER] = older[state : layout._HEADER]
        else:
            del raw[chance.randrange(slot, len(raw)) :]
            raw += bytes(32)
    raw[10:18] = struct.pack(">Q", chance.choice([len(raw)] * 6 + [0, 18, 2**63]))
    raw[18:22] = struct.pack(">I", zlib.crc32(bytes(raw[:18])))
    raw[-32:] = hashlib.sha256(bytes(raw[:-32])).digest()
    return bytes(raw)


def _flip(raw: bytearray, chance: Random, start: int, end: int) -> None:
    if start < min(end, len(raw)):
        raw[chance.randrange(start, min(end, len(raw)))] ^= 1 << chance.randrange(8)


def _outcome(path: Path, seen: Path, before: bytes) -> str:
    store = store_at(path, seen=seen)
    try:
        store.unlock(PASSPHRASE)
        notice = store.notice
        found = store.read(ITEM)
    except GuardError as error:
        assert path.read_bytes() == before, "what cannot be read was changed"
        return told(error)
    assert found in VALUES, f"{found!r} was never saved"
    if found != VALUES[-1]:
        assert notice, "an older file without a word"
        return "older, told"
    return "whole, told" if notice else "whole"
