"""KWallet's own D-Bus interface, spoken without the system's dbus-python, which a private environment lacks."""

from contextlib import closing, suppress
from typing import Any

from jeepney import DBusAddress, DBusErrorResponse, MessageFlag, MessageType, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

_INTERFACE = "org.kde.KWallet"


class KWalletBus:
    """The methods that the library's backend calls, by their names on the bus. Each may block, and raises jeepney's errors."""

    def __init__(self, bus_name: str, object_path: str) -> None:
        """Connect to the session bus; the bus starts KWallet with the first call if it can. Raises `OSError`."""
        self._address = DBusAddress(object_path, bus_name, _INTERFACE)
        self._bus = open_dbus_connection()

    def close(self) -> None:
        """Hang up."""
        with suppress(OSError):
            self._bus.close()

    def networkWallet(self) -> str:
        """Return the name of the wallet for passwords."""
        return str(self._call("networkWallet", ""))

    def open(self, wallet: str, window: int, appid: str) -> int:
        """Open a wallet, asking its user if need be; return its handle, negative when it stayed shut."""
        return int(self._call("open", "sxs", wallet, window, appid))

    def isOpen(self, handle: int) -> bool:
        """Tell whether a handle is still good."""
        return bool(self._call("isOpen", "i", handle))

    def hasEntry(self, handle: int, folder: str, entry: str, appid: str) -> bool:
        """Tell whether there is such an entry."""
        return bool(self._call("hasEntry", "isss", handle, folder, entry, appid))

    def readPassword(self, handle: int, folder: str, entry: str, appid: str) -> str:
        """Return an entry's secret, "" when there is none."""
        return str(self._call("readPassword", "isss", handle, folder, entry, appid))

    def writePassword(self, handle: int, folder: str, entry: str, value: str, appid: str) -> int:
        """Store an entry; return 0 when that went well."""
        return int(self._call("writePassword", "issss", handle, folder, entry, value, appid))

    def removeEntry(self, handle: int, folder: str, entry: str, appid: str) -> int:
        """Delete an entry; return 0 when that went well."""
        return int(self._call("removeEntry", "isss", handle, folder, entry, appid))

    def sync(self, handle: int, appid: str) -> None:
        """Write the wallet to its file now, which KWallet does some seconds later by itself. It gives no answer."""
        message = new_method_call(self._address, "sync", "is", (handle, appid))
        message.header.flags |= MessageFlag.no_reply_expected
        self._bus.send(message)

    def _call(self, method: str, signature: str, *words: str | int) -> Any:
        return _ask(self._bus, new_method_call(self._address, method, signature, words))


def is_there(bus_name: str, *, may_start: bool) -> bool:
    """Tell whether KWallet runs or, with `may_start`, can be started by the bus."""
    try:
        with closing(open_dbus_connection()) as bus:
            if _ask(bus, message_bus.NameHasOwner(bus_name)):
                return True
            return may_start and bus_name in _ask(bus, message_bus.ListActivatableNames())
    except (OSError, DBusErrorResponse, KeyError):  # KeyError: no address of a bus in the environment
        return False


def _ask(bus: DBusConnection, message: Any) -> Any:
    reply = bus.send_and_get_reply(message)
    if reply.header.message_type == MessageType.error:
        raise DBusErrorResponse(reply)
    return reply.body[0]
