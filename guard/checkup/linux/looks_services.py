"""Services of the system's own systemd, looked at through `systemctl show`; no rights are needed for it.

Its plain answers are easily mistaken: without systemd `is-active` prints nothing and ends
badly. So only blocks with systemd's own words count, one for each unit that was asked for.
"""

import re
from collections.abc import Callable

from guard.checkup.check import Answer, Reading
from guard.checkup.command import Ran
from guard.checkup.detect import SystemUnit

_SHOW = ["systemctl", "--system", "--no-pager", "show", "--property=Id,LoadState,ActiveState", "--"]
_ACTIVE = {"active", "reloading", "activating", "refreshing", "deactivating"}
_INACTIVE = {"inactive", "failed", "maintenance"}
_PATTERN = re.compile(r"[*?\[]")
_NO_ANSWER = "The system's services cannot be asked: systemd does not run them here."
_ODD = "systemd gave an answer about the system's services that Guard does not know."


def system_unit(what: SystemUnit, tool: Callable[[list[str]], Ran]) -> Reading:
    """Return "active" if any of the units runs, else "inactive"; a unit that is not installed does not run."""
    asked = tool([*_SHOW, *what.units])
    if asked.code is None:
        return _cannot(asked.why)
    if not asked.ok:
        return _cannot(_NO_ANSWER)
    blocks = [_said(block) for block in asked.out.strip().split("\n\n") if block.strip()]
    certain = [unit for unit in what.units if not _PATTERN.search(unit)]
    if not blocks or len(blocks) < len(certain):
        return _cannot(_ODD)
    running, installed = [], []
    for said in blocks:
        name, state, load = said.get("Id", ""), said.get("ActiveState", ""), said.get("LoadState", "")
        if not name or not load or state not in _ACTIVE | _INACTIVE:
            return _cannot(_ODD)
        if load != "not-found":
            installed.append(name)
        if state in _ACTIVE:
            running.append(name)
    return _told(list(dict.fromkeys(running)), list(dict.fromkeys(installed)))


def _told(running: list[str], installed: list[str]) -> Reading:
    if running:
        return Reading(
            value="active",
            why=f"Running now: {', '.join(running)}.",
            evidence=tuple(f"The system's service {name} is running." for name in running),
        )
    if installed:
        quiet = tuple(f"The system's service {name} is not running." for name in installed)
        return Reading(value="inactive", evidence=quiet)
    return Reading(value="inactive", evidence=("systemd knows no such service here.",))


def _said(block: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in block.splitlines() if "=" in line)


def _cannot(why: str) -> Reading:
    return Reading(Answer.UNKNOWN, why=why)
