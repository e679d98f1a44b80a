"""Finds out which system packages are missing, and installs them where that is allowed.

Only Debian's and Ubuntu's package tool is driven. Elsewhere, and where this
account may not install, it says exactly what is missing and changes nothing.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bootstrap_apt import Apt
from bootstrap_report import Failure, Report
from bootstrap_venv import LEVELS

_LOAD = "import ctypes, sys\nfor name in sys.argv[1:]:\n    try: ctypes.CDLL(name)\n    except OSError: print(name)\n"


@dataclass(frozen=True)
class Package:
    """One system package, and how to see whether what it brings is here."""

    level: str
    deb: tuple[str, ...]
    sonames: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    optional: bool = False

    @classmethod
    def from_table(cls, table: dict[str, Any]) -> "Package":
        """Read one `[[package]]` of system_packages.toml. Raises `TypeError` for an unknown key."""
        level, optional = table.pop("set"), table.pop("optional", False)
        return cls(level=level, optional=optional, **{key: tuple(names) for key, names in table.items()})


def venv_package(version: tuple[int, int]) -> Package:
    """Return the package that completes a Python which comes without `ensurepip`."""
    return Package("run", (f"python{version[0]}.{version[1]}-venv", "python3-venv"), modules=("ensurepip",))


def load(file: Path) -> list[Package]:
    """Read every package of `file`."""
    return [Package.from_table(table) for table in tomllib.loads(file.read_text(encoding="utf-8"))["package"]]


def lacks(packages: Iterable[Package]) -> dict[Package, list[str]]:
    """Return the packages that are not here, each with the libraries, programs or files that are missing."""
    packages = list(packages)
    unloadable = _unloadable([name for package in packages for name in package.sonames])
    found = {
        package: [name for name in package.sonames if name in unloadable]
        + [name for name in package.programs if not any(shutil.which(one) for one in name.split("|"))]
        + [name for name in package.files if not any(_exists(one) for one in name.split("|"))]
        + [f"Python's module {name}" for name in package.modules if importlib.util.find_spec(name) is None]
        for package in packages
    }
    return {package: names for package, names in found.items() if names}


def _exists(pattern: str) -> bool:
    """Tell whether any file matches the absolute path `pattern`."""
    return any(Path("/").glob(pattern.lstrip("/")))


def _unloadable(sonames: Sequence[str]) -> set[str]:
    """Try to load each library in a process of its own, as Qt would. Raises `Failure` when trying is impossible."""
    if not sonames:
        return set()
    tried = subprocess.run(
        [sys.executable, "-c", _LOAD, *sonames], capture_output=True, text=True, check=False
    )
    if tried.returncode:
        raise Failure(
            f"This Python cannot load system libraries, so nothing was set up: {tried.stderr.strip()[-300:]}"
        )
    return set(tried.stdout.split())


class System:
    """The computer's own packages, as seen from this account."""

    def __init__(self, packages: Sequence[Package], apt: Apt | None) -> None:
        """Take the known `packages`, and `apt` where there is one."""
        self._packages = packages
        self._apt = apt

    @classmethod
    def of_this_computer(cls, folder: Path, report: Report) -> "System":
        """Return the system this program runs on; `folder` holds system_packages.toml."""
        packages = load(folder / "system_packages.toml") if sys.platform == "linux" else []
        apt = (
            Apt(report, _how_to_become_root())
            if shutil.which("apt-get") and shutil.which("apt-cache")
            else None
        )
        return cls(packages, apt)

    def provide(self, level: str, *, with_venv_module: bool) -> None:
        """Make everything for `level` present. Raises `Failure` naming what is missing and the command for it."""
        wanted = [package for package in self._packages if LEVELS.index(package.level) <= LEVELS.index(level)]
        if with_venv_module:
            wanted.insert(0, venv_package(sys.version_info[:2]))
        missing = lacks(wanted)
        if self._apt and self._apt.may_install and missing:
            self._apt.install(
                [package.deb for package in missing if not package.optional],
                [package.deb for package in missing if package.optional],
            )
            importlib.invalidate_caches()
            missing = lacks(missing)
        required = {package: names for package, names in missing.items() if not package.optional}
        if required:
            raise Failure(self._explain(required))

    def _explain(self, missing: dict[Package, list[str]]) -> str:
        names = ", ".join(name.split("|")[0] for names in missing.values() for name in names)
        text = f"Guard needs parts of the operating system that are not installed: {names}."
        if self._apt is None:
            return f"{text}\nPlease install them with this system's own package tool, then run this again. Nothing was changed."
        if self._apt.may_install:
            return f"{text}\nTheir packages are installed but do not work; a repair of the system's packages may help."
        command = self._apt.command([package.deb for package in missing])
        return (
            f"{text}\nThis account may not install them (neither root nor password-free sudo), so nothing was changed. "
            f"This command does it:\n\n  {command}\n\nThen run this again."
        )


def _how_to_become_root() -> tuple[str, ...] | None:
    """Return the words before a command that run it as root; None when this account may not."""
    if os.geteuid() == 0:
        return ()
    if (
        shutil.which("sudo")
        and subprocess.run(
            ["sudo", "-n", "true"], capture_output=True, stdin=subprocess.DEVNULL, check=False
        ).returncode
        == 0
    ):
        return ("sudo", "-n")
    return None
