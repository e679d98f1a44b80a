"""Who uses camera, microphone, location or the screen now, by the record that Windows itself keeps.

An entry whose stop time is 0 is in use, unless its program ended without telling: so every
entry is checked against the programs that run.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PureWindowsPath

import psutil

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import ConsentStore
from guard.checkup.programs import Running, running
from guard.checkup.windows.keys import Hive, Keys, Kind

_STORE = r"SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
_DESKTOP = "NonPackaged"
_HIVES: tuple[Hive, ...] = ("HKCU", "HKLM")
_SPOKEN = {
    "webcam": "the camera",
    "microphone": "the microphone",
    "location": "this computer's location",
    "graphicsCaptureProgrammatic": "pictures of the screen",
}


@dataclass(frozen=True, slots=True)
class User:
    """An entry of the record that is in use: a program's path, or a Store app's package family name."""

    name: str
    packaged: bool

    def runs(self, program: Running) -> bool:
        """Tell whether `program` is it; by its file name alone where the system hides the path."""
        if not self.packaged:
            mine = PureWindowsPath(self.name)
            return PureWindowsPath(program.path) == mine if program.path else _same(program.name, mine.name)
        name, _, publisher = self.name.rpartition("_")
        return any(
            _same(part, self.name)
            or (part.casefold().startswith(f"{name}_".casefold()) and _ends(part, f"__{publisher}"))
            for part in PureWindowsPath(program.path).parts[:-1]
        )


class ConsentLook:
    """`Look` for `ConsentStore`."""

    def __init__(self, keys: Keys | None, now: Callable[[], Iterable[Running]] = running) -> None:
        """Read the record from `keys` and the programs that run from `now`."""
        self._keys = keys
        self._now = now

    def __call__(self, what: ConsentStore) -> Reading:
        """Return who uses it; unsafe when somebody does."""
        try:
            users = None if self._keys is None else _in_use(self._keys, what.capability)
        except OSError:
            return _cannot("Windows does not let Guard read its record of who uses it.")
        if users is None:
            return _cannot("Windows keeps no record of who uses it.")
        if not users:
            return Reading(Answer.SAFE)
        try:
            programs = list(self._now())
        except (psutil.Error, OSError):
            programs = []
        if not programs:
            return _cannot("The list of running programs could not be read, so the record may be old.")
        return _told(users, programs, _SPOKEN[what.capability])


def _told(users: list[User], programs: list[Running], thing: str) -> Reading:
    live = [one for one in users if any(one.runs(program) for program in programs)]
    stale = tuple(
        f"Windows notes that {one.name} uses {thing}, but it does not run: the note is old."
        for one in users
        if one not in live
    )
    seen = tuple(f"{one.name} uses {thing} now." for one in live)
    if not live:
        return Reading(Answer.SAFE, evidence=stale)
    return Reading(Answer.UNSAFE, why=" ".join((*seen, "Is that yours?")), evidence=(*seen, *stale))


def _in_use(keys: Keys, capability: str) -> list[User] | None:
    """Return the entries in use; None when there is no record. Raises `OSError`."""
    found: dict[User, None] = {}
    kept = False
    for hive in _HIVES:
        top = f"{_STORE}\\{capability}"
        packages = keys.children(hive, top)
        kept = kept or packages is not None
        for name in packages or ():
            if name != _DESKTOP and _open(keys, hive, f"{top}\\{name}"):
                found[User(name, packaged=True)] = None
        for path in _desktop(keys, hive, f"{top}\\{_DESKTOP}"):
            found[User(path, packaged=False)] = None
    return list(found) if kept else None


def _desktop(keys: Keys, hive: Hive, key: str) -> Iterator[str]:
    for name in keys.children(hive, key) or ():
        if _open(keys, hive, f"{key}\\{name}"):
            yield name.replace("#", "\\")


def _open(keys: Keys, hive: Hive, key: str) -> bool:
    """Tell whether an entry began and has not stopped. Raises `OSError` for one that cannot be understood."""
    began = keys.value(hive, key, "LastUsedTimeStart")
    stopped = keys.value(hive, key, "LastUsedTimeStop")
    if began is None:
        return False
    if began.kind is not Kind.QWORD or (stopped is not None and stopped.kind is not Kind.QWORD):
        raise OSError(key)
    return began.data != 0 and (stopped is None or stopped.data == 0)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _ends(text: str, end: str) -> bool:
    return text.casefold().endswith(end.casefold())


def _cannot(why: str) -> Reading:
    return Reading(Answer.UNKNOWN, why=why)
