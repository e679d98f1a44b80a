"""Why does a file not open? Read from its raw pages, since SQLCipher says the same of every reason.

Only for a file that this process has no connection to.
"""

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from guard.vault.journal.connection import PAGE
from guard.vault.journal.errors import (
    JournalDamagedError,
    JournalError,
    JournalMissingError,
    JournalTruncatedError,
    NotAJournalError,
    UnreadableError,
    WrongKeyError,
    from_os,
)
from guard.vault.journal.key import SALT_BYTES, salt_of

_IV, _CODE = 16, 64
_SEALED = PAGE - _CODE
_BODY = _SEALED - _IV
_CLEAR = b"SQLite format 3\0"
_ENCRYPTED_VALUES = 240
"""An encrypted page shows nearly all 256 values of a byte; text, zeros and most formats show fewer."""


def diagnose(path: Path, key: bytes) -> JournalError:
    """Return the error that fits the file at `path`, which does not open with `key`."""
    try:
        with path.open("rb") as file:
            pages = list(iter(lambda: file.read(PAGE), b""))
    except FileNotFoundError:
        return JournalMissingError("no file")
    except IsADirectoryError:
        return NotAJournalError("folder")
    except PermissionError:
        return UnreadableError("permission")
    except OSError as error:
        return from_os(error)
    return _judge(pages, key)


def _judge(pages: list[bytes], key: bytes) -> JournalError:
    if not pages:
        return JournalTruncatedError("empty")
    first = pages[0]
    whole = list(_whole(pages, key))
    if not salt_of(key).startswith(first[:SALT_BYTES]) and not any(whole):
        return _foreign(first)
    if len(pages[-1]) < PAGE:
        return JournalTruncatedError("part of a page")
    if whole[0] and _page_count(first, key) > len(pages):
        return JournalTruncatedError("pages missing")
    return JournalDamagedError(f"{whole.count(False)} of {len(whole)} pages")


def _foreign(first: bytes) -> JournalError:
    """Judge a file that nothing ties to the key."""
    if len(first) == PAGE and len(set(first)) >= _ENCRYPTED_VALUES and not first.startswith(_CLEAR):
        return WrongKeyError("no page")
    return NotAJournalError("not encrypted")


def _whole(pages: list[bytes], key: bytes) -> Iterator[bool]:
    """Tell of each page whether its authentication code fits the key."""
    salt = bytes(byte ^ 0x3A for byte in salt_of(key))
    code_key = hashlib.pbkdf2_hmac("sha512", key, salt, 2, 32)
    for number, page in enumerate(pages, 1):
        start = SALT_BYTES if number == 1 else 0
        code = hmac.digest(code_key, page[start:_SEALED] + number.to_bytes(4, "little"), "sha512")
        yield len(page) == PAGE and hmac.compare_digest(code, page[_SEALED:])


def _page_count(first: bytes, key: bytes) -> int:
    """Return how many pages the whole first page says there are."""
    decryptor = Cipher(AES(key), CBC(first[_BODY:_SEALED])).decryptor()
    clear = decryptor.update(first[SALT_BYTES:_BODY])
    return int.from_bytes(clear[28 - SALT_BYTES : 32 - SALT_BYTES], "big")
