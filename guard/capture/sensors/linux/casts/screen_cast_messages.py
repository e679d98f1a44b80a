"""What is listened for on the session bus, and the few fields that are taken from it.

Nothing else of a message is kept: no title, no file name, no picture.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from jeepney import HeaderFields, Message, MessageFlag, MessageType

from guard.capture.finding import Kind

PORTAL = "org.freedesktop.portal.Desktop"
MUTTER_CAST = "org.gnome.Mutter.ScreenCast"
MUTTER_REMOTE = "org.gnome.Mutter.RemoteDesktop"
SHELL_CAST = "org.gnome.Shell.Screencast"
SHELL_SHOT = "org.gnome.Shell.Screenshot"
KWIN_SHOT = "org.kde.KWin.ScreenShot2"
SERVICES = (PORTAL, MUTTER_CAST, MUTTER_REMOTE, SHELL_CAST, SHELL_SHOT, KWIN_SHOT)

_CAST = "org.freedesktop.portal.ScreenCast"
_REMOTE = "org.freedesktop.portal.RemoteDesktop"
_PICTURE = "org.freedesktop.portal.Screenshot"
_REQUEST = "org.freedesktop.portal.Request"
_SESSION = "org.freedesktop.portal.Session"
_BUS = "org.freedesktop.DBus"
_WINDOW = 2  # the portal's source types: 1 a monitor, 2 a window, 4 a virtual screen
_PICTURE_FIELDS = frozenset({"type", "width", "height", "format"})


class Topic(Enum):
    """What a program asks for."""

    PORTAL_START = auto()
    PORTAL_CLOSE = auto()
    PORTAL_SHOT = auto()
    MUTTER_RECORD = auto()
    MUTTER_START = auto()
    MUTTER_CONTROL = auto()
    SHELL_CAST = auto()
    SHELL_CAST_STOP = auto()
    SHELL_SHOT = auto()


@dataclass(frozen=True, slots=True)
class Asked:
    """A program (its name on the bus) asks for something.

    `token` names the portal's later answer; `mute` is True when no other answer is wanted.
    """

    topic: Topic
    caller: str
    path: str
    serial: int
    token: str = ""
    kind: Kind = Kind.SCREEN
    mute: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """A service answers call number `serial` of `caller`. `picture` is None where that is not told."""

    caller: str
    service: str
    serial: int
    yes: bool
    picture: Kind | None = None


@dataclass(frozen=True, slots=True)
class Granted:
    """The portal's answer to a request: what is cast, and whether mouse or keyboard are handed over."""

    caller: str
    service: str
    token: str
    yes: bool
    kinds: tuple[Kind, ...] = ()
    control: bool = False


@dataclass(frozen=True, slots=True)
class Closed:
    """A service says that the session at `path` is over."""

    service: str
    path: str


@dataclass(frozen=True, slots=True)
class Left:
    """A connection or a service is gone from the bus."""

    name: str


@dataclass(frozen=True, slots=True)
class Came:
    """One of `SERVICES` is there now."""

    name: str


Heard = Asked | Answered | Granted | Closed | Left | Came

_CALLS: dict[tuple[str, str], tuple[Topic, Kind]] = {
    (_CAST, "Start"): (Topic.PORTAL_START, Kind.SCREEN),
    (_REMOTE, "Start"): (Topic.PORTAL_START, Kind.REMOTE_CONTROL),
    (_SESSION, "Close"): (Topic.PORTAL_CLOSE, Kind.SCREEN),
    (_PICTURE, "Screenshot"): (Topic.PORTAL_SHOT, Kind.SCREEN),
    (f"{MUTTER_CAST}.Session", "RecordMonitor"): (Topic.MUTTER_RECORD, Kind.SCREEN),
    (f"{MUTTER_CAST}.Session", "RecordArea"): (Topic.MUTTER_RECORD, Kind.SCREEN),
    (f"{MUTTER_CAST}.Session", "RecordVirtual"): (Topic.MUTTER_RECORD, Kind.SCREEN),
    (f"{MUTTER_CAST}.Session", "RecordWindow"): (Topic.MUTTER_RECORD, Kind.WINDOW),
    (f"{MUTTER_CAST}.Session", "Start"): (Topic.MUTTER_START, Kind.SCREEN),
    (f"{MUTTER_REMOTE}.Session", "Start"): (Topic.MUTTER_CONTROL, Kind.REMOTE_CONTROL),
    (SHELL_CAST, "Screencast"): (Topic.SHELL_CAST, Kind.SCREEN),
    (SHELL_CAST, "ScreencastArea"): (Topic.SHELL_CAST, Kind.SCREEN),
    (SHELL_CAST, "StopScreencast"): (Topic.SHELL_CAST_STOP, Kind.SCREEN),
    (SHELL_SHOT, "Screenshot"): (Topic.SHELL_SHOT, Kind.SCREEN),
    (SHELL_SHOT, "ScreenshotArea"): (Topic.SHELL_SHOT, Kind.SCREEN),
    (SHELL_SHOT, "ScreenshotWindow"): (Topic.SHELL_SHOT, Kind.WINDOW),
    (SHELL_SHOT, "InteractiveScreenshot"): (Topic.SHELL_SHOT, Kind.SCREEN),
}
_TOKEN_AT = {(_CAST, "Start"): 2, (_REMOTE, "Start"): 2, (_PICTURE, "Screenshot"): 1}

