"""KWallet over its own D-Bus interface, for desktops where it offers no Secret Service.

Needs the system's dbus-python. Whether a wallet is open cannot be told without
opening it, so a call that must not ask finds it locked until a call that may has opened it.
"""

import importlib.metadata
from collections.abc import Callable

from keyring.backends.kwallet import DBusKeyring

from guard.vault.outcome import Outcome
from guard.vault.ring import SERVICE, Asking, Library, RingError

Opens = Callable[[str], bool]


class KWallet5(DBusKeyring):
    """KWallet of Plasma 5, without the library's moving of other programs' old entries."""

    appid = SERVICE

    def _migrate(self, service: str) -> None:
        """Leave the folder "Python" alone; it is not Guard's."""


class KWallet6(KWallet5):
    """KWallet of Plasma 6."""

    bus_name = "org.kde.kwalletd6"
    object_path = "/modules/kwalletd6"


class KWalletRing:
    """The user's network wallet, folder "guard"."""

    def __init__(self, kind: type[KWallet5]) -> None:
        """Create the backend of one Plasma generation by its class."""
        self.id = kind.__name__.lower()
        self.backend = f"keyring.backends.kwallet.{DBusKeyring.__name__} ({kind.bus_name})"
        self._kind = kind
        self._wallet = kind()
        self._ring: Library = self._wallet
        self._open: Opens = self._wallet.connected

    def version(self) -> str:
        """Return the library's version."""
        return f"keyring {importlib.metadata.version('keyring')}"

    def available(self) -> bool:
        """Tell whether this generation of KWallet is running."""
        return bool(self._kind.viable)

    def unlock(self, item: str, *, may_ask: bool, asking: Asking) -> bool:  # noqa: ARG002 - wallets open as a whole
        """Open the wallet; KWallet asks its user if it must."""
        if self._wallet.handle < 0:
            if not may_ask:
                raise RingError(Outcome.LOCKED)
            asking()
        if not self._open(SERVICE):
            raise RingError(Outcome.CANCELLED)
        return True

    def read(self, item: str) -> str | None:
        """Return the entry's password."""
        return self._ring.get_password(SERVICE, item)

    def write(self, item: str, value: str) -> None:
        """Store the entry; KWallet's return code is ignored by the library, so the caller reads back."""
        self._ring.set_password(SERVICE, item, value)

    def remove(self, item: str) -> None:
        """Delete the entry if it is there."""
        if self.read(item) is not None:
            self._ring.delete_password(SERVICE, item)
