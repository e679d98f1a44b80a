"""From a passphrase to key material: Argon2id, made costly on purpose in memory and time.

One guess costs an attacker as much memory as it costs here, which is what makes guessing
with graphics cards slow.
"""

import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from guard.vault.passphrase.errors import PassphraseKeyFailed, PassphraseRefused

SALT_BYTES = 16
KEY_BYTES = 32
MAX_CHARACTERS = 1024
_MAX_MEMORY_KIB = 512 * 1024
_MAX_PASSES = 10
_MAX_LANES = 16
_KIB_A_LANE = 8  # Argon2's own least
_PATIENCE_SECONDS = 1.5


@dataclass(frozen=True, slots=True)
class Cost:
    """What deriving a key costs: memory in KiB, passes over it, lanes that work side by side."""

    memory_kib: int
    passes: int
    lanes: int

    @property
    def sane(self) -> bool:
        """Tell whether this can be derived here at all, within half a gigabyte and some seconds."""
        return (
            1 <= self.lanes <= _MAX_LANES
            and 1 <= self.passes <= _MAX_PASSES
            and _KIB_A_LANE * self.lanes <= self.memory_kib <= _MAX_MEMORY_KIB
        )

    def __str__(self) -> str:
        return f"Argon2id with {self.memory_kib / 1024:g} MiB, {self.passes} passes, {self.lanes} lanes"


LIGHT = Cost(64 * 1024, 3, 4)
MIDDLE = Cost(128 * 1024, 3, 4)
STANDARD = Cost(256 * 1024, 3, 4)


def derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """Return 32 bytes of key material. Takes up to seconds. Raises `PassphraseRefused`, `PassphraseKeyFailed`."""
    secret = canonical(passphrase)
    try:
        kdf = Argon2id(
            salt=salt,
            length=KEY_BYTES,
            iterations=cost.passes,
            lanes=cost.lanes,
            memory_cost=cost.memory_kib,
        )
        return kdf.derive(secret)
    except (MemoryError, UnsupportedAlgorithm) as error:
        raise PassphraseKeyFailed(type(error).__name__) from error


def canonical(passphrase: str) -> bytes:
    """Return the bytes that count: the same however a keyboard composes accents or spaces. Raises `PassphraseRefused`."""
    if not passphrase.strip():
        raise PassphraseRefused(
            "An empty passphrase protects nothing. Nothing was changed; choose some words."
        )
    if len(passphrase) > MAX_CHARACTERS:
        raise PassphraseRefused(
            f"A passphrase may have at most {MAX_CHARACTERS:,} characters. Nothing was changed; choose a shorter one."
        )
    spaced = "".join(" " if unicodedata.category(one) == "Zs" else one for one in passphrase)
    try:
        return unicodedata.normalize("NFC", spaced).encode("utf-8")
    except UnicodeEncodeError as error:
        raise PassphraseRefused(
            "This passphrase holds a character that is broken off in the middle. Nothing was changed; type it anew."
        ) from error


def suited_cost(clock: Callable[[], float] = time.perf_counter) -> Cost:
    """Return the highest cost that this computer bears in about a second and a half; measures for a moment."""
    began = clock()
    try:
        derive("measure", bytes(SALT_BYTES), LIGHT)
    except PassphraseKeyFailed:
        return LIGHT
    seconds_a_kib = (clock() - began) / LIGHT.memory_kib
    for cost in (STANDARD, MIDDLE):
        if seconds_a_kib * cost.memory_kib <= _PATIENCE_SECONDS:
            return cost
    return LIGHT
