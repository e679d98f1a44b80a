"""Who is who on the session bus, and what was cast before anybody listened."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from guard.capture.finding import Kind
from guard.capture.processes import ProcessFacts
from guard.capture.sensors.linux.casts.screen_cast_bus import Bus, BusError, BusRefusedError
from guard.capture.sensors.linux.casts.screen_cast_messages import (
    MUTTER_CAST,
    MUTTER_REMOTE,
    PORTAL,
    SERVICES,
    SHELL_CAST,
)

ReadProcess = Callable[[int], ProcessFacts | None]

_HELPERS = "org.freedesktop.impl.portal."
_INTROSPECTABLE = "org.freedesktop.DBus.Introspectable"
_PORTAL_SESSIONS = "/org/freedesktop/portal/desktop/session"
_OWNER_IN_PATH = re.compile(r"\d+_\d+")
_MUTTER = (
    (
        MUTTER_CAST,
        "/org/gnome/Mutter/ScreenCast/Session",
        Kind.SCREEN,
        "GNOME has an open screen cast with it.",
    ),
    (
        MUTTER_REMOTE,
        "/org/gnome/Mutter/RemoteDesktop/Session",
        Kind.REMOTE_CONTROL,
        "GNOME has an open remote desktop session with it.",
    ),
)
_MUTTER_STREAMS = "/org/gnome/Mutter/ScreenCast/Stream"
_LONGEST_ANSWER = 1 << 18


@dataclass(frozen=True, slots=True)
class Person:
    """The process behind a connection, as the bus attests it; its name is kept for when it is gone."""

    pid: int | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Running:
    """A cast that was there already. `caller` is a name on the bus, or None."""

    path: str
    service: str
    kind: Kind
    says: str
    caller: str | None


class People:
    """Asks the bus, over a connection of its own; `limit` is in seconds, for each question."""

    def __init__(self, bus: Bus, read: ReadProcess, limit: float) -> None:
        self._bus = bus
        self._read = read
        self._limit = limit
        self._known: dict[str, Person] = {}

    def alive(self) -> None:
        """Make sure that the bus still answers. Raises `BusError`."""
        self._bus.ask_bus("GetId", limit=self._limit)

    def meet(self, name: str) -> Person:
        """Tell who is behind a connection; asked at once, for a screenshot tool lives a moment only."""
        if name not in self._known:
            self._known[name] = self._ask(name)
        return self._known[name]

    def leave(self, name: str) -> None:
        """Forget a connection that is gone."""
        self._known.pop(name, None)

    def services(self) -> frozenset[str]:
        """Which of the services that hand out the screen are there."""
        return frozenset(SERVICES).intersection(self._names())

    def is_between(self, name: str) -> bool:
        """Tell whether a connection is a portal's helper, or GNOME's recorder, which act for others."""
        helpers = [known for known in self._names() if known.startswith(_HELPERS) or known == SHELL_CAST]
        return any(self._owner(helper) == name for helper in helpers)

    def running(self) -> Iterator[Running]:
        """What is cast already. A service that does not answer is passed over."""
        for service, folder, kind, says in _MUTTER:
            owner = self._owner(service)
            sessions = self._children(service, folder) if owner else []
            if service == MUTTER_CAST and sessions and not self._children(service, _MUTTER_STREAMS):
                continue  # asked for, and nothing is recorded yet
            if owner and sessions:
                callers = self._with_a_portal_session()
                caller = callers.pop() if len(callers) == 1 else None
                for session in sessions:
                    yield Running(f"{folder}/{session}", owner, kind, says, caller)

    def _with_a_portal_session(self) -> set[str]:
        if not self._owner(PORTAL):
            return set()
        owners = self._children(PORTAL, _PORTAL_SESSIONS)
        return {f":{owner.replace('_', '.')}" for owner in owners if _OWNER_IN_PATH.fullmatch(owner)}

    def _ask(self, name: str) -> Person:
        try:
            (pid,) = self._bus.ask_bus("GetConnectionUnixProcessID", "s", (name,), limit=self._limit)
        except (BusRefusedError, ValueError):
            return Person(None, None)
        facts = self._read(pid) if isinstance(pid, int) else None
        return Person(pid, (facts.exe or facts.comm).rpartition("/")[2] if facts else None)

    def _names(self) -> list[str]:
        answer = self._bus.ask_bus("ListNames", limit=self._limit)
        return [str(name) for name in answer[0]] if answer else []

    def _owner(self, service: str) -> str:
        try:
            (owner,) = self._bus.ask_bus("GetNameOwner", "s", (service,), limit=self._limit)
        except (BusRefusedError, ValueError):
            return ""
        return str(owner)

    def _children(self, service: str, path: str) -> list[str]:
        """The names below `path`; none where the service is stuck or says something odd."""
        try:
            answer = self._bus.ask(service, path, _INTROSPECTABLE, "Introspect", limit=self._limit)
        except BusError:
            return []
        text = str(answer[0]) if answer else ""
        if len(text) > _LONGEST_ANSWER:
            return []
        return children(text)


def children(description: str) -> list[str]:
    """The child nodes that an introspection answer lists."""
    # entities, the one danger in XML, need a document type of their own, and that is cut off
    try:
        root = ET.fromstring(description[max(description.find("<node"), 0) :])  # noqa: S314 - see above
    except (ET.ParseError, ValueError):
        return []
    return [name for node in root.findall("node") if (name := node.get("name", ""))]
