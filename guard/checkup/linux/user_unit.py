"""Services of the user's own systemd, through `systemctl --user`.

Its plain answers are easily mistaken: without systemd, without a bus and for an unknown unit
`is-active` prints little and ends badly. So `show` is asked, and only its own words count.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from guard.checkup.check import Answer, Reading, Stored
from guard.checkup.command import Tool, run
from guard.checkup.detect import UserUnit
from guard.checkup.probe import NotWritten

_SYSTEMCTL = ("systemctl", "--user")
_ACTIVE = {"active", "reloading", "activating", "refreshing", "deactivating"}
_INACTIVE = {"inactive", "failed", "maintenance"}
_ON = {"enabled", "enabled-runtime"}
_KNOWN = {*_ON, "disabled", "static", "indirect", "generated", "transient", "masked", "masked-runtime", ""}
_NO_ANSWER = "The user's services cannot be asked: systemd does not run them here."


@dataclass(frozen=True, slots=True)
class _Unit:
    """One installed unit: does it run, and does it start by itself (systemd's own word)?"""

    name: str
    active: bool
    file: str


class UserUnitProbe:
    """`SettingProbe` for `UserUnit`. What is stored is each unit's name, start-up and state, such as "a.service=enabled,active"."""

    def __init__(self, environ: Mapping[str, str], tool: Tool | None = None) -> None:
        """Ask the systemd of the session that `environ` describes."""
        self._environ = dict(environ)
        self._tool = tool or (lambda argv: run(argv, self._environ))

    def read(self, what: UserUnit) -> Reading:
        """Return "active" if any of the units runs, else "inactive"."""
        try:
            units = self._units(what.units)
        except NotWritten as error:
            return Reading(Answer.UNKNOWN, why=error.sentence)
        if not units:
            return Reading(Answer.NOT_APPLICABLE, why="No such service is installed for this user.")
        said = tuple(f"{unit.name} is {'running' if unit.active else 'not running'}." for unit in units)
        return Reading(value="active" if any(unit.active for unit in units) else "inactive", evidence=said)

    def stored(self, what: UserUnit) -> Stored:
        """Return the units' states as a text. Raises `NotWritten`."""
        units = self._units(what.units)
        if strange := next((unit for unit in units if unit.file not in _KNOWN), None):
            raise NotWritten(f"Guard could not put {strange.name} back as it is, so it changed nothing.")
        return Stored(";".join(_spelled(unit) for unit in units), absent=not units)

    def write(self, what: UserUnit, value: str) -> None:
        """Stop the units and keep them from starting by themselves; nothing but "inactive" can be written. Raises `NotWritten`."""
        if value != "inactive":
            raise NotWritten("Guard only stops services. Nothing was changed.")
        before = self.stored(what)
        try:
            self._switch_off(what)
        except NotWritten:
            with suppress(NotWritten):
                self.restore(what, before)
            raise

    def restore(self, what: UserUnit, stored: Stored) -> None:
        """Let each unit start and run exactly as before. Raises `NotWritten`."""
        before = dict(part.split("=", 1) for part in stored.value.split(";") if "=" in part)
        for unit in self._units(what.units):
            file, _, state = before.get(unit.name, "").partition(",")
            if not state:
                continue
            if unit.file == "masked" and file != "masked":
                self._do("unmask", [unit.name])
            self._let_start(unit, file)
            if unit.active != (state == "active"):
                self._do("start" if state == "active" else "stop", [unit.name])

    def _switch_off(self, what: UserUnit) -> None:
        self._do("disable", self._that_start(what, _ON))
        self._do("disable", self._that_start(what, {"enabled-runtime"}), "--runtime")
        still_on = self._that_start(what, _ON)
        self._do("mask", still_on)  # switched on for every user: only that keeps it off for this one
        self._do("stop", [unit.name for unit in self._units(what.units) if unit.active])

    def _that_start(self, what: UserUnit, states: Collection[str]) -> list[str]:
        return [unit.name for unit in self._units(what.units) if unit.file in states]

    def _units(self, names: Sequence[str]) -> list[_Unit]:
        """Return those units that are installed. Raises `NotWritten` when systemd does not say."""
        asked = self._tool(
            [*_SYSTEMCTL, "show", "--property=Id,LoadState,ActiveState,UnitFileState", "--", *names]
        )
        if not asked.ok:
            raise NotWritten(asked.why or _NO_ANSWER)
        found = []
        for block in asked.out.strip().split("\n\n"):
            said = dict(line.split("=", 1) for line in block.splitlines() if "=" in line)
            state = said.get("ActiveState", "")
            if state not in _ACTIVE | _INACTIVE or not said.get("LoadState") or not said.get("Id"):
                raise NotWritten("systemd gave an answer about the user's services that Guard does not know.")
            if said["LoadState"] != "not-found":
                found.append(_Unit(said["Id"], state in _ACTIVE, said.get("UnitFileState", "")))
        return found

    def _let_start(self, now: _Unit, before: str) -> None:
        if before == "enabled-runtime" and now.file != before:
            self._do("enable", [now.name], "--runtime")
        elif before == "enabled" and now.file != before:
            self._do("enable", [now.name])
        elif before == "disabled" and now.file in _ON:
            self._do("disable", [now.name])

    def _do(self, verb: str, units: Sequence[str], *options: str) -> None:
        if not units:
            return
        done = self._tool([*_SYSTEMCTL, verb, *options, "--", *units])
        if not done.ok:
            why = done.why or "systemd refused it."
            raise NotWritten(f"The service could not be changed: {why}")


def _spelled(unit: _Unit) -> str:
    return f"{unit.name}={unit.file},{'active' if unit.active else 'inactive'}"
