"""The window as a screen reader meets it: found and driven over AT-SPI, from another process."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from jeepney import DBusAddress, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.support.waiting import wait_until

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_ACTION = "org.a11y.atspi.Action"
_TEXT = "org.a11y.atspi.Text"
_EDITABLE = "org.a11y.atspi.EditableText"
_COMPONENT = "org.a11y.atspi.Component"
_ANSWER_SECONDS = 30.0
_STATES = {
    "focusable": 11,
    "focused": 12,
    "checked": 4,
    "enabled": 8,
    "showing": 25,
    "visible": 30,
    "sensitive": 24,
}


@dataclass(frozen=True)
class Node:
    """One accessible object; every question goes to the live program."""

    reader: "ScreenReader" = field(repr=False)
    bus_name: str
    path: str

    @property
    def name(self) -> str:
        return str(self.reader.get(self, _ACCESSIBLE, "Name"))

    @property
    def description(self) -> str:
        return str(self.reader.get(self, _ACCESSIBLE, "Description"))

    @property
    def role(self) -> str:
        return str(self.reader.call(self, _ACCESSIBLE, "GetRoleName")[0])

    @property
    def text(self) -> str:
        return str(self.reader.call(self, _TEXT, "GetText", "ii", (0, -1))[0])

    def has(self, state: str) -> bool:
        low, high = self.reader.call(self, _ACCESSIBLE, "GetState")[0]
        return bool((low | high << 32) >> _STATES[state] & 1)

    def children(self) -> list["Node"]:
        found = self.reader.call(self, _ACCESSIBLE, "GetChildren")[0]
        return [Node(self.reader, name, path) for name, path in found]

    def walk(self) -> Iterator["Node"]:
        """Yield this and everything below it that still is there."""
        yield self
        try:
            children = self.children()
        except GoneError:
            return
        for child in children:
            yield from child.walk()

    def press(self) -> None:
        """Do what a click does; the object may well be gone afterwards."""
        with suppress(GoneError):
            self.reader.call(self, _ACTION, "DoAction", "i", (0,))

    def type(self, words: str) -> None:
        """Replace the text of a field."""
        assert self.reader.call(self, _EDITABLE, "SetTextContents", "s", (words,))[0]

    def focus(self) -> None:
        """Move the keyboard focus here."""
        self.reader.call(self, _COMPONENT, "GrabFocus")


class GoneError(AssertionError):
    """The object was there and is no more."""


class ScreenReader:
    """A connection to the accessibility bus."""

    def __init__(self, session: DBusConnection, bus: DBusConnection) -> None:
        self._session = session
        self._bus = bus

    def call(
        self, node: Node, interface: str, method: str, signature: str = "", body: tuple[Any, ...] = ()
    ) -> Any:
        address = DBusAddress(node.path, node.bus_name, interface)
        message = new_method_call(address, method, signature or None, body)
        reply = self._bus.send_and_get_reply(message, timeout=_ANSWER_SECONDS)
        if reply.header.message_type is MessageType.error:
            raise GoneError(f"{interface}.{method} of {node.path}: {reply.body}")
        return reply.body

    def get(self, node: Node, interface: str, prop: str) -> Any:
        message = Properties(DBusAddress(node.path, node.bus_name, interface)).get(prop)
        reply = self._bus.send_and_get_reply(message, timeout=_ANSWER_SECONDS)
        if reply.header.message_type is MessageType.error:
            raise GoneError(f"{prop} of {node.path}: {reply.body}")
        return reply.body[0][1]

    def programs(self) -> list[Node]:
        """Every program on the accessibility bus."""
        return Node(self, "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root").children()

    def program(self, name: str, *, seconds: float = 30) -> Node:
        """Wait for a program and return it."""

        def found() -> Node | None:
            return next((one for one in self.programs() if _quiet(lambda: one.name) == name), None)  # noqa: B023 - asked at once

        return wait_until(found, seconds, what=f"the program {name} on the accessibility bus")

    def find(self, root: Node, name: str, role: str = "", *, seconds: float = 20) -> Node:
        """Wait until something that shows has this name (or begins with it and "…"), and return it."""

        def found() -> Node | None:
            return next(self.all(root, name, role), None)

        return wait_until(found, seconds, what=f"{role or 'something'} named “{name}”")

    def all(self, root: Node, name: str, role: str = "") -> Iterator[Node]:
        """Yield everything that shows and has this name and role."""
        for node in root.walk():
            try:
                if _fits(node.name, name) and (not role or node.role == role) and node.has("showing"):
                    yield node
            except GoneError:
                continue

    def gone(self, root: Node, name: str) -> None:
        """Wait until nothing that shows has this name."""
        wait_until(lambda: next(self.all(root, name), None) is None, what=f"“{name}” to be gone")


def _fits(actual: str, wanted: str) -> bool:
    return actual.startswith(wanted[:-1]) if wanted.endswith("…") else actual == wanted


def _quiet(ask: Callable[[], str]) -> str:
    try:
        return ask()
    except GoneError:
        return ""


@contextmanager
def screen_reader(session_bus: str) -> Iterator[ScreenReader]:
    """Connect to the accessibility bus of a session as a screen reader does."""
    with open_dbus_connection(bus=session_bus) as session:
        launcher = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
        address = session.send_and_get_reply(
            new_method_call(launcher, "GetAddress"), timeout=_ANSWER_SECONDS
        ).body[0]
        with open_dbus_connection(bus=address) as bus:
            yield ScreenReader(session, bus)
