"""The check-up as its page sees it: what was read, how far it is, what was set aside, what has changed."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum, auto
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from guard.checkup.catalogue import Catalogue
from guard.checkup.check import Check, Result
from guard.checkup.mend import Mender
from guard.checkup.overview import Change, Last, Reason, Skip, Told, changes, remember, take_over, tell
from guard.checkup.run import CheckUp
from guard.errors import GuardError
from guard.ui.pages.checkup.mending import Mending
from guard.ui.pages.counsel import Worker

_TOGETHER_MS = 80
"""Answers that come within this time are shown together."""


class Computer(Protocol):
    """What reads and changes this computer; see `guard.computer.Computer`."""

    @property
    def known(self) -> Catalogue:
        """The checks."""

    @property
    def check_up(self) -> CheckUp:
        """What reads them."""

    @property
    def mender(self) -> Mender:
        """What changes them."""


class Notes(Protocol):
    """What outlives a check-up; see `guard.checkup.notes.CheckUpNotes`."""

    def last(self) -> Last | None:
        """Return the last answers."""

    def skips(self) -> tuple[Skip, ...]:
        """Return what was set aside."""

    def left_out(self) -> Mapping[str, str]:
        """Return the steps of the set-up that were left out, with the reason."""

    def keep_last(self, last: Last) -> None:
        """Keep the last answers. Raises `GuardError`."""

    def keep_left_out(self, steps: Mapping[str, str]) -> None:
        """Keep what the set-up left out. Raises `GuardError`."""

    def keep_skips(self, skips: tuple[Skip, ...]) -> None:
        """Keep what was set aside. Raises `GuardError`."""


class Stage(Enum):
    """How far the check-up is."""

    NEVER = auto()
    LOOKING = auto()
    DONE = auto()
    STOPPED = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class _Begun:
    run: threading.Event
    computer: Computer
    last: Last | None
    skips: tuple[Skip, ...]
    left_out: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Came:
    run: threading.Event
    result: Result


def wall_clock() -> datetime:
    """Return the time with this computer's zone."""
    return datetime.now().astimezone()


