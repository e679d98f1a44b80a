"""The composition root of secrets: keyring or passphrase file, the profiles in it, the journal's key, the mirror.

The libraries behind the passphrase file, the journal and the mirror are large and most starts of Guard
need none of them, so this module loads those rooms when they are first used.
"""

import importlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from guard.errors import GuardError
from guard.lock import Alone
from guard.places import Places
from guard.profiles.book import decode
from guard.profiles.keeper import ProfileKeeper
from guard.profiles.palette import read_palette
from guard.vault.client import KeyringStore
from guard.vault.outcome import WrongPassphrase
from guard.vault.pin import Pin, PinnedRecord
from guard.vault.recovery.mirrored import MirroredRecord
from guard.vault.recovery.note import RecoveryFile
from guard.vault.slots import SlottedRecord
from guard.vault.tries import Tries

if TYPE_CHECKING:
    from guard.vault.journal.entry import State
    from guard.vault.journal.journal import Journal
    from guard.vault.passphrase.store import PassphraseStore
    from guard.vault.recovery.mirror import Mirror

PASSPHRASE_FILE = "passphrase-file"  # noqa: S105 - the name of a kind of store
JOURNAL_KEY = "journal-key"
_BOOK = "book"


class Keeping:
    """What keeps this user's secrets. Every method may block; one thread at a time, but for `locked` and `close`."""

    def __init__(self, where: Places, *, passphrase_file: bool | None = None) -> None:
        """Use what is pinned in `where`; `passphrase_file` chooses it (or the keyring) against the pin."""
        self.where = where
        self.pin = Pin(where.state / "keyring")
        self.tries = Tries(where.state / "wrong-tries")
        pinned = self.pin.backend()
        by_file = pinned == PASSPHRASE_FILE or (not pinned and os.path.lexists(where.passphrase_file))
        wanted = by_file if passphrase_file is None else passphrase_file
        self.file: PassphraseStore | None = self._passphrase_store() if wanted else None
        self.keyring: KeyringStore | None = None if wanted else KeyringStore(pinned)
        self.recovery = RecoveryFile(where.recovery)
        self.slots = SlottedRecord(self.store, _BOOK, alone=self._alone(0.0))
        pinned_book = PinnedRecord(self.slots, self.pin, self.store, check=decode)
        self.record = MirroredRecord(
            pinned_book, self.mirror, self.journal_key, is_older=lambda: pinned_book.older
        )
        self.keeper = ProfileKeeper(self.record, read_palette(), alone=self._alone())
        self._journal: Journal | None = None

    @property
    def store(self) -> "KeyringStore | PassphraseStore":
        """Where secrets go: the keyring, or the passphrase file."""
        store = self.file or self.keyring
        assert store is not None  # noqa: S101 - one of the two is made above
        return store

    @property
    def locked(self) -> bool:
        """Whether a passphrase is needed first."""
        return self.file is not None and self.file.locked

    def unlock(self, passphrase: str) -> str:
        """Unlock the passphrase file, if there is one; return what is worth telling of it, or "".

        A wrong passphrase counts in `tries`; the caller respects its `wait`. Raises `WrongPassphrase`, `VaultError`.
        """
        file = self.file
        if file is None:
            return ""

        def make() -> WrongPassphrase | None:
            try:
                file.unlock(passphrase)
            except WrongPassphrase as error:
                return error
            return None

        refused = self.tries.attempt(make, lambda error: error is None)
        if refused is not None:
            raise refused
        return file.notice

    def start_anew(self) -> None:
        """Take an empty store for a new one although something was kept before, at the user's express wish."""
        self.pin.forget()
        if self.keyring is not None:
            self.keyring.forget()

    def record_in(self, store: KeyringStore) -> PinnedRecord:
        """Return the book as `store` holds it, for a look that changes nothing there."""
        return PinnedRecord(SlottedRecord(store, _BOOK), self.pin, store)

    def mirror(self) -> "Mirror | None":
        """Return the encrypted copy that the kit opens; None while there is no kit. Raises `GuardError`."""
        note = self.recovery.load()
        if note is None:
            return None
        room = cast("type[Mirror]", _load("recovery.mirror").Mirror)
        return room(self.where.mirror, note.recipient)

    def journal_key(self) -> str | None:
        """Return the journal's key as it is stored, or None. Raises `VaultError`."""
        return self.store.read(JOURNAL_KEY)

    def journal(self) -> "Journal":
        """Return the journal, opened; made when there was none and never had been. Raises `JournalError`, `VaultError`.

        One whose file was exchanged while it was open is closed, and the file that is there now is opened.
        """
        if self._journal is not None and self._journal.is_replaced:
            self.lock_journal()
        if self._journal is None:
            self._journal = self._open_journal()
        return self._journal

    def journal_state(self) -> "State":
        """Tell how the journal is, opening it if need be; never raises."""
        try:
            return self.journal().state
        except GuardError as error:
            state: State = _load("journal.state").state_unopened(error)
            return state

    def journal_copy(self) -> bytes | None:
        """Return a verified copy of the journal's file, None when there is no journal. Raises `JournalError`."""
        if not os.path.lexists(self.where.journal):
            return None
        made = self.journal().back_up(even_today=True)
        newest = made or next(iter(self.journal().backups()), None)
        if newest is None:
            return None
        try:
            return newest.path.read_bytes()
        except OSError as error:
            raise _load("journal.errors").from_os(error) from error

    def try_journal(self, path: Path, key: str) -> None:
        """Open the journal at `path` with `key` and close it again. Raises `JournalError`."""
        room = cast("type[Journal]", _load("journal.journal").Journal)
        room.open(path, _load("journal.key").decode(key)).close()

    def lock_journal(self) -> None:
        """Close the journal, if it is open; the next use opens it again."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    def lock(self) -> None:
        """Let go of the passphrase file's key and of the journal."""
        self.lock_journal()
        if self.file is not None:
            self.file.lock()

    def close(self) -> None:
        """End the keyring's helper and let go of everything."""
        self.lock()
        if self.keyring is not None:
            self.keyring.close()

    def _open_journal(self) -> "Journal":
        room = cast("type[Journal]", _load("journal.journal").Journal)
        keys = _load("journal.key")
        path = self.where.journal
        if os.path.lexists(path) or any(path.parent.glob(f"{path.name}*")):  # a lost journal is not a new one
            return room.open(path, keys.key_for(path, self.store))
        journal = room.create(path, keys.ensure_key(self.store))
        self._renew_mirror()
        return journal

    def _renew_mirror(self) -> None:
        """Bring a new journal key into the mirror."""
        book = self.record.load()
        if book is not None and self.recovery.load() is not None:
            self.record.renew(book)

    def _passphrase_store(self) -> "PassphraseStore":
        room = cast("type[PassphraseStore]", _load("passphrase.store").PassphraseStore)
        path = self.where.passphrase_file
        seen = _load("passphrase.seen").SeenState(self.where.state / "passphrase-file")
        return room(path, alone=Alone(path.with_name("vault.lock")), judge=_judge, seen=seen)

    def _alone(self, seconds: float = 15.0) -> Alone:
        return Alone(self.where.state / "profiles.lock", seconds)


def _judge(passphrase: str) -> None:
    """Refuse a passphrase that is too weak to be chosen. Raises `PassphraseRefused`."""
    _load("passphrase.strength").judge()(passphrase)


def _load(module: str) -> Any:
    return importlib.import_module(f"guard.vault.{module}")
