"""The macOS Keychain.

It may ask its user within any call and does not say so, hence every call counts as
asking. The library replaces an item by deleting and adding it, so a failure in between
loses that item; the slots above it are made for that.
"""

import importlib.metadata
from collections.abc import Iterator
from contextlib import contextmanager

from keyring.backends import macOS
from keyring.errors import KeyringError

from guard.vault.outcome import Outcome
from guard.vault.ring import SERVICE, Asking, Library, RingError

USER_CANCELED = -128
LOCKED = {
    -25293,  # errSecAuthFailed
    -25308,  # errSecInteractionNotAllowed
}


class KeychainRing:
    """The user's default keychain."""

    id = "macos-keychain"
    backend = "keyring.backends.macOS.Keyring"
    longest = (
        12_000  # few items, since the Keychain may ask its user for each; a pipe there may hold only 16 kB
    )

    def __init__(self) -> None:
        """Create the library's backend by its class."""
        self._ring: Library = macOS.Keyring()  # type: ignore[no-untyped-call] # the library has no annotations here

    def version(self) -> str:
        """Return the library's version."""
        return f"keyring {importlib.metadata.version('keyring')}"

    def available(self) -> bool:
        """Tell whether the Security framework is there."""
        return bool(macOS.Keyring.viable)

    def unlock(self, item: str, *, may_ask: bool, asking: Asking) -> bool:  # noqa: ARG002 - the port's signature
        """Announce that the keychain may ask; it unlocks itself within each call."""
        asking()
        return True

    def read(self, item: str) -> str | None:
        """Return the generic password."""
        with _statuses():
            return self._ring.get_password(SERVICE, item)

    def write(self, item: str, value: str) -> None:
        """Store the generic password."""
        with _statuses():
            self._ring.set_password(SERVICE, item, value)

    def remove(self, item: str) -> None:
        """Delete the generic password if it is there."""
        if self.read(item) is not None:
            with _statuses():
                self._ring.delete_password(SERVICE, item)


@contextmanager
def _statuses() -> Iterator[None]:
    """Tell "cancelled" and "locked" by the OSStatus that the library's error carries."""
    try:
        yield
    except KeyringError as error:
        status = error.__cause__.args[0] if error.__cause__ and error.__cause__.args else None
        if status == USER_CANCELED:
            raise RingError(Outcome.CANCELLED) from error
        if status in LOCKED:
            raise RingError(Outcome.LOCKED, cause=f"OSStatus {status}") from error
        raise
