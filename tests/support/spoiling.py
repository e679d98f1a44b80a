"""Random damage to bytes, the kinds that disks, other programs and people do."""

from collections.abc import Callable, Sequence
from random import Random

from guard.errors import GuardError

Way = Callable[[bytes, Random, Sequence[bytes]], bytes]


def _flip(data: bytes, chance: Random, _others: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _write(data: bytes, chance: Random, _others: Sequence[bytes]) -> bytes:
    at, noise = chance.randrange(len(data)), chance.randbytes(chance.choice([1, 2, 8, 64, 500]))
    return data[:at] + noise + data[at + len(noise) :]


def _zero(data: bytes, chance: Random, _others: Sequence[bytes]) -> bytes:
    at, many = chance.randrange(len(data)), chance.choice([1, 16, 512, 4096])
    return data[:at] + bytes(len(data[at : at + many])) + data[at + many :]


def _cut(data: bytes, chance: Random, _others: Sequence[bytes]) -> bytes:
    return data[
        : chance.choice([0, 1, len(data) - 1, chance.randrange(len(data)), chance.randrange(len(data))])
    ]


def _append(data: bytes, chance: Random, _others: Sequence[bytes]) -> bytes:
    return data + chance.choice([b"\n", b"\r\n", bytes(512), chance.randbytes(chance.randint(1, 600)), data])


def _lose(data: bytes, chance: Random, _others: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.choice([1, 2, 16, 512]) :]


def _mix(data: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
    other = chance.choice([*others, data])
    at = chance.randrange(min(len(data), len(other)) or 1)
    return data[:at] + other[at:]


def _block(data: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
    """Put a block of another state, or of another place, where it does not belong."""
    size = chance.choice([16, 512, 4096])
    other = chance.choice([*others, data])
    to = chance.randrange(len(data)) // size * size
    source = chance.choice([to, chance.randrange(len(other)) // size * size])
    return data[:to] + other[source : source + size] + data[to + size :]


def _lines(data: bytes, _chance: Random, _others: Sequence[bytes]) -> bytes:
    return data.replace(b"\n", b"\r\n")


def _other(data: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
    return chance.choice([*others, data, b"", b"Dear diary\n", chance.randbytes(len(data)), bytes(len(data))])


WAYS: tuple[Way, ...] = (_flip, _flip, _write, _zero, _cut, _append, _lose, _mix, _block, _lines, _other)


def told(error: GuardError) -> str:
    """Return the name of a failure, which has a sentence for its user."""
    assert error.sentence
    return type(error).__name__


def spoil(data: bytes, chance: Random, others: Sequence[bytes] = ()) -> bytes:
    """Damage `data` once or several times; `others` are earlier states of it."""
    for way in chance.choices(WAYS, k=chance.choice([1, 1, 1, 2, 4])):
        if data:
            data = way(data, chance, others)
    return data
