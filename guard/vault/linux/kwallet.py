"""KWallet over its own D-Bus interface, for desktops where it offers no Secret Service.

Whether a wallet is open cannot be told without opening it, so a call that must not ask
finds it locked until a call that may has opened it.
"""

import importlib.metadata
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from keyring.backends.kwallet import DBusKeyring

from guard.vault.linux.kwallet_bus import KWalletBus, is_there
from guard.vault.outcome import Outcome
from guard.vault.ring import SERVICE, Asking, Library, RingError
from guard.vault.store import WIDE_VALUE

Opens = Callable[[str], bool]


class KWallet5(DBusKeyring):
    """KWallet of Plasma 5, without the library's moving of other programs' old entries and without dbus-python."""

    appid = SERVICE

    def __init__(self) -> None:
        """Connect to nothing yet."""
        super().__init__()  # type: ignore[no-untyped-call] # the library has no annotations here
        self.iface: KWalletBus | None = None

    def connected(self, _service: str) -> bool:
        """Open the wallet for passwords unless it is open; False when its user did not let it."""
        if self.iface is None:
            self.iface = KWalletBus(self.bus_name, self.object_path)
        if self.handle < 0 or not self.iface.isOpen(self.handle):
            self.handle = self.iface.open(self.iface.networkWallet(), 0, self.appid)
        return self.handle >= 0

    def set_password(self, service: str, username: str, password: str) -> None:
        """Store an entry and have the wallet's file written, so that it outlives KWallet."""
        super().set_password(service, username, password)  # type: ignore[no-untyped-call] # as above
        self._sync()

    def delete_password(self, service: str, username: str) -> None:
        """Delete an entry and have the wallet's file written."""
        super().delete_password(service, username)  # type: ignore[no-untyped-call] # as above
        self._sync()

    def _sync(self) -> None:
        if self.iface is not None:
            self.iface.sync(self.handle, self.appid)

    def hang_up(self) -> None:
        """Begin anew with the next call."""
        iface, self.iface, self.handle = self.iface, None, -1
        if iface is not None:
            iface.close()


class KWallet6(KWallet5):
    """KWallet of Plasma 6."""

    bus_name = "org.kde.kwalletd6"
    object_path = "/modules/kwalletd6"


class KWalletRing:
    """The user's network wallet, folder "guard"."""

    longest = WIDE_VALUE

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
        """Tell whether this generation of KWallet is running or, on its own desktop, can be started."""
        desktops = os.environ.get("XDG_CURRENT_DESKTOP", "").split(":")
        return is_there(self._kind.bus_name, may_start="KDE" in desktops)

    def unlock(self, item: str, *, may_ask: bool, asking: Asking) -> bool:  # noqa: ARG002 - wallets open as a whole
        """Open the wallet; KWallet asks its user if it must."""
        if self._wallet.handle < 0:
            if not may_ask:
                raise RingError(Outcome.LOCKED)
            asking()
        with self._line():
            if not self._open(SERVICE):
                raise RingError(Outcome.CANCELLED)
        return True

    def read(self, item: str) -> str | None:
        """Return the entry's password."""
        with self._line():
            return self._ring.get_password(SERVICE, item)

    def write(self, item: str, value: str) -> None:
        """Store the entry; KWallet's return code is ignored by the library, so the caller reads back."""
        with self._line():
            self._ring.set_password(SERVICE, item, value)

    def remove(self, item: str) -> None:
        """Delete the entry if it is there."""
        if self.read(item) is not None:
            with self._line():
                self._ring.delete_password(SERVICE, item)

    @contextmanager
    def _line(self) -> Iterator[None]:
        """Hang up after a failure that is none of KWallet's answers, since KWallet may have been started again."""
        try:
            yield
        except RingError:
            raise
        except BaseException:
            self._wallet.hang_up()
            raise
