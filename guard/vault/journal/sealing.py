"""Seals an entry's body under the key of its session, tied to where it belongs."""

import os
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from guard.vault.journal.errors import JournalDamagedError

_NONCE = 12


def new_key() -> bytes:
    """Return a random 256-bit key."""
    return secrets.token_bytes(32)


def seal(key: bytes, body: bytes, belongs: bytes) -> bytes:
    """Return `body` encrypted under `key`; it opens only together with the same `belongs`."""
    nonce = os.urandom(_NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, body, belongs)


def unseal(key: bytes, sealed: bytes, belongs: bytes) -> bytes:
    """Return what was sealed. Raises `JournalDamagedError` when any part of it is not as it was."""
    try:
        return ChaCha20Poly1305(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], belongs)
    except (InvalidTag, ValueError):
        raise JournalDamagedError("seal") from None