class CheckDesk(QObject):
    """Reads on one worker and keeps notes on another. Nothing here blocks."""

    changed = Signal()
    troubled = Signal(str)
    """A sentence about a note that could not be kept, which spoils nothing else."""
    _begun = Signal(object)
    _came = Signal(object)

    def __init__(
        self,
        computer: Callable[[], Computer],
        notes: Notes,
        mending: Mending,
        *,
        looking: Worker,
        saving: Worker,
        now: Callable[[], datetime] = wall_clock,
        parent: QObject | None = None,
    ) -> None:
        """`computer` is asked for on the worker `looking`, and may raise `GuardError`."""
        super().__init__(parent)
        self._computer = computer
        self._notes = notes
        self._looking = looking
        self._saving = saving
        self.now = now
        self.mending = mending
        self.stage = Stage.NEVER
        self.failure = ""
        self.notice = ""
        self.done = 0
        self.read_at: datetime | None = None
        """When the last whole check-up ended."""
        self._run: threading.Event | None = None
        self._check_up: CheckUp | None = None
        self._checks: tuple[Check, ...] = ()
        self._results: dict[str, Result] = {}
        self._mended: set[str] = set()
        self._skips: tuple[Skip, ...] | None = None
        self._last: Last | None = None
        self._left_out: Mapping[str, str] | None = None
        self._told: tuple[date, tuple[Told, ...]] | None = None
        self._soon = QTimer(self, singleShot=True, interval=_TOGETHER_MS)
        self._soon.timeout.connect(self.changed)
        self._begun.connect(self._begin)
        self._came.connect(self._take)
        mending.changed.connect(self.changed)
        mending.read_again.connect(self._read_again)

    @property
    def total(self) -> int:
        """How many checks there are; 0 as long as nobody knows."""
        return len(self._checks)

    @property
    def told(self) -> tuple[Told, ...]:
        """What is known so far, worst first."""
        today = self.now().date()
        if self._told is None or self._told[0] != today:
            self._told = today, tell(self._checks, self._results, self._skips or (), today)
        return self._told[1]

    @property
    def changes(self) -> tuple[Change, ...]:
        """What has changed since the check-ups before today's."""
        return changes(self._last, self.told, self.now()) if self.stage is Stage.DONE else ()

    def look(self) -> None:
        """Read everything anew, unless that is under way."""
        if self.stage is Stage.LOOKING:
            return
        run = threading.Event()
        self._run = run
        self.stage, self.done, self.failure = Stage.LOOKING, 0, ""
        self._mended.clear()
        self.mending.forget()
        self.changed.emit()
        self._looking.run(
            lambda: self._read(run),
            lambda notice: self._end(run, notice),
            lambda error: self._fail(run, error),
        )

    def stop(self) -> None:
        """End a run that is under way; what was read stays."""
        if self._run is None or self.stage is not Stage.LOOKING:
            return
        self._run.set()
        self._run = None
        if self._check_up is not None:
            self._check_up.cancel()
        self.stage = Stage.STOPPED
        self.changed.emit()

    def set_aside(self, told: Told, reason: Reason, days: int | None = None) -> None:
        """Leave a check out of what is to do, for a number of days or for good; it comes back when it gets worse."""
        until = self.now().date() + timedelta(days=days) if days is not None else None
        skip = Skip(id=told.check.id, answer=told.result.answer, reason=reason, until=until)
        self._keep_skips((*self._without(told), skip))

    def bring_back(self, told: Told) -> None:
        """Take a check back into what is to do."""
        self._keep_skips(self._without(told))

    @property
    def left_out(self) -> Mapping[str, str]:
        """The steps of the set-up that were left out, with the reason, as far as they are known."""
        return self._left_out or {}

    def keep_left_out(self, steps: Mapping[str, str]) -> None:
        """Keep what the set-up left out, instead of what it left out before."""
        self._left_out = dict(steps)
        self.changed.emit()
        self._saving.run(lambda: self._notes.keep_left_out(steps), lambda _: None, self._tell)

    def _read(self, run: threading.Event) -> str:
        """On the worker: read everything, and tell of each answer as it comes."""
        computer = self._computer()
        notes = self._notes
        self._begun.emit(_Begun(run, computer, notes.last(), notes.skips(), notes.left_out()))
        for result in computer.check_up.run():
            if run.is_set():
                break
            self._came.emit(_Came(run, result))
        return computer.check_up.notice

    def _begin(self, begun: _Begun) -> None:
        if begun.run is not self._run:
            return
        self._checks, self._check_up = begun.computer.known.checks, begun.computer.check_up
        if self._skips is None:
            self._skips = begun.skips
        if self._left_out is None:
            self._left_out = begun.left_out
        self._last = self._last or begun.last
        self._told = None
        self.changed.emit()

    def _take(self, came: _Came) -> None:
        if came.run is not self._run:
            return
        self.done += 1
        if came.result.id not in self._mended:  # what was changed meanwhile was read again after this
            self._results[came.result.id] = came.result
            self._told = None
        if not self._soon.isActive():
            self._soon.start()

    def _end(self, run: threading.Event, notice: str) -> None:
        if run is not self._run:
            return
        self.stage, self.notice, self._run = Stage.DONE, notice, None
        self.read_at = self.now()
        self._last = remember(self._last, self._results.values(), self.read_at)
        self._keep_last()
        self.changed.emit()

    def _fail(self, run: threading.Event, error: GuardError) -> None:
        if run is not self._run:
            return
        self.stage, self.failure, self._run = Stage.FAILED, error.sentence, None
        self.changed.emit()

    def _read_again(self, result: Result, undoable: frozenset[str]) -> None:
        """Take over what was read after a change that its user wanted."""
        self._mended.add(result.id)
        self._results[result.id] = result
        self._results = {key: replace(one, undoable=key in undoable) for key, one in self._results.items()}
        self._told = None
        self._last = take_over(self._last, result)
        self._keep_last()
        self.changed.emit()

    def _without(self, told: Told) -> tuple[Skip, ...]:
        return tuple(skip for skip in self._skips or () if skip.id != told.check.id)

    def _keep_skips(self, skips: tuple[Skip, ...]) -> None:
        self._skips, self._told = skips, None
        self.changed.emit()
        self._saving.run(lambda: self._notes.keep_skips(skips), lambda _: None, self._tell)

    def _keep_last(self) -> None:
        last = self._last
        if last is not None:
            self._saving.run(lambda: self._notes.keep_last(last), lambda _: None, self._tell)

    def _tell(self, error: GuardError) -> None:
        self.troubled.emit(error.sentence)

    @property
    def results(self) -> Mapping[str, Result]:
        """The answers by check."""
        return self._results
