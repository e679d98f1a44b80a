"""All checks that Guard knows, from `resources/checks/*.toml`, with the rules that a schema cannot say. Reads files, nothing else."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Self

import msgspec

from guard import datafile, resources
from guard.checkup.check import Check, System
from guard.checkup.faults import PREFIXES, Fault, faults_of
from guard.errors import DataFileError

_LINKS = "links.toml"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    check: list[Check]


class _Links(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    windows: list[str] = []
    macos: list[str] = []
    any: list[str] = []
    deprecated: list[str] = []


class _LinksFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    links: _Links


class Catalogue:
    """Checks with unique ids, in the order of their files."""

    def __init__(self, checks: Iterable[Check]) -> None:
        """Hold `checks`."""
        self.checks = tuple(checks)
        self._by_id = {check.id: check for check in self.checks}

    @classmethod
    def read(
        cls, files: Sequence[Path], links: Collection[str] = (), deprecated: Collection[str] = ()
    ) -> Self:
        """Read `files`; `links` are the settings pages known to exist. Raises `DataFileError` at the first fault."""
        found: dict[str, Check] = {}
        for file in files:
            system = _system_of(file)
            for number, check in enumerate(datafile.read(file, _File).check):
                faults = faults_of(check, system, links, deprecated)
                if check.id in found:
                    faults = iter([Fault(("id",), f"there is another check “{check.id}”")])
                for fault in faults:
                    raise datafile.error_at(file, ("check", number, *fault.place), fault.problem)
                found[check.id] = check
        return cls(found.values())

    def get(self, check_id: str) -> Check | None:
        """Return one check, or None."""
        return self._by_id.get(check_id)

    def overdue(self, today: date) -> tuple[Check, ...]:
        """Return the checks that should be read against their sources again."""
        return tuple(check for check in self.checks if check.overdue(today))


def load(system: System, folder: Path | None = None) -> Catalogue:
    """Return this system's checks and those for any. Raises `DataFileError`."""
    return load_all((system, "any"), folder)


def load_all(systems: Collection[System] = tuple(PREFIXES), folder: Path | None = None) -> Catalogue:
    """Return the checks of several systems. Raises `DataFileError`."""
    files = resources.files("checks") if folder is None else sorted(folder.glob("*.toml"))
    checks = [file for file in files if file.name != _LINKS]
    wanted = [file for file in checks if _system_of(file) in systems]
    known = _Links()
    for file in files:
        if file.name == _LINKS:
            known = datafile.read(file, _LinksFile).links
    return Catalogue.read(wanted, (*known.windows, *known.macos, *known.any), known.deprecated)


def _system_of(file: Path) -> System:
    for system in PREFIXES:
        if file.name.startswith(f"{system}-"):
            return system
    raise DataFileError(file, "its name must begin with “linux-”, “windows-”, “macos-” or “any-”")
