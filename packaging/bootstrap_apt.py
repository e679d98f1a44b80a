"""Drives Debian's and Ubuntu's package tool: names that differ, old lists, locks, retries."""

import re
import time
from collections.abc import Sequence
from pathlib import Path

from bootstrap_report import Failure, Report, Result

LISTS = Path("/var/lib/apt/lists")
OLD_AFTER_SECONDS = 7 * 24 * 3600.0
LOCK_PATIENCE_SECONDS = 120.0
_LOCKED = re.compile(r"Could not get lock|Unable to lock")
_OPTIONS = (
    "-y",
    "--no-install-recommends",
    "-oDPkg::Lock::Timeout=120",
    "-oAcquire::Retries=3",
    "-oAcquire::http::Timeout=30",
    "-oDpkg::Use-Pty=0",
    "-oDpkg::Options::=--force-confold",
)
_QUIET = ("DEBIAN_FRONTEND=noninteractive", "NEEDRESTART_SUSPEND=1", "LC_ALL=C.UTF-8")

Names = tuple[str, ...]  # one package under its names from the oldest system to the newest


def candidates(policy: str) -> set[str]:
    """Return the names that can be installed, read from what `apt-cache policy NAME...` prints."""
    found, name = set(), ""
    for line in policy.splitlines():
        if line and not line[0].isspace():
            name = line.rstrip(":")
        elif line.strip().startswith("Candidate:") and "(none)" not in line:
            found.add(name)
    return found


def choose(names: Names, available: set[str], *, has_t64: bool) -> str:
    """Return the name one package has on this system; where the archive is unknown, the likely one.

    `has_t64` tells a system whose libraries were renamed for 64-bit time.
    """
    for name in names:
        if name in available:
            return name
    return next((name for name in names if name.endswith("t64") == has_t64), names[0])


class Apt:
    """The package tool, used by an account that may (`as_root`) or may not install."""

    def __init__(self, report: Report, as_root: tuple[str, ...] | None, lists: Path = LISTS) -> None:
        """Run through `report`; `as_root` are the words that make a command root's, None if there are none."""
        self._report = report
        self._as_root = as_root
        self._lists = lists

    @property
    def may_install(self) -> bool:
        """Whether this account can install without being asked anything."""
        return self._as_root is not None

    def command(self, packages: Sequence[Names]) -> str:
        """Return the one line an administrator types for `packages`."""
        lists = "sudo apt-get update && " if self._lists_are_old() else ""
        return f"{lists}sudo apt-get install --no-install-recommends {' '.join(self._resolve(packages)[0])}"

    def install(self, required: Sequence[Names], optional: Sequence[Names]) -> None:
        """Install all of `required`, and of `optional` what the archive has. Raises `Failure`."""
        updated = self._lists_are_old()
        if not updated and self._resolve(required)[1]:
            updated = True
        update = self._update() if updated else None
        for _ in range(2):
            names, unknown = self._resolve(required)
            extra, not_here = self._resolve(optional)
            wanted = [*names, *(name for name in extra if name not in not_here)]
            if not wanted:
                return
            if unknown and update and (update.code or "Failed to fetch" in update.output):
                raise self._report.failure(
                    "The lists of system packages could not be brought up to date", update
                )
            if unknown:
                raise Failure(
                    f"This system's package archive has no {', '.join(unknown)}, which Guard needs. Nothing was installed."
                )
            with self._report.step(f"{len(wanted)} system packages"):
                result = self._apt_get("install", *wanted)
                if result.code == 0:
                    return
                if update is not None:
                    raise self._report.failure("System packages could not be installed", result)
            update = self._update()

    def _update(self) -> Result:
        with self._report.step("lists of system packages"):
            return self._apt_get("update")

    def _lists_are_old(self) -> bool:
        ages = [time.time() - file.stat().st_mtime for file in self._lists.glob("*Release")]
        return not ages or min(ages) > OLD_AFTER_SECONDS

    def _resolve(self, packages: Sequence[Names]) -> tuple[list[str], list[str]]:
        """Return the name of each package here, and those of them the archive does not have."""
        if not packages:
            return [], []
        policy = self._report.run(["apt-cache", "policy", *(name for names in packages for name in names)])
        available = candidates(policy.output)
        t64 = self._report.run(["dpkg-query", "-W", "-f=${db:Status-Abbrev}${Package}\n", "*t64"])
        has_t64 = t64.code == 0 and "ii " in t64.output
        chosen = [choose(names, available, has_t64=has_t64) for names in packages]
        return chosen, [name for name in chosen if name not in available]

    def _apt_get(self, verb: str, *names: str) -> Result:
        """Run apt-get as root; wait while another program holds one of its locks."""
        patience = time.monotonic() + LOCK_PATIENCE_SECONDS
        while True:
            result = self._report.run(
                [*(self._as_root or ()), "env", *_QUIET, "apt-get", *_OPTIONS, verb, *names]
            )
            if result.code == 0 or not _LOCKED.search(result.output) or time.monotonic() > patience:
                return result
            time.sleep(2)
