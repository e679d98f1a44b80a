"""One connection to the Secret Service, with one session key, for as long as the same program answers.

Greeting the bus and agreeing on a key cost more than reading a secret does. When another
program has taken the service's name over, or the same one was started again, the next call
begins afresh.
"""

from contextlib import suppress
from pathlib import Path
from typing import Any

import secretstorage
from jeepney import DBusErrorResponse, MessageType
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection
from secretstorage.dhcrypto import Session
from secretstorage.util import BUS_NAME, open_session

_LABEL = "Default"
_ALIAS = "default"


class ServiceLine:
    """Opened when first used. Raises what SecretStorage raises."""

    def __init__(self) -> None:
        """Open nothing yet."""
        self._bus: DBusConnection | None = None
        self._owner = ""
        self._session: Session | None = None

    def collection(self) -> secretstorage.Collection:
        """Return the default collection. Raises `ItemNotFoundException` when there is none yet."""
        bus, session = self._open()
        return _staying_open(secretstorage.Collection(bus, session=session))

    def collection_or_new(self) -> secretstorage.Collection:
        """Return the default collection; the service makes one, asking its user, when there is none."""
        bus, session = self._open()
        try:
            return self.collection()
        except secretstorage.ItemNotFoundException:
            return _staying_open(secretstorage.create_collection(bus, _LABEL, _ALIAS, session))

    def opens(self) -> bool:
        """Tell whether the service can be used at all."""
        try:
            self._open()
        except (secretstorage.SecretStorageException, DBusErrorResponse, OSError):
            self.close()
            return False
        return True

    def program(self) -> str:
        """Return the short name of the program that answers, or "" when that cannot be told."""
        with suppress(secretstorage.SecretStorageException, DBusErrorResponse, OSError, ValueError):
            bus, _session = self._open()
            pid = _ask(bus, message_bus.GetConnectionUnixProcessID(BUS_NAME))
            return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8", errors="replace").strip()
        return ""

    def close(self) -> None:
        """Hang up; the next call opens the line again."""
        bus, self._bus, self._session, self._owner = self._bus, None, None, ""
        if bus is not None:
            with suppress(OSError):
                bus.close()

    def _open(self) -> tuple[DBusConnection, Session]:
        if self._bus is None:
            self._bus = secretstorage.dbus_init()
        owner = self._owner_now(self._bus)
        if self._session is None or owner != self._owner:
            self._session = open_session(self._bus)  # starts the service, too, where the bus can
            self._owner = self._owner_now(self._bus)
        return self._bus, self._session

    @staticmethod
    def _owner_now(bus: DBusConnection) -> str:
        try:
            return str(_ask(bus, message_bus.GetNameOwner(BUS_NAME)))
        except DBusErrorResponse:
            return ""


def _ask(bus: DBusConnection, message: Any) -> Any:
    reply = bus.send_and_get_reply(message)
    if reply.header.message_type == MessageType.error:
        raise DBusErrorResponse(reply)
    return reply.body[0]


class _LeftOpen:
    """A connection that its user cannot close; the library closes one after each call."""

    def __init__(self, bus: DBusConnection) -> None:
        self._bus = bus

    def __getattr__(self, name: str) -> Any:
        return getattr(self._bus, name)

    def close(self) -> None:
        """Stay open."""


def _staying_open(collection: secretstorage.Collection) -> secretstorage.Collection:
    collection.connection = _LeftOpen(collection.connection)
    return collection
