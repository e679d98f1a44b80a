"""One conversation with the desktop portal about global shortcuts, from its beginning to the last key press.

Only the portal's own messages count, nothing is started that does not run, and letting the
connection go gives the keys back.
"""

import socket
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from secrets import token_hex
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageFlag,
    MessageType,
    message_bus,
    new_method_call,
)
from jeepney.io.blocking import DBusConnection, prep_socket

PORTAL, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
REQUEST, SESSION = "org.freedesktop.portal.Request", "org.freedesktop.portal.Session"
REGISTRY = "org.freedesktop.host.portal.Registry"
APP = "guard"
_ANSWER_SECONDS = 5.0
_DIALOG_SECONDS = 600.0
"""For a person to think about the desktop's own question."""
_CANCELLED = 1

Wishes = Mapping[str, tuple[str, str]]
"""What a key does, in words, and which key would be nice, by the key's id."""


class NoKeysError(Exception):
    """The portal gives no keys, or not any more."""


class RefusedError(NoKeysError):
    """Somebody was asked for keys and said no."""


class Talk:
    """Used by one thread; only `interrupt` may be called from another."""

    def __init__(self, place: str) -> None:
        """Connect to the socket `place`. Raises `OSError`."""
        self._sock: socket.socket = prep_socket(place, timeout=_ANSWER_SECONDS)
        self._bus: Any = None
        self._owner = ""
        self._session = ""

    def interrupt(self) -> None:
        """End every wait, now and later."""
        with suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the connection, and of the keys with it."""
        with suppress(OSError):
            self._sock.close()

    def bind(self, wishes: Wishes) -> dict[str, str]:
        """Ask for keys; return what to press, in the portal's words, by id. Raises `NoKeysError`, `OSError`."""
        self._bus = DBusConnection(self._sock)
        self._owner = str(self._ask(message_bus.GetNameOwner(PORTAL))[0])
        with suppress(
            NoKeysError
        ):  # portals before 1.20 have no registry, and some programs are known already
            self._ask(self._message(REGISTRY, "Register", "sa{sv}", (APP, {})))
        made = self._request(
            "CreateSession", "a{sv}", lambda token: ({**token, "session_handle_token": ("s", _token())},)
        )
        self._session = str(made.get("session_handle", ("s", ""))[1])
        if not self._session.startswith("/"):
            raise NoKeysError
        wanted = [
            (name, {"description": ("s", does), "preferred_trigger": ("s", key)})
            for name, (does, key) in wishes.items()
        ]
        bound = self._request(
            "BindShortcuts",
            "oa(sa{sv})sa{sv}",
            lambda token: (self._session, wanted, "", token),
            limit=_DIALOG_SECONDS,
        )
        given = _triggers(bound.get("shortcuts", ("a(sa{sv})", []))[1])
        if not given:
            raise RefusedError
        return given

    def listen(self, pressed: Callable[[str], object], changed: Callable[[dict[str, str]], None]) -> None:
        """Tell of each key press and of other keys, until the portal or `interrupt` ends it. Raises `OSError`."""
        rules = [self._rule(SHORTCUTS), self._rule(SESSION)]
        heard: deque[Message] = deque()
        for rule in rules:
            self._bus.filter(rule, queue=heard)
            self._ask(message_bus.AddMatch(rule))
        while True:
            message = self._bus.recv_until_filtered(heard)
            fields, body = message.header.fields, message.body
            match fields.get(HeaderFields.member):
                case "Activated" if body and body[0] == self._session:
                    pressed(str(body[1]))
                case "ShortcutsChanged" if body and body[0] == self._session:
                    changed(_triggers(body[1]))
                case "Closed" if fields.get(HeaderFields.path) == self._session:
                    return

    def _request(
        self,
        member: str,
        signature: str,
        body: Callable[[dict[str, Any]], tuple[Any, ...]],
        limit: float = _ANSWER_SECONDS,
    ) -> dict[str, Any]:
        """Call a method that answers later, with a signal; it may come before the call has returned."""
        heard: deque[Message] = deque()
        token = _token()
        rule = self._rule(REQUEST, "Response")
        with self._bus.filter(rule, queue=heard):
            self._ask(message_bus.AddMatch(rule))
            options = {"handle_token": ("s", token)}
            handle = self._ask(self._message(SHORTCUTS, member, signature, body(options)))[0]
            while True:
                message = self._bus.recv_until_filtered(heard, timeout=limit)
                if message.header.fields.get(HeaderFields.path) == handle:
                    break
        code, results = message.body
        if code == _CANCELLED:
            raise RefusedError
        if code:
            raise NoKeysError
        return dict(results)

    def _ask(self, message: Message) -> Any:
        message.header.flags |= MessageFlag.no_auto_start
        reply = self._bus.send_and_get_reply(message, timeout=_ANSWER_SECONDS)
        if reply.header.message_type is MessageType.error:
            raise NoKeysError(str(reply.header.fields.get(HeaderFields.error_name)))
        return reply.body

    def _message(self, interface: str, member: str, signature: str, body: tuple[Any, ...]) -> Message:
        return new_method_call(DBusAddress(PATH, PORTAL, interface), member, signature, body)

    def _rule(self, interface: str, member: str | None = None) -> MatchRule:
        """Return what hears the portal, and nobody who pretends to be it."""
        return MatchRule(type="signal", sender=self._owner, interface=interface, member=member)


def _triggers(shortcuts: Any) -> dict[str, str]:
    """Return what to press, by id; "" where the portal does not say."""
    return {str(name): str(about.get("trigger_description", ("s", ""))[1]) for name, about in shortcuts}


def _token() -> str:
    return f"guard_{token_hex(8)}"
