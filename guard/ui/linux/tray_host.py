"""Is there a place that shows tray icons? Asked without Qt, for `guard doctor`."""

import socket
from collections.abc import Mapping
from pathlib import Path

from jeepney import DBusAddress, MessageType, Properties, message_bus
from jeepney.auth import AuthenticationError
from jeepney.io.blocking import DBusConnection, prep_socket

from guard.capture.sensors.linux.casts.screen_cast_bus import session_address
from guard.capture.sensors.linux.x11.display import addresses, cookie, from_environment
from guard.capture.sensors.linux.x11.resources import XResources
from guard.capture.sensors.linux.x11.wire import X11Error, connect

_WITHIN = 2.0
_WATCHER = "org.kde.StatusNotifierWatcher"
_XEMBED = "_NET_SYSTEM_TRAY_S0"


def tray_says(environ: Mapping[str, str], home: Path) -> tuple[bool, str]:
    """Tell whether a tray would show an icon, and how that is known."""
    if _status_notifier_host(session_address(environ)):
        return True, "the desktop shows StatusNotifier icons"
    if _xembed_tray(environ, home):
        return True, "an X11 tray shows icons"
    return False, "this desktop shows no tray icons; Guard stays reachable through its window"


def _status_notifier_host(address: str) -> bool:
    try:
        with prep_socket(_socket_path(address), timeout=_WITHIN) as wire:
            bus = DBusConnection(wire)
            bus.send_and_get_reply(message_bus.Hello(), timeout=_WITHIN)
            watcher = Properties(DBusAddress("/StatusNotifierWatcher", _WATCHER, _WATCHER))
            reply = bus.send_and_get_reply(watcher.get("IsStatusNotifierHostRegistered"), timeout=_WITHIN)
            return reply.header.message_type is MessageType.method_return and bool(reply.body[0][1])
    except (OSError, ValueError, AuthenticationError, EOFError):
        return False


def _socket_path(address: str) -> str:
    """Return the first Unix socket of a bus address; the bus of another computer is not asked."""
    for each in address.split(";"):
        kind, _, options = each.partition(":")
        named = dict(option.partition("=")[::2] for option in options.split(","))
        if kind == "unix" and "path" in named:
            return named["path"]
        if kind == "unix" and "abstract" in named:
            return "\0" + named["abstract"]
    raise ValueError(address)


def _xembed_tray(environ: Mapping[str, str], home: Path) -> bool:
    display = from_environment(environ, home)
    if not display.name:
        return False
    try:
        wire = connect(addresses(display.name), _WITHIN)
    except X11Error:
        return False
    try:
        wire.allow(_WITHIN)
        setup = wire.greet(cookie(display, socket.gethostname()))
        return bool(XResources(wire, setup).look([_XEMBED]).owners[_XEMBED])
    except X11Error:
        return False
    finally:
        wire.close()
