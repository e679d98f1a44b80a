"""The words of the capture guard: what was found, by whom, on what evidence, how sure.

Times are seconds since the epoch (UTC) unless a name says otherwise.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What is captured or controlled."""

    SCREEN = "screen"
    WINDOW = "window"
    CAMERA = "camera"
    MICROPHONE = "microphone"
    SYSTEM_AUDIO = "system-audio"
    INPUT = "input"
    REMOTE_CONTROL = "remote-control"
    TERMINAL = "terminal"


class Strength(IntEnum):
    """How far the evidence goes; the same scale on every system."""

    INSTALLED = 1
    RUNNING = 2
    ABLE = 3
    CAPTURING = 4

    @property
    def word(self) -> str:
        """The word used on the command line and in data files."""
        return self.name.lower()


class Level(StrEnum):
    """How loud a finding is."""

    QUIET = "quiet"
    NOTICE = "notice"
    ALARM = "alarm"


class Confidence(StrEnum):
    """How sure the program is that it named the right one."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sensor's plain sentence."""

    sensor: str
    says: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one sensor sees one process do.

    `key` tells the sightings of one sensor apart; the sensor withdraws a sighting by
    its key. `pid` is None where the system does not tell who it is; `who` then is the
    best name known, and `claimed` marks a pid or name that the program gave of itself.
    `app_id` is the sandboxed application's id where the system attests it.
    `maybe` are the other kinds that the sensor cannot tell from `kind`. `joins` is for a
    sensor that sees that somebody captures, but not who: the sensors that may see who does.
    """

    sensor: str
    key: str
    kind: Kind
    strength: Strength
    says: str
    pid: int | None
    who: str | None = None
    claimed: bool = False
    one_shot: bool = False
    confidence: Confidence = Confidence.HIGH
    app_id: str = ""
    maybe: tuple[Kind, ...] = ()
    joins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One real capture, or a program that could capture, with all that is known of it.

    `tool` is the catalogue's id, or None for a program caught by its behaviour alone.
    `began_before` is True when it was already there when the watch began.
    `harmless` holds the reason why a known capturer is no threat (a screen reader, say).
    `part_of` is the id of the remote control in use that this capture is a part of, or empty.
    `desktop_entry` is the program's desktop file id and `icon` the name or absolute path of
    its icon; both are empty where there is none.
    """

    id: str
    kind: Kind
    strength: Strength
    name: str
    tool: str | None
    pid: int | None
    exe: str | None
    since: float
    evidence: tuple[Evidence, ...]
    confidence: Confidence = Confidence.HIGH
    one_shot: bool = False
    count: int = 1
    began_before: bool = False
    harmless: str = ""
    part_of: str = ""
    desktop_entry: str = ""
    icon: str = ""


class SensorMode(StrEnum):
    """How well a sensor works here."""

    ON = "on"
    LIMITED = "limited"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class SensorState:
    """One sensor's health, why it is so, and what that leaves unseen (whole sentences)."""

    name: str
    mode: SensorMode
    why: str
    blind_spots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the watch can and cannot see here."""

    sensors: tuple[SensorState, ...]
    blind_spots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Watching:
    """The watch has begun, or a sensor's state has changed."""

    at: float
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Started:
    """A finding is new."""

    at: float
    finding: Finding


@dataclass(frozen=True, slots=True)
class Changed:
    """A finding grew stronger, was seen again, or gained evidence."""

    at: float
    finding: Finding


@dataclass(frozen=True, slots=True)
class Ended:
    """A finding is over."""

    at: float
    finding: Finding


@dataclass(frozen=True, slots=True)
class Gap:
    """Nothing was watched between `since` and `until`."""

    at: float
    since: float
    until: float
    why: str


WatchEvent = Watching | Started | Changed | Ended | Gap
