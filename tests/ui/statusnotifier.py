"""A small StatusNotifier watcher on the session bus, with or without a host. Says when an icon registers.

Lines on standard input change it: `host` and `no host` register and unregister a host.
"""

import sys
import threading

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.low_level import Message
from jeepney.wrappers import new_error

WATCHER = "org.kde.StatusNotifierWatcher"
ADDRESS = DBusAddress("/StatusNotifierWatcher", interface=WATCHER)


class Watcher:
    def __init__(self, connection: DBusConnection, *, host: bool) -> None:
        self.connection = connection
        self.host = host
        self.mute = False

    def answer(self, message: Message) -> None:
        member = message.header.fields.get(HeaderFields.member)
        if member == "Get" and message.body[1] == "IsStatusNotifierHostRegistered":
            self.connection.send(new_method_return(message, "v", (("b", self.host),)))
        elif member == "RegisterStatusNotifierItem":
            self.connection.send(new_method_return(message))
            print("icon", flush=True)  # noqa: T201 - heard by the test
        else:
            self.connection.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))

    def hear(self) -> None:
        for line in sys.stdin:
            self.host = line.strip() == "host"
            name = "StatusNotifierHostRegistered" if self.host else "StatusNotifierHostUnregistered"
            self.connection.send(new_signal(ADDRESS, name))


def main() -> None:
    connection = open_dbus_connection()
    connection.send_and_get_reply(message_bus.RequestName(WATCHER))
    watcher = Watcher(connection, host="host" in sys.argv)
    print("ready", flush=True)  # noqa: T201 - heard by the test
    if "mute" in sys.argv:
        threading.Event().wait()
    threading.Thread(target=watcher.hear, daemon=True).start()
    while True:
        message = connection.receive()
        if message.header.message_type == MessageType.method_call:
            watcher.answer(message)


if __name__ == "__main__":
    main()