RULES = (
    *(f"type='method_call',interface='{interface}',member='{member}'" for interface, member in _CALLS),
    # KWin's callers hand a pipe over, and what carries one is kept from listeners: its answer must do
    *(
        f"type='method_return',sender='{service}'"
        for service in (MUTTER_CAST, MUTTER_REMOTE, SHELL_CAST, SHELL_SHOT, KWIN_SHOT)
    ),
    f"type='signal',sender='{PORTAL}',interface='{_REQUEST}',member='Response'",
    f"type='signal',sender='{PORTAL}',interface='{_SESSION}',member='Closed'",
    f"type='signal',sender='{MUTTER_CAST}',interface='{MUTTER_CAST}.Session',member='Closed'",
    f"type='signal',sender='{MUTTER_REMOTE}',interface='{MUTTER_REMOTE}.Session',member='Closed'",
    f"type='signal',sender='{_BUS}',interface='{_BUS}',member='NameOwnerChanged',arg2=''",
    *(
        f"type='signal',sender='{_BUS}',interface='{_BUS}',member='NameOwnerChanged',arg0='{service}'"
        for service in SERVICES
    ),
)


def heard(message: Message) -> Heard | None:
    """Take what matters from a message; None for everything else, however it is formed."""
    header = message.header
    fields: Mapping[HeaderFields, Any] = header.fields
    sender = str(fields.get(HeaderFields.sender, ""))
    caller = str(fields.get(HeaderFields.destination, ""))
    path = str(fields.get(HeaderFields.path, ""))
    said = (str(fields.get(HeaderFields.interface, "")), str(fields.get(HeaderFields.member, "")))
    body: tuple[Any, ...] = message.body if isinstance(message.body, tuple) else ()
    if header.message_type is MessageType.method_call and said in _CALLS:
        topic, kind = _CALLS[said]
        if topic is Topic.PORTAL_START:
            path = str(body[0]) if body else ""  # the portal is called, and its session named
        mute = bool(header.flags & MessageFlag.no_reply_expected)
        return Asked(topic, sender, path, header.serial, _token(said, body), kind, mute)
    if header.message_type is MessageType.method_return:
        yes = not (body and body[0] is False)
        return Answered(caller, sender, int(fields.get(HeaderFields.reply_serial, 0)), yes, _picture(body))
    if header.message_type is not MessageType.signal:
        return None
    if said == (_REQUEST, "Response"):
        return _granted(caller, sender, path.rpartition("/")[2], body)
    if said[1] == "Closed":
        return Closed(sender, path)
    return _moved(body) if said == (_BUS, "NameOwnerChanged") else None


def _token(said: tuple[str, str], body: tuple[Any, ...]) -> str:
    at = _TOKEN_AT.get(said)
    options = body[at] if at is not None and len(body) > at else {}
    token = _field(options, "handle_token")
    return token if isinstance(token, str) else ""


def _granted(caller: str, service: str, token: str, body: tuple[Any, ...]) -> Granted:
    code, results = body if len(body) == 2 else (None, {})  # noqa: PLR2004 - a code and its results
    streams = _field(results, "streams")
    kinds = [_kind(stream) for stream in streams] if isinstance(streams, list) else []
    devices = _field(results, "devices")
    control = isinstance(devices, int) and devices != 0
    return Granted(caller, service, token, code == 0, tuple(dict.fromkeys(kinds)), control)


def _kind(stream: object) -> Kind:
    settings = stream[1] if isinstance(stream, tuple) and len(stream) > 1 else {}
    return Kind.WINDOW if _field(settings, "source_type") == _WINDOW else Kind.SCREEN


def _picture(body: tuple[Any, ...]) -> Kind | None:
    """Tell whether an answer describes a picture, as KWin's does, and of what."""
    if len(body) != 1 or not isinstance(body[0], dict) or not body[0].keys() >= _PICTURE_FIELDS:
        return None
    return Kind.WINDOW if "windowId" in body[0] else Kind.SCREEN


def _moved(body: tuple[Any, ...]) -> Left | Came | None:
    if len(body) != 3 or not all(isinstance(name, str) for name in body):  # noqa: PLR2004 - name, old and new owner
        return None
    name, _, new = body
    if not new:
        return Left(name)
    return Came(name) if name in SERVICES else None


def _field(options: object, name: str) -> object:
    """Read one entry of a dictionary of variants, each a signature and its value."""
    value = options.get(name) if isinstance(options, dict) else None
    return value[1] if isinstance(value, tuple) and len(value) > 1 else None
