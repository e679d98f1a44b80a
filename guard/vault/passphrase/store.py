"""Secrets without a keyring: a `SecretStore` in one file that a passphrase seals.

Locked until `unlock` or `create`; a missing file is told and never replaced by an empty one.
Each change starts from what the file holds at that moment, alone with it, so that two
Guards lose nothing to each other. Everything here may block, up to some seconds: call it
from a background thread. `locked` and `lock` return at once, from any thread.
"""

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guard.errors import GuardError
from guard.vault.outcome import (
    PassphraseFileMissing,
    PassphraseFileReplaced,
    PassphraseLocked,
    WrongPassphrase,
    WrongPassphraseOtherFile,
)
from guard.vault.passphrase import format as layout
from guard.vault.passphrase.errors import (
    PassphraseFileBusy,
    PassphraseFileExists,
    PassphraseFileNotKept,
    PassphraseFileOlder,
)
from guard.vault.passphrase.kdf import Cost, derive, suited_cost
from guard.vault.passphrase.sealed_file import SealedFile
from guard.vault.passphrase.seen import OTHER, SeenState
from guard.vault.store import Description, check_item, check_value

ID = "passphrase-file"
_TRIES = 5


@dataclass(slots=True)
class _Session:
    """An unlocked file: its data key, and the last state that was seen of it."""

    key: bytes
    generation: int
    checksum: bytes


