"""A connection to the session bus on which nothing waits longer than it is told to."""

import socket
import struct
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageFlag, MessageType, Parser, new_method_call
from jeepney.bus import get_connectable_addresses
from jeepney.io.blocking import prep_socket

_BUS = "org.freedesktop.DBus"
_BUS_PATH = "/org/freedesktop/DBus"
_READ = 1 << 16
_GARBLED = (ValueError, LookupError, TypeError, AssertionError, struct.error)


class BusError(Exception):
    """The session bus cannot be used (any more)."""


class BusTimeoutError(BusError):
    """The bus or a service on it has not answered in time."""


class BusRefusedError(BusError):
    """The bus or a service on it answered with an error; the text is the error's name."""


def session_address(environ: Mapping[str, str]) -> str:
    """Where this session's bus listens; empty where there is none."""
    named = environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    folder = environ.get("XDG_RUNTIME_DIR", "")
    return named or (f"unix:path={folder}/bus" if folder else "")


def places(address: str) -> tuple[str, ...]:
    """The sockets on this computer that `address` names; empty for anything else, a network say."""
    try:
        return tuple(get_connectable_addresses(address))
    except (RuntimeError, ValueError):
        return ()


class Bus:
    """One connection, used by one thread; only `interrupt` may be called from another."""

    def __init__(self, address: str, limit: float) -> None:
        """Connect and say hello within `limit` seconds. Raises `BusError`."""
        until = time.monotonic() + limit
        self._parser = Parser()
        self._serial = 0
        self._sock = _connect(places(address), limit)
        try:
            (self.name,) = self.ask_bus("Hello", limit=until - time.monotonic())
        except (BusError, ValueError) as error:
            self.close()
            raise error if isinstance(error, BusError) else BusError("it does not greet back") from error

    def close(self) -> None:
        """Let the connection go."""
        self._sock.close()

    def interrupt(self) -> None:
        """End a wait that is under way in another thread, and every later one."""
        with suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def ask_bus(self, member: str, signature: str = "", body: tuple[Any, ...] = (), *, limit: float) -> Any:
        """Ask the bus itself; returns the answer's body."""
        return self.ask(_BUS, _BUS_PATH, _BUS, member, signature=signature, body=body, limit=limit)

    def ask(
        self,
        service: str,
        path: str,
        interface: str,
        member: str,
        *,
        signature: str = "",
        body: tuple[Any, ...] = (),
        limit: float,
    ) -> Any:
        """Call a method of a service that already runs; returns the answer's body. Raises `BusError`."""
        message = new_method_call(DBusAddress(path, service, interface), member, signature, body)
        message.header.flags |= MessageFlag.no_auto_start
        serial = self._send(message, limit)
        until = time.monotonic() + limit
        while True:
            answer = self.receive(until - time.monotonic())
            if answer is None:
                raise BusTimeoutError("it does not answer in time")
            if answer.header.fields.get(HeaderFields.reply_serial) != serial:
                continue
            if answer.header.message_type is MessageType.error:
                raise BusRefusedError(str(answer.header.fields.get(HeaderFields.error_name)))
            return answer.body

    def listen(self, rules: Sequence[str], limit: float) -> None:
        """Turn this connection into a monitor: from now on it hears what `rules` match and may say nothing."""
        monitoring = f"{_BUS}.Monitoring"
        body = (list(rules), 0)
        self.ask(_BUS, _BUS_PATH, monitoring, "BecomeMonitor", signature="asu", body=body, limit=limit)

    def receive(self, wait: float) -> Message | None:
        """The next message, or None after `wait` seconds without one. Raises `BusError`."""
        until = time.monotonic() + wait
        try:
            while (message := self._parser.get_next_message()) is None:
                self._sock.settimeout(max(until - time.monotonic(), 0.0001))
                data = self._sock.recv(_READ)
                if not data:
                    raise BusError("it has ended")
                self._parser.add_data(data)
        except TimeoutError:
            return None
        except OSError as error:
            raise BusError(error.strerror or "it has ended") from error
        except _GARBLED as error:
            raise BusError("it said something that is not D-Bus") from error
        return message

    def _send(self, message: Message, limit: float) -> int:
        self._serial += 1
        try:
            self._sock.settimeout(max(limit, 0.0001))
            self._sock.sendall(message.serialise(serial=self._serial))
        except TimeoutError as error:
            raise BusTimeoutError("it takes no questions") from error
        except OSError as error:
            raise BusError(error.strerror or "it has ended") from error
        return self._serial


def _connect(sockets: Sequence[str], limit: float) -> socket.socket:
    problem: Exception | None = None
    for place in sockets:
        try:
            sock: socket.socket = prep_socket(place, timeout=limit)
        except TimeoutError as error:
            raise BusTimeoutError("it does not answer in time") from error
        except (OSError, *_GARBLED) as error:
            problem = error
        else:
            return sock
    raise BusError("nothing answers at its address") from problem
