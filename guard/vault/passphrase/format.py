"""The passphrase file as bytes. Nothing here touches a disk.

    prelude  magic, version, length of the whole file, CRC-32 of these    } the same in every version
    slot     Argon2id cost and salt, key check, wrapped data key, key id
    state    generation, nonce
    body     ChaCha20-Poly1305 over JSON {item: value}, padded; everything before it is authenticated
    end      SHA-256 of all the rest                                      } the same in every version

Length and checksum tell a cut or damaged file from a wrong passphrase without any
passphrase; the key check tells a wrong passphrase from a file that was tampered with. The
body is sealed with a random data key, and only that key is wrapped with the passphrase.
"""

import hashlib
import hmac
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from guard.errors import BadInputError
from guard.vault.outcome import PassphraseFileDamaged, WrongPassphrase
from guard.vault.passphrase.errors import PassphraseFileCut, PassphraseFileForeign, PassphraseFileNewer
from guard.vault.passphrase.kdf import KEY_BYTES, SALT_BYTES, Cost
from guard.vault.store import check_item, check_value

VERSION = 1
MAX_FILE = 2 * 1024 * 1024
_MAX_BODY = 1024 * 1024
_MIN_BODY = 16 * 1024
_MAGIC = b"\x93GUARD\r\n"  # not text, and any tool that meddles with line ends breaks it
_PRELUDE = struct.Struct(">8sHQ")
_CRC = struct.Struct(">I")
_COST = struct.Struct(">III")
_SLOT = struct.Struct(">12s16s32s12s48s16s")
_STATE = struct.Struct(">Q12s")
_LENGTH = struct.Struct(">I")
_START = _PRELUDE.size + _CRC.size
_HEADER = _START + _SLOT.size + _STATE.size
_TAG = 16
_NONCE = 12
_SUM = 32

Random = Callable[[int], bytes]
"""Returns that many unpredictable bytes."""


