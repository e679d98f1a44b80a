"""One slot: a value with its generation and checksum, cut into chunks that any keyring can hold.

Layout before base64url: 4 bytes magic, 8 bytes generation, 2 bytes number of chunks, 32
bytes SHA-256 of all the rest, then the value compressed with zlib. The checksum tells damage
apart from data; it is no protection against somebody who may write to the keyring.
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

MAX_CHUNKS = 32
MAX_BYTES = 1_000_000
_MAGIC = b"GRD1"
_HEAD = struct.Struct(">4sQH32s")


@dataclass(frozen=True, slots=True)
class Content:
    """What a whole slot holds."""

    generation: int
    data: bytes


def pack(content: Content) -> tuple[str, ...]:
    """Return the chunks of `content`. Raises `BadInputError` when it is too much for a keyring."""
    body = zlib.compress(content.data, 9)
    count = -(-(_base64_length(_HEAD.size + len(body))) // MAX_VALUE)
    if count > MAX_CHUNKS or len(content.data) > MAX_BYTES:
        raise BadInputError(
            "That is more than a keyring can hold. Nothing was changed; shorten or remove something first."
        )
    head = _HEAD.pack(_MAGIC, content.generation, count, _checksum(content.generation, count, body))
    text = base64.urlsafe_b64encode(head + body).rstrip(b"=").decode("ascii")
    return tuple(text[start : start + MAX_VALUE] for start in range(0, len(text), MAX_VALUE))


def count_of(first: str) -> int | None:
    """Return how many chunks belong to the slot whose first chunk is `first`; None when it does not say."""
    head = _decode(first[: _base64_length(_HEAD.size)])
    if head is None or len(head) < _HEAD.size:
        return None
    magic, _generation, count, _sum = _HEAD.unpack_from(head)
    return int(count) if magic == _MAGIC and 1 <= count <= MAX_CHUNKS else None


def unpack(chunks: Sequence[str]) -> Content | None:
    """Return what the chunks hold, or None when they are not exactly what `pack` made."""
    raw = _decode("".join(chunks))
    if raw is None or len(raw) < _HEAD.size:
        return None
    magic, generation, count, checksum = _HEAD.unpack_from(raw)
    body = raw[_HEAD.size :]
    if magic != _MAGIC or count != len(chunks) or checksum != _checksum(generation, count, body):
        return None
    unzip = zlib.decompressobj()
    try:
        data = unzip.decompress(body, MAX_BYTES)
    except zlib.error:
        return None
    return Content(generation, data) if unzip.eof else None


def _checksum(generation: int, count: int, body: bytes) -> bytes:
    return hashlib.sha256(_MAGIC + struct.pack(">QH", generation, count) + body).digest()


def _base64_length(size: int) -> int:
    """Return the number of base64url characters, without padding, for `size` bytes."""
    return -(-size * 8 // 6)


def _decode(text: str) -> bytes | None:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
