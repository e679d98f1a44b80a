"""The Secret Service over D-Bus: GNOME Keyring, KeePassXC, and KWallet where it offers it.

The collection's lock is looked at before each call, since a locked collection and an
empty one answer a search alike in some services.
"""

import importlib.metadata
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import secretstorage
from keyring.backends import SecretService
from keyring.errors import KeyringLocked, PasswordDeleteError

from guard.vault.linux.service_line import ServiceLine
from guard.vault.outcome import Outcome
from guard.vault.ring import SERVICE, Asking, Library, RingError
from guard.vault.store import WIDE_VALUE

# A question that is closed sooner than this was never on a screen: the service found no way to ask.
QUICKEST_PERSON_SECONDS = 0.5
# Services may hold several items with the same attributes; more than this is not Guard's doing.
MAX_COPIES = 8


class SecretServiceRing:
    """The default collection of the Secret Service."""

    id = "secret-service"
    backend = "keyring.backends.SecretService.Keyring"
    longest = (
        WIDE_VALUE  # each write costs GNOME Keyring its whole file, so few items are far quicker than many
    )

    def __init__(self) -> None:
        """Create the library's backend by its class."""
        self._line = ServiceLine()
        ring = _Library(self._line)
        ring.appid = SERVICE  # becomes the attribute "application"
        self._ring: Library = ring

    def version(self) -> str:
        """Return the libraries' versions and the program that answers; a service does not tell its own version."""
        libraries = (
            f"keyring {importlib.metadata.version('keyring')}, SecretStorage {secretstorage.__version__}"
        )
        program = self._line.program()
        return f"{libraries}, answered by {program}" if program else libraries

    def available(self) -> bool:
        """Tell whether a Secret Service is running or can be started by the bus, and agrees on a key.

        KWallet's does not where a library of its own is missing; its older interface does the work then.
        """
        return bool(SecretService.Keyring.viable) and self._line.opens()

    def unlock(self, item: str, *, may_ask: bool, asking: Asking) -> bool:
        """Unlock the default collection and what it has of `item`; False when there is no collection yet."""
        with self._outcomes():
            try:
                collection = self._line.collection()
            except secretstorage.ItemNotFoundException:
                return False
            _open(collection, may_ask=may_ask, asking=asking)
            for copy in collection.search_items({"service": SERVICE, "username": item}):
                _open(copy, may_ask=may_ask, asking=asking)  # KeePassXC confirms each access by locking items
        return True

    def read(self, item: str) -> str | None:
        """Return the first secret with Guard's attributes."""
        with self._outcomes():
            return self._ring.get_password(SERVICE, item)

    def write(self, item: str, value: str) -> None:
        """Store the secret in the default collection."""
        with self._outcomes():
            self._ring.set_password(SERVICE, item, value)

    def remove(self, item: str) -> None:
        """Delete every secret with these attributes; the library deletes one at a time."""
        with (
            self._outcomes(),
            suppress(PasswordDeleteError),
        ):  # which is how the library says that none is left
            for _ in range(MAX_COPIES):
                self._ring.delete_password(SERVICE, item)

    @contextmanager
    def _outcomes(self) -> Iterator[None]:
        """Tell what locks or closes in the middle of a call from other failures, after which the line is begun anew."""
        try:
            yield
        except RingError:
            raise
        except (KeyringLocked, secretstorage.LockedException) as error:
            raise RingError(Outcome.LOCKED) from error
        except secretstorage.PromptDismissedException as error:
            raise RingError(Outcome.CANCELLED) from error
        except BaseException:
            self._line.close()
            raise


class _Library(SecretService.Keyring):
    """The library's backend on a line that stays open, where it would open and greet two of them for each call."""

    def __init__(self, line: ServiceLine) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # the library has no annotations here
        self._line = line

    def get_preferred_collection(self) -> secretstorage.Collection:
        """Return the default collection, made if there is none; the caller has unlocked it."""
        collection = self._line.collection_or_new()
        if collection.is_locked():
            raise KeyringLocked
        return collection


def _open(thing: secretstorage.Collection | secretstorage.Item, *, may_ask: bool, asking: Asking) -> None:
    """Unlock a collection or an item. Raises `RingError` (locked, cancelled)."""
    if not thing.is_locked():
        return
    if not may_ask:
        raise RingError(Outcome.LOCKED)
    asking()
    began = time.monotonic()
    dismissed = thing.unlock()
    if thing.is_locked():
        seen = time.monotonic() - began >= QUICKEST_PERSON_SECONDS
        raise RingError(Outcome.CANCELLED if dismissed and seen else Outcome.LOCKED)
