"""The journal's key: 256 random bits in the place for secrets, and what is derived from them.

A new journal begins with its key: stored, read back, and only then is a file made. The
other order has locked owners out of what they wrote.
"""

import base64
import binascii
import hmac
import re
import secrets
from pathlib import Path

from guard.vault.journal.errors import (
    JournalMissingError,
    KeyFormError,
    KeyMissingError,
    KeyNotKeptError,
)
from guard.vault.store import SecretStore

ITEM = "journal-key"
KEY_BYTES = 32
SALT_BYTES = 16
_TEXT = re.compile(r"[A-Za-z0-9_-]{43}")


def encode(key: bytes) -> str:
    """Return the key as the 43 characters that are stored."""
    return base64.urlsafe_b64encode(key).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """Return the key that `text` stands for. Raises `KeyFormError`."""
    if not _TEXT.fullmatch(text):
        raise KeyFormError("form")
    try:
        return base64.b64decode(text + "=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise KeyFormError("base64") from None


def ensure_key(store: SecretStore) -> bytes:
    """Return the key for a journal to be created: the one that is stored, or a new one, stored and read back.

    Raises `KeyNotKeptError`, `KeyFormError`, and what the store raises.
    """
    stored = store.read(ITEM)
    if (
        stored is not None
    ):  # of an earlier try that ended before there was a file, or of a journal to come back
        return decode(stored)
    text = encode(secrets.token_bytes(KEY_BYTES))
    store.write(ITEM, text)
    if store.read(ITEM) != text:
        raise KeyNotKeptError("read back")
    return decode(text)


def key_for(path: Path, store: SecretStore) -> bytes:
    """Return the key of the journal at `path`.

    Raises `JournalMissingError`, `KeyMissingError`, `KeyFormError`, and what the store raises.
    """
    if not path.exists():
        raise JournalMissingError("no file")
    stored = store.read(ITEM)
    if stored is None:
        raise KeyMissingError("absent")
    return decode(stored)


def derive(key: bytes, purpose: bytes, size: int = 32) -> bytes:
    """Return up to 32 bytes that belong to `key` and `purpose` and tell nothing of the key."""
    return hmac.digest(key, b"guard journal " + purpose, "sha256")[:size]


def salt_of(key: bytes) -> bytes:
    """Return the 16 bytes every file under `key` begins with.

    SQLCipher needs no random salt for a raw key. Derived from the key, it tells a wrong key
    from a damaged file, and is not lost with the file's first bytes.
    """
    return derive(key, b"salt", SALT_BYTES)
