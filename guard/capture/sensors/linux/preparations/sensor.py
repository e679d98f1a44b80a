"""The preparations sensor: what could capture in a session, before anything does.

It reads settings that lie open to every program of this user, and the portals' permission
store. It changes none of them, and starts no service to ask it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from guard.capture.catalogue import Catalogue
from guard.capture.finding import Confidence, SensorMode, SensorState, Sighting
from guard.capture.sensors.linux.casts.screen_cast_bus import BusError, places, session_address
from guard.capture.sensors.linux.preparations.autostart import Folders, folders, is_there, starting
from guard.capture.sensors.linux.preparations.rules import Prepared, autostarted, installed, replays
from guard.capture.sensors.linux.preparations.store import TABLES, allowed
from guard.capture.sensors.port import Report
from guard.capture.sensors.worker import Worker

_ON = "Guard reads what starts by itself and what the desktop's portals have allowed in advance."
_NO_STORE = "The desktop's portals do not tell what they have allowed in advance."
_BLIND = (
    "Programs set to start in other ways, from a shell's start-up file, a desktop's own list or by an administrator.",
    "Replay buffers and screen memory that a program keeps in settings Guard does not know.",
)
_NO_STORE_BLIND = "Programs that may cast the screen, use the camera or control the computer without asking."


@dataclass(frozen=True, slots=True)
class Home:
    """Where to look: settings, the session bus's address, installed Flatpaks, the permission store's files."""

    folders: Folders
    bus: str
    flatpaks: tuple[Path, ...]
    store: Path


def from_environment(environ: Mapping[str, str], home: Path) -> Home:
    """Take the places from the environment."""
    data = Path(environ.get("XDG_DATA_HOME") or home / ".local/share")
    return Home(
        folders(environ, home),
        session_address(environ),
        (data / "flatpak/app", Path("/var/lib/flatpak/app")),
        data / "flatpak/db",
    )


class PreparationsSensor:
    """`Sensor` over this user's settings; looks again every `interval` seconds, each question within `limit`."""

    name = "preparations"

    def __init__(
        self,
        home: Home,
        catalogue: Catalogue,
        *,
        interval: float = 60.0,
        limit: float = 0.3,
        ask_store: Callable[[str, float], list[Prepared]] = allowed,
    ) -> None:
        self._home = home
        self._catalogue = catalogue
        self._interval = interval
        self._limit = limit
        self._ask_store = ask_store
        self._worker = Worker(self.name)

    def start(self, report: Report) -> None:
        """Begin to look."""
        self._worker.start(self._run, report)

    def stop(self) -> None:
        """End the thread."""
        self._worker.stop()

    def look_after(self, now: float) -> None:
        """Begin anew if the thread hangs."""
        self._worker.look_after(now)

    def _run(self, report: Report) -> None:
        said: dict[str, Prepared] = {}
        told: SensorState | None = None
        stored: dict[str, Prepared] = {}
        while not self._worker.stopped.is_set():
            try:
                stored, mute = self._stored(), False
            except BusError:
                mute = self._something_is_stored()  # and what was told before is the best that is known
            said = _tell(report, said, {**self._read(), **stored})
            state = _state(mute=mute)
            if state != told:
                told = state
                report.state(state)
            self._worker.stopped.wait(self._interval)

    def _something_is_stored(self) -> bool:
        return any(is_there(self._home.store / table) for table in TABLES)

    def _stored(self) -> dict[str, Prepared]:
        if not places(self._home.bus):
            raise BusError("there is no session bus")
        return {one.key: one for one in self._ask_store(self._home.bus, self._limit)}

    def _read(self) -> dict[str, Prepared]:
        where = self._home.folders
        found = (
            *installed(self._catalogue, where.programs, self._home.flatpaks),
            *autostarted(self._catalogue, starting(where), where),
            *replays(where.home),
        )
        return {one.key: one for one in found}


def _tell(report: Report, said: dict[str, Prepared], seen: dict[str, Prepared]) -> dict[str, Prepared]:
    for key, one in seen.items():
        if said.get(key) != one:
            report.saw(_sighting(one))
    for key in said.keys() - seen.keys():
        report.withdraw(PreparationsSensor.name, key)
    return seen


def _state(*, mute: bool) -> SensorState:
    if mute:
        return SensorState(PreparationsSensor.name, SensorMode.LIMITED, _NO_STORE, (*_BLIND, _NO_STORE_BLIND))
    return SensorState(PreparationsSensor.name, SensorMode.ON, _ON, _BLIND)


def _sighting(one: Prepared) -> Sighting:
    return Sighting(
        sensor=PreparationsSensor.name,
        key=one.key,
        kind=one.kind,
        strength=one.strength,
        says=one.says,
        pid=None,
        who=one.who,
        confidence=Confidence.MEDIUM,
    )
