"""Windows Credential Manager, kept on this computer only.

Every item gets a target of its own: under one shared target the library would move the
first entry whenever a second is written. An item holds at most 1,280 characters.
"""

import importlib.metadata

from keyring.backends import Windows

from guard.vault.ring import SERVICE, Asking, Library
from guard.vault.store import MAX_VALUE


class CredentialManagerRing:
    """The generic credentials of the user who is logged in."""

    id = "windows-credential-manager"
    backend = "keyring.backends.Windows.WinVaultKeyring"
    longest = MAX_VALUE

    def __init__(self) -> None:
        """Create the library's backend by its class, without roaming to other computers."""
        ring = Windows.WinVaultKeyring()  # type: ignore[no-untyped-call] # the library has no annotations here
        ring.persist = "local machine"
        self._ring: Library = ring

    def version(self) -> str:
        """Return the library's version."""
        return f"keyring {importlib.metadata.version('keyring')}"

    def available(self) -> bool:
        """Tell whether the credential API is there."""
        return bool(Windows.WinVaultKeyring.viable)

    def unlock(self, item: str, *, may_ask: bool, asking: Asking) -> bool:  # noqa: ARG002 - the port's signature
        """Do nothing: it is open while its user is logged in."""
        return True

    def read(self, item: str) -> str | None:
        """Return the credential's secret."""
        return self._ring.get_password(_target(item), item)

    def write(self, item: str, value: str) -> None:
        """Store the credential."""
        self._ring.set_password(_target(item), item, value)

    def remove(self, item: str) -> None:
        """Delete the credential if it is there."""
        if self.read(item) is not None:
            self._ring.delete_password(_target(item), item)


def _target(item: str) -> str:
    return f"{SERVICE}-{item}"