class PassphraseStore:
    """A passphrase file as a `SecretStore`. May be shared by threads, which take turns.

    `notice` holds a sentence for the user after a call that went well but not smoothly.
    """

    backend = ID
    place = "your passphrase file"

    def __init__(
        self,
        path: Path,
        *,
        alone: AbstractContextManager[Any],
        judge: Callable[[str], None],
        cost: Callable[[], Cost] = suited_cost,
        random: layout.Random = os.urandom,
        seen: SeenState | None = None,
    ) -> None:
        """Use the file at `path`; nothing is read or made before the first call.

        `alone` (a reusable lock between processes, for this file only) is held while changing; its failure
        to be had must be a `GuardError`. `judge` raises `BadInputError` for a passphrase too weak to be chosen. `seen`
        remembers the file across starts, so that unlocking an older one is told.
        """
        self._file = SealedFile(path)
        self._alone = alone
        self._judge = judge
        self._cost = cost
        self._random = random
        self._seen = seen
        self._exchanged = ""
        self._turn = threading.RLock()
        self._session: _Session | None = None
        self._locks = 0

    @property
    def locked(self) -> bool:
        """Whether no key is held. Returns at once."""
        return self._session is None

    @property
    def notice(self) -> str:
        """What is worth knowing about the last call that went well; "" when all went smoothly."""
        return " ".join(one for one in (self._exchanged, self._file.notice) if one)

    def exists(self) -> bool:
        """Tell whether there is a file, whatever its state. Raises `VaultError` when that cannot be told."""
        return self._file.exists()

    def create(self, passphrase: str) -> None:
        """Make a new, empty file and unlock it. Raises `PassphraseFileExists`, `BadInputError`, `VaultError`."""
        self._judge(passphrase)
        with self._turn:
            began = self._locks
            if self._file.exists():
                raise PassphraseFileExists
            key = layout.new_data_key(self._random)
            slot = self._slot(passphrase, key)
            with self._holding():
                if self._file.exists() or not self._publish(slot, key, 1, {}, None):
                    raise PassphraseFileExists
            made = self._file.look().sealed
            self._accept(made)
            self._open(key, made, began)

    def unlock(self, passphrase: str) -> None:
        """Read the file and hold its key. Raises `WrongPassphrase`, `PassphraseFileMissing`, other `VaultError`s.

        A file that was exchanged for an older one, or another, is told in `notice` and counts from here on.
        """
        with self._turn:
            began = self._locks
            self._tidy()
            found = self._file.look().sealed
            exchanged = self._seen.compare(found) if self._seen else ""
            try:
                key = layout.unwrap(found.slot, derive(passphrase, found.slot.salt, found.slot.cost))
            except WrongPassphrase:
                raise (WrongPassphraseOtherFile if exchanged == OTHER else WrongPassphrase) from None
            layout.unseal(found, key)
            self._open(key, found, began)
            self._exchanged = exchanged
            if not exchanged:
                self._accept(found)

    def lock(self) -> None:
        """Let go of the key, also of one that a call under way is about to have. Returns at once."""
        self._locks += 1
        self._session = None

    def change(self, old: str, new: str, *, fresh_key: bool = True) -> None:
        """Seal the file with `new` instead of `old`. Raises `WrongPassphrase`, `BadInputError`, other `VaultError`s.

        The data key changes, too: whoever knows the old passphrase and has an old copy of the file cannot read what is
        saved from now on, and other Guards have to be unlocked anew. Without `fresh_key` only its wrapping changes, and
        other Guards stay unlocked. A locked store stays locked.
        """
        self._judge(new)
        with self._turn, self._holding():
            for _ in range(_TRIES):
                found = self._file.whole()
                sealed = found.sealed
                key = layout.unwrap(sealed.slot, derive(old, sealed.slot.salt, sealed.slot.cost))
                items = layout.unseal(sealed, key)
                session = self._current(self._session, sealed)
                key = layout.new_data_key(self._random) if fresh_key else key
                slot = self._slot(new, key)
                if self._publish(slot, key, sealed.generation + 1, items, found.raw):
                    self._saw(session, key)
                    return
            raise PassphraseFileBusy

    def read(self, item: str) -> str | None:
        """Return the value of `item`, or None when the file holds none. Raises `PassphraseLocked`, `VaultError`."""
        check_item(item)
        with self._turn:
            session = self._unlocked()
            return self._items(session, self._file.look().sealed).get(item)

    def write(self, item: str, value: str) -> None:
        """Keep `value`; it is on the disk and has been read back on return. Raises `PassphraseLocked`, `VaultError`."""
        check_item(item)
        check_value(value)
        self._change(lambda items: {**items, item: value})

    def remove(self, item: str) -> None:
        """Make `item` absent, in the version before, too. Raises `PassphraseLocked`, `VaultError`."""
        check_item(item)
        self._change(lambda items: {name: value for name, value in items.items() if name != item})

    def describe(self) -> Description:
        """Say what the file is, locked or not. Raises `VaultError`, without a passphrase, when it is not whole."""
        with self._turn:
            slot = self._file.look().sealed.slot
        return Description(ID, "ChaCha20-Poly1305 file", f"format {layout.VERSION}, {slot.cost}")

    def set_aside(self) -> Path:
        """Move the file, whatever its state, to a name beside it and return that; afterwards `create` is possible.

        For starting anew at the user's express wish: nothing is deleted. Raises `VaultError`.
        """
        self.lock()
        with self._turn, self._holding():
            if not self._file.exists():
                raise PassphraseFileMissing
            return self._file.set_aside()

    def _change(self, apply: Callable[[dict[str, str]], dict[str, str]]) -> None:
        with self._turn:
            session = self._unlocked()
            with self._holding():
                for _ in range(_TRIES):
                    found = self._file.whole()
                    items = self._items(session, found.sealed)
                    wanted = apply(items)
                    if wanted == items and not self._file.leftovers():
                        return
                    generation = found.sealed.generation + 1
                    if self._publish(found.sealed.slot, session.key, generation, wanted, found.raw):
                        self._saw(session, session.key)
                        return
            raise PassphraseFileBusy

    def _publish(
        self,
        slot: layout.KeySlot,
        key: bytes,
        generation: int,
        items: Mapping[str, str],
        instead_of: bytes | None,
    ) -> bool:
        raw = layout.seal(slot, key, generation, items, self._random)
        if layout.unseal(layout.parse(raw), key) != items:
            raise PassphraseFileNotKept("in memory")
        return self._file.publish(raw, instead_of)

    def _slot(self, passphrase: str, key: bytes) -> layout.KeySlot:
        salt, cost = layout.new_salt(self._random), self._cost()
        return layout.wrap(key, derive(passphrase, salt, cost), salt, cost, self._random)

    def _tidy(self) -> None:
        if self._file.leftovers():
            with suppress(PassphraseFileBusy), self._holding():  # a change under way tidies up itself
                self._file.tidy()

    def _items(self, session: _Session, sealed: layout.Sealed) -> dict[str, str]:
        """Open what was found. Raises when it is another's or an older state."""
        if self._current(session, sealed) is None:
            raise PassphraseFileReplaced
        items = layout.unseal(sealed, session.key)
        session.generation, session.checksum = sealed.generation, sealed.checksum
        return items

    def _current(self, session: _Session | None, sealed: layout.Sealed) -> _Session | None:
        """Return the session if it is of this file, else None, and lock. Raises `PassphraseFileOlder`."""
        if session is None:
            return None
        if sealed.slot.key_id != layout.key_id(session.key):
            self.lock()
            return None
        same = sealed.checksum == session.checksum
        if sealed.generation < session.generation or (sealed.generation == session.generation and not same):
            raise PassphraseFileOlder(f"generation {sealed.generation} after {session.generation}")
        return session

    def _saw(self, session: _Session | None, key: bytes) -> None:
        """Remember the state that this store has just written."""
        sealed = self._file.look().sealed
        self._accept(sealed)
        if session is not None:
            session.key, session.generation, session.checksum = key, sealed.generation, sealed.checksum

    def _accept(self, sealed: layout.Sealed) -> None:
        """Go on from this state of the file."""
        self._exchanged = ""
        if self._seen is not None:
            self._seen.keep(sealed)

    def _unlocked(self) -> _Session:
        session = self._session
        if session is None:
            raise PassphraseLocked
        return session

    def _open(self, key: bytes, sealed: layout.Sealed, began: int) -> None:
        self._session = _Session(key, sealed.generation, sealed.checksum)
        if self._locks != began:  # locked again while the key was being derived
            self._session = None
            raise PassphraseLocked

    @contextmanager
    def _holding(self) -> Iterator[None]:
        with ExitStack() as held:
            try:
                held.enter_context(self._alone)
            except GuardError as error:
                raise PassphraseFileBusy from error
            yield
