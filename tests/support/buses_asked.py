"""Questions to a private bus: who owns a name there."""

from contextlib import closing

import psutil
from jeepney import MessageType
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

SECRETS = "org.freedesktop.secrets"


def has_owner(bus: str, name: str = SECRETS) -> bool:
    """Tell whether some program owns `name` on `bus`."""
    with closing(open_dbus_connection(bus)) as connection:
        return bool(connection.send_and_get_reply(message_bus.NameHasOwner(name)).body[0])


def owner(bus: str, name: str = SECRETS) -> psutil.Process:
    """Return the process that owns `name` on `bus`."""
    with closing(open_dbus_connection(bus)) as connection:
        reply = connection.send_and_get_reply(message_bus.GetConnectionUnixProcessID(name))
        assert reply.header.message_type is MessageType.method_return, f"nobody owns {name}"
        return psutil.Process(reply.body[0])
