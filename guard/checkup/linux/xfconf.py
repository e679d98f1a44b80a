"""Properties of Xfce's settings, through its settings service on the session's bus.

The service is asked over D-Bus and not through `xfconf-query`, because only so a property's
type is seen (Xfce takes its own default for one of another type) and whether it is locked.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, DBusErrorResponse, new_method_call
from jeepney.io.blocking import open_dbus_connection
from jeepney.low_level import SizeLimitError
from jeepney.wrappers import unwrap_msg

from guard.checkup.check import Answer, Reading, Stored
from guard.checkup.command import LIMIT_SECONDS
from guard.checkup.detect import Xfconf
from guard.checkup.linux import session_bus
from guard.checkup.probe import NotWritten

_SERVICE = DBusAddress("/org/xfce/Xfconf", "org.xfce.Xfconf", "org.xfce.Xfconf")
_SIGNATURES = {"bool": "b", "int": "i", "string": "s"}
_WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
_FILES = Path("xfce4/xfconf/xfce-perchannel-xml")
Value = tuple[str, Any]
Call = Callable[[str, str, tuple[Any, ...]], tuple[Any, ...]]
"""Calls the service: the method's name, the signature and the arguments; returns the answer. Raises `NotWritten`."""


class XfconfProbe:
    """`SettingProbe` for `Xfconf`."""

    def __init__(self, environ: Mapping[str, str], call: Call | None = None) -> None:
        """Ask the service on the bus of the session that `environ` describes."""
        self._call = call or Service(environ)
        system = environ.get("XDG_CONFIG_DIRS") or "/etc/xdg"
        self._system = [Path(part) / _FILES for part in system.split(":") if part]

    def read(self, what: Xfconf) -> Reading:
        """Return the effective value: the user's, the system's, or the program's default."""
        try:
            value = self._value(what)
            locked = bool(self._call("IsPropertyLocked", "ss", _address(what))[0])
        except NotWritten as error:
            return Reading(Answer.UNKNOWN, why=error.sentence)
        if value is None:
            said = f"{what.channel} {what.property} is not set, and {what.default} is usual."
            return Reading(value=what.default, managed=locked, evidence=(said,))
        said = f"{what.channel} {what.property} is {_text(value)}."
        if value[0] != _SIGNATURES[what.kind]:
            why = "What is stored for this setting is of another kind than the desktop goes by."
            return Reading(Answer.UNKNOWN, why=why, managed=locked, evidence=(said,))
        return Reading(value=_text(value), managed=locked, evidence=(said,))

    def stored(self, what: Xfconf) -> Stored:
        """Return what the user set, or absent. Raises `NotWritten`."""
        value = self._value(what)
        if value is None or _text(value) == self._from_system(what):
            return Stored(absent=True)
        if value[0] != _SIGNATURES[what.kind]:
            raise NotWritten("What is stored for this setting could not be put back. Nothing was changed.")
        return Stored(_text(value))

    def write(self, what: Xfconf, value: str) -> None:
        """Set the property for this user. Raises `NotWritten`."""
        typed = (_SIGNATURES[what.kind], _typed(what, value))
        self._call("SetProperty", "ssv", (*_address(what), typed))

    def restore(self, what: Xfconf, stored: Stored) -> None:
        """Set the property as it was, or make it absent again. Raises `NotWritten`."""
        if stored.absent:
            self._call("ResetProperty", "ssb", (*_address(what), False))
        else:
            self.write(what, stored.value)

    def _value(self, what: Xfconf) -> Value | None:
        if not self._call("PropertyExists", "ss", _address(what))[0]:
            return None
        kind, value = self._call("GetProperty", "ss", _address(what))[0]
        return str(kind), value

    def _from_system(self, what: Xfconf) -> str | None:
        """Return what the system's own files give, so that it is not taken for the user's."""
        for folder in self._system:
            with suppress(OSError, ET.ParseError, UnicodeDecodeError):
                root = ET.parse(folder / f"{what.channel}.xml").getroot()  # noqa: S314 - the administrator's own file
                for name in what.property.strip("/").split("/"):
                    found = [one for one in root.findall("property") if one.get("name") == name]
                    if not found:
                        break
                    root = found[0]
                else:
                    return root.get("value")
        return None


class Service:
    """Calls Xfce's settings service, with a time limit for each call."""

    def __init__(
        self, environ: Mapping[str, str], limit: float = LIMIT_SECONDS, *, patient: bool = True
    ) -> None:
        """Use the bus of the session that `environ` describes; unless `patient`, wait in vain only once."""
        self._environ = dict(environ)
        self._limit = limit
        self._patient = patient
        self._stuck = False

    def __call__(self, method: str, signature: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        """Call `method` once. Raises `NotWritten`."""
        if self._stuck and not self._patient:
            raise NotWritten(_SLOW)
        where = session_bus.address(self._environ)
        if not session_bus.answers(self._environ):
            raise NotWritten("There is no desktop session here that could use the setting.")
        try:
            with open_dbus_connection(where, auth_timeout=self._limit) as line:
                asked = new_method_call(_SERVICE, method, signature, arguments)
                return tuple(unwrap_msg(line.send_and_get_reply(asked, timeout=self._limit)))
        except DBusErrorResponse as error:
            raise NotWritten(_SAID.get(error.name.rpartition(".")[2], _REFUSED)) from error
        except TimeoutError as error:
            self._stuck = True
            raise NotWritten(_SLOW) from error
        except (OSError, EOFError, ValueError, SizeLimitError) as error:
            raise NotWritten("The session's message bus gave no answer.") from error


_SLOW = "Xfce's settings service did not answer in time."
_REFUSED = "Xfce's settings service refused it."
_SAID = {
    "ServiceUnknown": "Xfce's settings service is not installed or cannot be started.",
    "PermissionDenied": "The setting is locked by this computer's administrator.",
}


def _address(what: Xfconf) -> tuple[str, str]:
    return what.channel, what.property


def _text(value: Value) -> str:
    kind, held = value
    return str(held).lower() if kind == "b" else str(held)


def _typed(what: Xfconf, value: str) -> Any:
    if what.kind == "bool" and value in {"true", "false"}:
        return value == "true"
    if what.kind == "int" and _WHOLE.fullmatch(value):
        return int(value)
    if what.kind == "string":
        return value
    raise NotWritten("The new value is not of the setting's kind. Nothing was changed.")
