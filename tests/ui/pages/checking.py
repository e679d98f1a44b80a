"""A computer with a few settings in memory, for the tests of the check-up's page."""

import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from guard.checkup.catalogue import Catalogue
from guard.checkup.check import Answer, Check, Fix, Reading, Titles
from guard.checkup.detect import Ask, GSettings, Processes, SystemUnit
from guard.checkup.mend import Mender
from guard.checkup.overview import Last, Skip
from guard.checkup.probe import Probes
from guard.checkup.run import CheckUp
from guard.checkup.undo import UndoJournal
from guard.errors import GuardError
from guard.knowledge.platform_notes import Noted
from guard.ui.checking import Checking
from tests.checkup.checks import Memory, a_check

POPUPS_KEY = GSettings(schema="org.example.popups", key="show")
NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


def titles(what: str) -> Titles:
    return Titles(
        safe=f"{what} is as it should be",
        unsafe=f"{what} is open to others",
        unknown=f"Guard cannot tell how {what} is",
        not_applicable=f"{what} is not on this computer",
    )


LOCK = a_check(
    id="lin-lock",
    weight=3,
    title=titles("The lock"),
    guide="Settings, Screen: switch it on.",
    source_url="https://gitlab.example.org/some-schemas/-/blob/43.0/org.example.desktop.screensaver.gschema.xml.in",
)
POPUPS = a_check(
    id="lin-popups",
    group="notifications",
    title=titles("The pop-up"),
    detect=POPUPS_KEY,
    fix=Fix(value="true", only_session=True),
    link="no-such-settings-program page",
)
REMOTE = a_check(
    id="lin-remote",
    group="remote",
    weight=1,
    title=titles("Remote help"),
    detect=SystemUnit(units=("remote.service",)),
    safe=None,
    fix=None,
    guide="Close the program that helps.",
    review_after=date(2026, 11, 1),
)
LOOK = a_check(
    id="any-look",
    group="names",
    title=titles("The name in calls"),
    detect=Ask(look="Look at the name that a call shows."),
    safe=None,
    fix=None,
)
RECORDERS = a_check(
    id="lin-recorders",
    group="screen",
    title=titles("Recording"),
    detect=Processes(names=("obs",)),
    safe=None,
    fix=None,
)
PLASMA = a_check(id="lin-plasma", group="system", desktops=["kde"], title=titles("Plasma"))
CHECKS = (LOCK, POPUPS, REMOTE, LOOK, RECORDERS, PLASMA)


@dataclass
class MemoryNotes:
    """Keeps notes without a disk."""

    kept: Last | None = None
    aside: tuple[Skip, ...] = ()
    fails: bool = False
    steps: Mapping[str, str] = field(default_factory=dict)

    def left_out(self) -> Mapping[str, str]:
        return self.steps

    def keep_left_out(self, steps: Mapping[str, str]) -> None:
        self._refuse()
        self.steps = steps

    def last(self) -> Last | None:
        return self.kept

    def skips(self) -> tuple[Skip, ...]:
        return self.aside

    def keep_last(self, last: Last) -> None:
        self._refuse()
        self.kept = last

    def keep_skips(self, skips: tuple[Skip, ...]) -> None:
        self._refuse()
        self.aside = skips

    def _refuse(self) -> None:
        if self.fails:
            raise GuardError("Guard could not keep a note.")


@dataclass
class MemoryPlatforms:
    """Keeps picks and ticks without a disk."""

    noted: Noted = field(default_factory=Noted)
    saved: list[Noted] = field(default_factory=list)

    def load(self) -> Noted:
        return self.noted

    def save(self, noted: Noted) -> None:
        self.saved.append(noted)


class SmallComputer:
    """Real reading and mending over settings in memory. `remote` answers for the service; `hold` makes it wait."""

    def __init__(self, folder: Path, checks: Iterable[Check] = CHECKS) -> None:
        self.memory = Memory()
        self.remote = Reading(value="active", why="Running now: remote.service.", evidence=("It runs.",))
        self.hold: threading.Event | None = None
        looks: dict[type, Callable[[Any], Reading]] = {
            SystemUnit: lambda _: self._remote(),
            Processes: lambda _: Reading(Answer.SAFE, evidence=("None of them runs.",)),
            Ask: lambda what: Reading(Answer.UNKNOWN, why=what.look),
        }
        probes = Probes({GSettings: self.memory}, looks)
        self.journal = folder / "earlier.json"
        self.mender = Mender(probes, UndoJournal(self.journal, lambda: NOW))
        self.known = Catalogue(checks)
        self.check_up = CheckUp(self.known.checks, probes, (), undoable=self.mender.undoable)

    def _remote(self) -> Reading:
        if self.hold is not None:
            self.hold.wait(10)
        return self.remote


def checking(computer: SmallComputer) -> Checking:
    """Return what a window's check-up works with."""

    def made(hidden_words: Callable[[], Collection[str]]) -> SmallComputer:
        del hidden_words
        return computer

    return Checking(
        computer=made,
        notes=MemoryNotes(),
        changed_before=computer.journal.exists,
        platforms=MemoryPlatforms(),
    )
