"""What sandboxed programs may do without asking again, from the portals' permission store.

Nothing is started for it: a store that does not run is not asked, and its files only tell
whether it has anything at all.
"""

import socket
import struct
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, DBusErrorResponse, HeaderFields, Message, Parser, new_method_call
from jeepney.bus import get_bus
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import prep_socket
from jeepney.low_level import SizeLimitError
from jeepney.wrappers import unwrap_msg

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import SandboxPermissions
from guard.checkup.linux import session_bus

_NAME = "org.freedesktop.impl.portal.PermissionStore"
_STORE = DBusAddress("/org/freedesktop/impl/portal/PermissionStore", bus_name=_NAME, interface=_NAME)
_SECONDS = 1.5
_MOST_ENTRIES = 500
_MAY = {
    "screencast": "may share the screen again without asking",
    "screenshot": "may take screenshots without asking",
    "location": "may learn where you are without asking",
    "background": "may run in the background",
}
_DEVICES = {
    "camera": "may use the camera without asking",
    "microphone": "may use the microphone without asking",
}
_READ = 1 << 16
_NO_ANSWER = (
    *(OSError, ValueError, RuntimeError, DBusErrorResponse, SizeLimitError),
    *(
        LookupError,
        TypeError,
        AttributeError,
        AssertionError,
        struct.error,
    ),  # what a garbled answer makes jeepney raise
)
_NO = {"no", "ask", "none"}
_UNNAMED = "A program outside a sandbox"

Entries = Mapping[str, Mapping[str, list[str]]]
"""What one table of the store holds: item -> program -> what was said."""


class NoStoreError(Exception):
    """The permission store does not run."""


class SandboxLook:
    """Asks the store of the session that `environ` describes, each time for at most `_SECONDS`."""

    def __init__(
        self,
        environ: Mapping[str, str],
        home: Path,
        ask: Callable[[str, str], Entries] | None = None,
    ) -> None:
        """`ask` gives a table's entries for a bus address; or raises `NoStoreError`, `OSError`, `ValueError`."""
        self._address = session_bus.address(environ)
        self._files = Path(environ.get("XDG_DATA_HOME") or home / ".local/share") / "flatpak/db"
        self._ask = ask or entries

    def __call__(self, what: SandboxPermissions) -> Reading:
        """Say whether any program was allowed something for good."""
        if not self._address:
            return _cannot("There is no session of a desktop that Guard could ask.")
        try:
            lines = allowed(what.table, self._ask(self._address, what.table))
        except NoStoreError:
            return self._by_files(what.table)
        except TimeoutError:
            return _cannot("The desktop's store of permissions did not answer in time.")
        except _NO_ANSWER:
            return _cannot("The desktop's store of permissions gave no answer that Guard knows.")
        if lines:
            return Reading(Answer.UNSAFE, evidence=lines)
        return Reading(Answer.SAFE, evidence=("The desktop's store of permissions holds none of these.",))

    def _by_files(self, table: str) -> Reading:
        try:
            (self._files / table).lstat()
        except (FileNotFoundError, NotADirectoryError):
            return Reading(
                Answer.NOT_APPLICABLE, why="No sandboxed program has ever been asked about this here."
            )
        except OSError:
            pass
        return _cannot("The desktop's store of permissions is not running now.")


def allowed(table: str, found: Entries) -> tuple[str, ...]:
    """Return a sentence for each program that a table allows something."""
    lines: dict[str, None] = {}
    for item, programs in found.items():
        may = _DEVICES.get(item) if table == "devices" else _MAY[table]
        for program, said in programs.items():
            if may and said and said[0].casefold() not in _NO:
                lines[f"{program or _UNNAMED} {may}."] = None
    return tuple(lines)


def entries(address: str, table: str) -> Entries:
    """Ask the store. Raises `NoStoreError`, `OSError`, `ValueError` and what jeepney raises."""
    line = _Line(address, _SECONDS)
    try:
        line.ask(message_bus.Hello())
        (runs,) = line.ask(message_bus.NameHasOwner(_NAME))
        if not runs:
            raise NoStoreError
        (items,) = line.ask(new_method_call(_STORE, "List", "s", (table,)))
        found = {}
        for item in items[:_MOST_ENTRIES]:
            programs, _ = line.ask(new_method_call(_STORE, "Lookup", "ss", (table, item)))
            found[str(item)] = {str(name): [str(word) for word in said] for name, said in programs.items()}
        return found
    finally:
        line.close()


class _Line:
    """A connection to a message bus that is over after so many seconds, greeting included."""

    def __init__(self, address: str, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._sock: socket.socket = prep_socket(get_bus(address), timeout=seconds)
        self._parser = Parser()
        self._serial = 0

    def ask(self, message: Message) -> Any:
        """Return the answer's body. Raises `OSError` (`TimeoutError` too), `DBusErrorResponse`."""
        self._serial += 1
        self._wait()
        self._sock.sendall(message.serialise(serial=self._serial))
        while True:
            self._wait()
            raw = self._sock.recv(_READ)
            if not raw:
                raise ConnectionResetError
            for said in self._parser.feed(raw):
                if said.header.fields.get(HeaderFields.reply_serial) == self._serial:
                    return unwrap_msg(said)

    def close(self) -> None:
        """Let the connection go."""
        self._sock.close()

    def _wait(self) -> None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)


def _cannot(why: str) -> Reading:
    return Reading(Answer.UNKNOWN, why=why)
