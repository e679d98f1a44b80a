"""The age format: the one module that knows the pyrage library.

It locks and opens bytes and reads the clear beginning of a file; it writes nothing to disk.
"""

import base64
import binascii
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import pyrage  # type: ignore[import-untyped] # the library has no type information

from guard.errors import BadInputError
from guard.vault.recovery.errors import (
    BackupDamaged,
    BackupNotMade,
    NeedsKit,
    NeedsPassphrase,
    NotABackup,
    TooCostly,
    WrongKit,
    WrongPassphrase,
)

MAX_WORK = 22  # scrypt's log2 N that the age tool, too, accepts at most: 4 GiB
_MAGIC = b"age-encryption.org/"
_FIRST = b"age-encryption.org/v1\n"
_ARMOR = b"-----BEGIN AGE ENCRYPTED FILE-----"
_ARMOR_END = b"-----END AGE ENCRYPTED FILE-----"
_HEADER = re.compile(rb"age-encryption\.org/v1\n(?:.*\n)*?--- [A-Za-z0-9+/]{43}\n")
_STANZA = re.compile(rb"^-> ([!-~]+)((?: [!-~]+)*)$", re.MULTILINE)
_MAX_HEADER = 65_536
_CHUNK, _TAG, _NONCE = 65_536, 16, 16


class Lock(StrEnum):
    """What opens a file, as its beginning says."""

    KIT = "kit"
    PASSPHRASE = "passphrase"  # noqa: S105 - a kind of lock, not a secret


@dataclass(frozen=True, slots=True)
class Passphrase:
    """A passphrase as typed. It never shows in a `repr`. Raises `BadInputError` when it is blank."""

    text: str = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse nothing at all, and take the one Unicode form that keyboards give."""
        if not self.text.strip():
            raise BadInputError("A passphrase cannot be empty. Nothing was changed; please type one.")
        object.__setattr__(self, "text", unicodedata.normalize("NFC", self.text))


def new_identity() -> str:
    """Return a fresh secret code, AGE-SECRET-KEY-1..."""
    return str(pyrage.x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """Return the public recipient, age1..., of a secret code. Raises `ValueError`."""
    return str(_identity(identity).to_public())


def is_recipient(text: str) -> bool:
    """Tell whether `text` is a public recipient."""
    try:
        return str(pyrage.x25519.Recipient.from_str(text)) == text
    except pyrage.RecipientError:
        return False


def lock(data: bytes, recipients: Sequence[str]) -> bytes:
    """Return `data` locked for every recipient. Raises `BadInputError` when there is none or one is not valid, `BackupNotMade`."""
    if not recipients or not all(is_recipient(one) for one in recipients):
        raise BadInputError(
            "There is no valid recovery kit to lock this for. Nothing was changed; make or give a kit first."
        )
    try:
        return bytes(pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(one) for one in recipients]))
    except pyrage.EncryptError as error:
        raise BackupNotMade(str(error)) from error


def lock_with(data: bytes, passphrase: Passphrase) -> bytes:
    """Return `data` locked with a passphrase. Takes a second or more and up to a gigabyte of memory, on purpose. Raises `BackupNotMade`."""
    try:
        return bytes(pyrage.passphrase.encrypt(data, passphrase.text))
    except pyrage.EncryptError as error:
        raise BackupNotMade(str(error)) from error


def unlock(data: bytes, identity: str) -> bytes:
    """Open what was locked for `identity`'s recipient. Raises `WrongKit`, `BackupDamaged`, `NotABackup`."""
    if lock_of(data) is Lock.PASSPHRASE:
        raise NeedsPassphrase
    try:
        return bytes(pyrage.decrypt(_trimmed(data), [_identity(identity)]))
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise WrongKit(str(error)) from error
        raise BackupDamaged(str(error)) from error


def unlock_with(data: bytes, passphrase: Passphrase) -> bytes:
    """Open what was locked with a passphrase. Raises `WrongPassphrase`, `BackupDamaged`, `NotABackup`, `TooCostly`."""
    if lock_of(data) is Lock.KIT:
        raise NeedsKit
    try:
        return bytes(pyrage.passphrase.decrypt(_trimmed(data), passphrase.text))
    except pyrage.DecryptError as error:
        says = str(error)
        if "work parameter" in says.lower():
            raise TooCostly(says) from error
        if "Decryption failed" in says or "No matching keys" in says:
            raise WrongPassphrase(says) from error
        raise BackupDamaged(says) from error


def lock_of(data: bytes) -> Lock:
    """Say what opens a file. Raises `NotABackup`, `BackupDamaged`, and `TooCostly` for a hostile passphrase lock."""
    stanzas = _STANZA.findall(_header(data))
    for kind, words in stanzas:
        if kind == b"scrypt":
            work = words.split()[-1] if words else b""
            if not work.isdigit():
                raise BackupDamaged("scrypt stanza")
            if int(work[:9]) > MAX_WORK:
                raise TooCostly(f"scrypt work factor over {MAX_WORK}")
            return Lock.PASSPHRASE
    if any(kind == b"X25519" for kind, _ in stanzas):
        return Lock.KIT
    raise WrongKit("no X25519 stanza")


def is_age(data: bytes) -> bool:
    """Tell whether bytes begin as an age file does, armored or not."""
    return data.startswith(_MAGIC) or data.lstrip().startswith(_ARMOR)


def is_whole(locked: bytes, plain_size: int) -> bool:
    """Tell, as far as it can be told without the kit, that `locked` is all of a file for `plain_size` bytes and one kit."""
    match = _HEADER.match(locked)
    if match is None or [kind for kind, _ in _STANZA.findall(match[0])].count(b"X25519") != 1:
        return False
    chunks = max(1, -(-plain_size // _CHUNK))
    return len(locked) == match.end() + _NONCE + plain_size + chunks * _TAG


def _identity(text: str) -> "pyrage.x25519.Identity":
    try:
        return pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError:
        raise ValueError("no age identity") from None


def _trimmed(data: bytes) -> bytes:
    """Return the file without the blank lines that mail programs put around an armored one."""
    return data if data.startswith(_MAGIC) else data.strip() + b"\n"


def _header(data: bytes) -> bytes:
    if not is_age(data):
        raise NotABackup("no age header")
    raw = data if data.startswith(_MAGIC) else _armored_start(data)
    if raw.startswith(_MAGIC) and not raw.startswith(_FIRST):
        raise BackupDamaged("age version")
    match = _HEADER.match(raw[:_MAX_HEADER])
    if match is None:
        raise BackupDamaged("age header")
    return match[0]


def _armored_start(data: bytes) -> bytes:
    """Decode the beginning of an armored file, as much as a header can take."""
    body = data.lstrip().removeprefix(_ARMOR)[: 2 * _MAX_HEADER].partition(_ARMOR_END)[0]
    text = b"".join(body.split())
    try:
        return base64.b64decode(text[: len(text) // 4 * 4], validate=True)
    except (binascii.Error, ValueError):
        raise BackupDamaged("armor") from None