@dataclass(frozen=True, slots=True)
class KeySlot:
    """The data key as the passphrase wraps it. `key_id` names the data key without giving it away."""

    cost: Cost
    salt: bytes
    check: bytes
    nonce: bytes
    wrapped: bytes
    key_id: bytes

    def packed(self) -> bytes:
        """Return the slot as it stands in the file."""
        cost = _COST.pack(self.cost.memory_kib, self.cost.passes, self.cost.lanes)
        return _SLOT.pack(cost, self.salt, self.check, self.nonce, self.wrapped, self.key_id)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A whole file. `generation` grows by one with each change; `header` is authenticated with the body."""

    slot: KeySlot
    generation: int
    nonce: bytes
    header: bytes
    body: bytes
    checksum: bytes


def parse(raw: bytes) -> Sealed:
    """Read a file without its passphrase. Raises `PassphraseFileDamaged` and its kinds, `PassphraseFileNewer`."""
    if raw[: len(_MAGIC)] != _MAGIC[: len(raw)] or len(raw) > MAX_FILE:
        raise PassphraseFileForeign
    if len(raw) < _START:
        raise PassphraseFileCut("prelude")
    _magic, version, total = _PRELUDE.unpack_from(raw)
    if _CRC.unpack_from(raw, _PRELUDE.size)[0] != zlib.crc32(raw[: _PRELUDE.size]):
        raise PassphraseFileDamaged("prelude")
    if len(raw) < total:
        raise PassphraseFileCut(f"{len(raw)} of {total} bytes")
    if len(raw) > total or not hmac.compare_digest(hashlib.sha256(raw[:-_SUM]).digest(), raw[-_SUM:]):
        raise PassphraseFileDamaged("checksum")
    if version > VERSION:
        raise PassphraseFileNewer(f"version {version}")
    if version != VERSION or total < _HEADER + _TAG + _LENGTH.size + _SUM:
        raise PassphraseFileDamaged("layout")
    cost, *rest = _SLOT.unpack_from(raw, _START)
    slot = KeySlot(Cost(*_COST.unpack(cost)), *rest)
    if not slot.cost.sane:
        raise PassphraseFileDamaged("cost")
    generation, nonce = _STATE.unpack_from(raw, _HEADER - _STATE.size)
    return Sealed(slot, generation, nonce, raw[:_HEADER], raw[_HEADER:-_SUM], raw[-_SUM:])


def wrap(data_key: bytes, stretched: bytes, salt: bytes, cost: Cost, random: Random) -> KeySlot:
    """Wrap `data_key` with `stretched`, which the passphrase, `salt` and `cost` gave."""
    bare = KeySlot(cost, salt, _sub(stretched, b"check"), random(_NONCE), b"", key_id(data_key))
    wrapped = ChaCha20Poly1305(_sub(stretched, b"wrap")).encrypt(bare.nonce, data_key, _bound_to(bare))
    return KeySlot(cost, salt, bare.check, bare.nonce, wrapped, bare.key_id)


def unwrap(slot: KeySlot, stretched: bytes) -> bytes:
    """Return the data key. Raises `WrongPassphrase`, `PassphraseFileDamaged`."""
    if not hmac.compare_digest(slot.check, _sub(stretched, b"check")):
        raise WrongPassphrase
    try:
        data_key = ChaCha20Poly1305(_sub(stretched, b"wrap")).decrypt(
            slot.nonce, slot.wrapped, _bound_to(slot)
        )
    except InvalidTag as error:
        raise PassphraseFileDamaged("key slot") from error
    if not hmac.compare_digest(slot.key_id, key_id(data_key)):
        raise PassphraseFileDamaged("key id")
    return data_key


def seal(slot: KeySlot, data_key: bytes, generation: int, items: Mapping[str, str], random: Random) -> bytes:
    """Return the file that holds `items`. Raises `BadInputError` when they are too much for one."""
    text = msgspec.json.encode(dict(sorted(items.items())))
    size = _MIN_BODY
    while size < len(text) + _LENGTH.size:
        size *= 2  # all that shows from outside is which power of two holds it
    if size > _MAX_BODY:
        raise BadInputError(
            "That is more than a passphrase file can hold. Nothing was changed; shorten or remove something first."
        )
    padded = (_LENGTH.pack(len(text)) + text).ljust(size, b"\0")
    nonce = random(_NONCE)
    prelude = _PRELUDE.pack(_MAGIC, VERSION, _HEADER + size + _TAG + _SUM)
    header = prelude + _CRC.pack(zlib.crc32(prelude)) + slot.packed() + _STATE.pack(generation, nonce)
    whole = header + ChaCha20Poly1305(_sub(data_key, b"body")).encrypt(nonce, padded, header)
    return whole + hashlib.sha256(whole).digest()


def unseal(sealed: Sealed, data_key: bytes) -> dict[str, str]:
    """Return the items of a file that `data_key` belongs to. Raises `PassphraseFileDamaged`."""
    try:
        padded = ChaCha20Poly1305(_sub(data_key, b"body")).decrypt(sealed.nonce, sealed.body, sealed.header)
        text = padded[_LENGTH.size :][: _LENGTH.unpack_from(padded)[0]]
        items = msgspec.json.decode(text, type=dict[str, str])
        for item, value in items.items():
            check_item(item)
            check_value(value)
    except (InvalidTag, msgspec.DecodeError, UnicodeDecodeError, BadInputError) as error:
        raise PassphraseFileDamaged("body") from error
    return items


def new_data_key(random: Random) -> bytes:
    """Return a fresh data key."""
    return random(KEY_BYTES)


def new_salt(random: Random) -> bytes:
    """Return a fresh salt."""
    return random(SALT_BYTES)


def key_id(data_key: bytes) -> bytes:
    """Return 16 bytes that name a data key without giving it away."""
    return _sub(data_key, b"id")[:16]


def _sub(key: bytes, purpose: bytes) -> bytes:
    return hmac.digest(key, b"guard passphrase file: " + purpose, "sha256")


def _bound_to(slot: KeySlot) -> bytes:
    """Return what the wrapped key is valid for: this version, cost, salt, check and key id, and no other."""
    bare = KeySlot(slot.cost, slot.salt, slot.check, slot.nonce, b"", slot.key_id)
    return _MAGIC + VERSION.to_bytes(2, "big") + bare.packed()
