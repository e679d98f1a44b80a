"""What the desktop's portals have allowed in advance, as their permission store tells."""

from collections.abc import Iterator
from typing import Any

from guard.capture.finding import Kind, Strength
from guard.capture.sensors.linux.casts.screen_cast_bus import Bus, BusRefusedError
from guard.capture.sensors.linux.preparations.rules import Prepared

_STORE = "org.freedesktop.impl.portal.PermissionStore"
_PATH = "/org/freedesktop/impl/portal/PermissionStore"
_MOST_ENTRIES = 200
_UNNAMED = "Programs that run outside a sandbox"
_TOKENS = {
    "screencast": (
        Kind.SCREEN,
        "It may cast the screen again without asking, for you allowed it to remember.",
    ),
    "remote-desktop": (
        Kind.REMOTE_CONTROL,
        "It may control this computer again without asking, for you allowed it to remember.",
    ),
}
_DEVICES = {
    "camera": (Kind.CAMERA, "It may use the camera without asking, for you allowed it before."),
    "microphone": (Kind.MICROPHONE, "It may use the microphone without asking, for you allowed it before."),
}

TABLES = (*_TOKENS, "devices")


def allowed(address: str, limit: float) -> list[Prepared]:
    """Ask the store, each question within `limit` seconds. Raises `BusError` where nobody can tell."""
    bus = Bus(address, limit)
    try:
        found = [*_tokens(bus, limit), *_devices(bus, limit)]
        return list({one.key: one for one in found}.values())
    finally:
        bus.close()


def _tokens(bus: Bus, limit: float) -> Iterator[Prepared]:
    for table, (kind, says) in _TOKENS.items():
        for token in _entries(bus, table, limit):
            for app in _apps(_ask(bus, "Lookup", (table, token), limit)):
                yield Prepared(f"{table}:{app}", kind, Strength.ABLE, app or _UNNAMED, says)


def _devices(bus: Bus, limit: float) -> Iterator[Prepared]:
    for device in _entries(bus, "devices", limit):
        if device in _DEVICES:
            kind, says = _DEVICES[device]
            for app in _apps(_ask(bus, "Lookup", ("devices", device), limit)):
                yield Prepared(f"{device}:{app}", kind, Strength.INSTALLED, app or _UNNAMED, says)


def _apps(answer: Any) -> list[str]:
    """The programs with a yes; an answer in another shape allows nobody."""
    permissions = answer[0] if answer else None
    if not isinstance(permissions, dict):
        return []
    return [str(app) for app, said in permissions.items() if isinstance(said, list) and "yes" in said]


def _entries(bus: Bus, table: str, limit: float) -> list[str]:
    answer = _ask(bus, "List", (table,), limit)
    found = answer[0] if answer else None
    return [str(entry) for entry in found[:_MOST_ENTRIES]] if isinstance(found, list) else []


def _ask(bus: Bus, member: str, body: tuple[str, ...], limit: float) -> Any:
    """Ask; what the store does not have is None, and a store that is not there a `BusError`."""
    try:
        return bus.ask(_STORE, _PATH, _STORE, member, signature="s" * len(body), body=body, limit=limit)
    except BusRefusedError as error:
        if "NotFound" in str(error):
            return None
        raise
