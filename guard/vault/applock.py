"""The passphrase of the window's lock: its Argon2id hash is one more item in the store.

It keeps people away from an open window; it encrypts nothing. An empty file beside the
store remembers that there is a passphrase, so that a start is locked before the store is asked.
"""

import base64
import binascii
import hmac
import os
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

import msgspec

from guard.vault.outcome import Outcome, VaultError
from guard.vault.passphrase.kdf import KEY_BYTES, LIGHT, SALT_BYTES, Cost, derive
from guard.vault.store import SecretStore

ITEM = "app-lock"


class LockDamaged(VaultError):  # noqa: N818 - named for what its reader is told
    """What is stored for the lock cannot be read as what Guard wrote."""

    outcome = Outcome.DAMAGED
    SAYS = (
        "What Guard keeps to check this passphrase is damaged, so no passphrase can be checked here. "
        "Your profiles are not touched by that; quit Guard and remove the item “app-lock” of “guard” in the keyring's own program."
    )


class LockNotKept(VaultError):  # noqa: N818 - named for what its reader is told
    """The note that a passphrase is asked for could not be written or removed."""

    outcome = Outcome.UNAVAILABLE
    SAYS = (
        "Guard could not write in its own folder, so the lock is as it was before. "
        "Nothing else was changed; make the folder writable and try again."
    )


class Verdict(StrEnum):
    """What a try came to. `GONE`: the store is readable and holds no passphrase to compare with."""

    RIGHT = "right"
    WRONG = "wrong"
    GONE = "gone"


class _Kept(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    version: int
    memory_kib: int
    passes: int
    lanes: int
    salt: bytes
    key: bytes


class AppLock:
    """The lock's passphrase. Every call may block on the store and on deriving, about a second."""

    def __init__(
        self,
        store: SecretStore,
        note: Path,
        *,
        cost: Callable[[], Cost] = lambda: LIGHT,
        random: Callable[[int], bytes] = os.urandom,
    ) -> None:
        """Keep the hash in `store`, and the empty file `note` as long as there is one."""
        self._store = store
        self._note = note
        self._cost = cost
        self._random = random

    def set(self, passphrase: str) -> None:
        """Ask for `passphrase` from now on. Raises `PassphraseRefused`, `VaultError`; then all is as it was."""
        salt, cost = self._random(SALT_BYTES), self._cost()
        key = derive(passphrase, salt, cost)
        kept = msgspec.msgpack.encode(_Kept(1, cost.memory_kib, cost.passes, cost.lanes, salt, key))
        self._store.write(ITEM, base64.urlsafe_b64encode(kept).decode("ascii").rstrip("="))
        try:
            self._note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._note.touch(mode=0o600)
        except OSError as error:
            raise LockNotKept(type(error).__name__) from error

    def check(self, passphrase: str) -> Verdict:
        """Compare. Raises `LockDamaged`, `PassphraseRefused`, other `VaultError`s; none of them is a pass."""
        value = self._store.read(ITEM)
        if value is None:
            return Verdict.GONE
        kept, cost = _read(value)
        same = hmac.compare_digest(derive(passphrase, kept.salt, cost), kept.key)
        return Verdict.RIGHT if same else Verdict.WRONG

    def forget(self) -> None:
        """Ask for no passphrase any more. Raises `VaultError`; then it is asked for as before."""
        self._store.remove(ITEM)
        try:
            self._note.unlink(missing_ok=True)
        except OSError as error:
            raise LockNotKept(type(error).__name__) from error


def _read(value: str) -> tuple[_Kept, Cost]:
    with suppress(binascii.Error, ValueError, msgspec.MsgspecError):
        padded = value + "=" * (-len(value) % 4)
        kept = msgspec.msgpack.decode(base64.b64decode(padded, altchars=b"-_", validate=True), type=_Kept)
        cost = Cost(kept.memory_kib, kept.passes, kept.lanes)
        if kept.version == 1 and cost.sane and len(kept.salt) == SALT_BYTES and len(kept.key) == KEY_BYTES:
            return kept, cost
    raise LockDamaged
