"""One slot: a value with its generation and checksum, cut into chunks that any keyring can hold.

Layout before base64url: 4 bytes magic, 8 bytes vault id, 8 bytes generation, 2 bytes number of
chunks, 32 bytes SHA-256 of all the rest, then the value compressed with zlib. The checksum tells
damage apart from data; it is no protection against somebody who may write to the keyring. The
vault id is random: it tells the record that was here before from one that another keyring holds.
"""

import base64
import binascii
import hashlib
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from guard.errors import BadInputError
from guard.vault.store import MAX_VALUE

MAX_CHUNKS = 256
MAX_BYTES = 4_000_000
MAX_TEXT = MAX_CHUNKS * MAX_VALUE
"""How many characters a slot may have, however they are cut; about 230,000 bytes compressed."""
FEW = 8
"""Up to so many chunks stay short everywhere; more would be slow where each write costs a whole file."""
VAULT_BYTES = 8
_MAGIC = b"GRD2"
_HEAD = struct.Struct(f">4s{VAULT_BYTES}sQH32s")


@dataclass(frozen=True, slots=True)
class Content:
    """What a whole slot holds."""

    vault: bytes
    generation: int
    data: bytes


def pack(content: Content, longest: int = MAX_VALUE) -> tuple[str, ...]:
    """Return the chunks of `content`, of at most `longest` characters if there are many, else of `MAX_VALUE`.

    Raises `BadInputError` when it is too much for a keyring.
    """
    body = zlib.compress(content.data, 9)
    length = _base64_length(_HEAD.size + len(body))
    size = MAX_VALUE if length <= FEW * MAX_VALUE else max(longest, MAX_VALUE)
    count = -(-length // size)
    if length > MAX_TEXT or len(content.data) > MAX_BYTES:
        raise BadInputError(
            "That is more than a keyring can hold. Nothing was changed; shorten or remove something first."
        )
    checksum = _checksum(content.vault, content.generation, count, body)
    head = _HEAD.pack(_MAGIC, content.vault, content.generation, count, checksum)
    text = base64.urlsafe_b64encode(head + body).rstrip(b"=").decode("ascii")
    return tuple(text[start : start + size] for start in range(0, len(text), size))


def count_of(first: str) -> int | None:
    """Return how many chunks belong to the slot whose first chunk is `first`; None when it does not say."""
    head = _decode(first[: _base64_length(_HEAD.size)])
    if head is None or len(head) < _HEAD.size:
        return None
    magic, _vault, _generation, count, _sum = _HEAD.unpack_from(head)
    return int(count) if magic == _MAGIC and 1 <= count <= MAX_CHUNKS else None


def unpack(chunks: Sequence[str]) -> Content | None:
    """Return what the chunks hold, or None when they are not exactly what `pack` made."""
    raw = _decode("".join(chunks))
    if raw is None or len(raw) < _HEAD.size:
        return None
    magic, vault, generation, count, checksum = _HEAD.unpack_from(raw)
    body = raw[_HEAD.size :]
    if magic != _MAGIC or count != len(chunks) or checksum != _checksum(vault, generation, count, body):
        return None
    unzip = zlib.decompressobj()
    try:
        data = unzip.decompress(body, MAX_BYTES)
    except zlib.error:
        return None
    return Content(vault, generation, data) if unzip.eof else None


def _checksum(vault: bytes, generation: int, count: int, body: bytes) -> bytes:
    return hashlib.sha256(_MAGIC + vault + struct.pack(">QH", generation, count) + body).digest()


def _base64_length(size: int) -> int:
    """Return the number of base64url characters, without padding, for `size` bytes."""
    return -(-size * 8 // 6)


def _decode(text: str) -> bytes | None:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
