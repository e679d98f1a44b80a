"""Reads many checks at once, each with a limit of its own, without waiting for the slowest longer than that.

A probe that hangs costs its own answer ("cannot tell") and nothing else.
"""

import queue
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from guard.checkup.check import Answer, Check, Desktop, Reading, Result
from guard.checkup.judging import elsewhere, judge
from guard.checkup.probe import Probes

LIMIT_SECONDS = 5.0
_WORKERS = 4
_SLOW = Reading(Answer.UNKNOWN, why="It took too long to answer, so Guard stopped waiting.")


class CheckUp:
    """All checks of this system. `run` may be called from any thread, one at a time."""

    def __init__(
        self,
        checks: Sequence[Check],
        probes: Probes,
        desktops: Collection[Desktop],
        *,
        undoable: Callable[[], Collection[str]] = frozenset,
        limit: float = LIMIT_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Read `checks` with `probes` on a computer that runs `desktops`; each gets `limit` seconds."""
        self.checks = tuple(checks)
        self._probes = probes
        self._desktops = tuple(desktops)
        self._undoable = undoable
        self._limit = limit
        self._clock = clock
        self._cancelled = threading.Event()

    def run(self, wanted: Collection[str] | None = None) -> Iterator[Result]:
        """Yield a result as soon as each is known; all of them unless `cancel` is called."""
        self._cancelled.clear()
        undoable = frozenset(self._undoable())
        waiting: queue.SimpleQueue[Check] = queue.SimpleQueue()
        checks = [check for check in self.checks if wanted is None or check.id in wanted]
        for check in checks:
            waiting.put(check)
        answered: queue.SimpleQueue[tuple[Check, Result]] = queue.SimpleQueue()
        desk = _Desk(waiting, answered, self._read, self._clock)
        for _ in range(min(_WORKERS, len(checks))):
            desk.hire()
        left = {check.id: check for check in checks}
        while left and not self._cancelled.is_set():
            result = desk.next_result(self._limit)
            for one in [result] if result else desk.overdue(self._limit):
                if left.pop(one.id, None) is not None:
                    yield replace(one, undoable=one.id in undoable)

    def cancel(self) -> None:
        """End a run that is under way after the result it is at. From any thread."""
        self._cancelled.set()

    def _read(self, check: Check) -> Result:
        began = self._clock()
        reading = elsewhere(check, self._desktops)
        if reading is None:
            result = judge(
                check, self._probes.read(check.detect), [self._probes.read(one) for one in check.also]
            )
        else:
            result = judge(check, reading)
        return replace(result, seconds=self._clock() - began)


class _Desk:
    """The threads of one run. A thread whose check is overdue is left behind and replaced."""

    def __init__(
        self,
        waiting: "queue.SimpleQueue[Check]",
        answered: "queue.SimpleQueue[tuple[Check, Result]]",
        read: Callable[[Check], Result],
        clock: Callable[[], float],
    ) -> None:
        self._waiting = waiting
        self._answered = answered
        self._read = read
        self._clock = clock
        self._lock = threading.Lock()
        self._under_way: dict[Any, tuple[Check, float]] = {}

    def hire(self) -> None:
        """Start one more thread."""
        threading.Thread(target=self._work, name="check-up", daemon=True).start()

    def next_result(self, limit: float) -> Result | None:
        """Return the next answer, or None when a check has gone over its limit first."""
        while True:
            try:
                return self._answered.get(timeout=min(limit, 0.05))[1]
            except queue.Empty:
                with self._lock:
                    if any(self._clock() - began > limit for _, began in self._under_way.values()):
                        return None

    def overdue(self, limit: float) -> list[Result]:
        """Give up on every check over its limit, and put new threads in the place of theirs."""
        with self._lock:
            late = {key: one for key, one in self._under_way.items() if self._clock() - one[1] > limit}
            for key in late:
                del self._under_way[key]
        for _ in late:
            self.hire()
        return [replace(judge(check, _SLOW), seconds=limit) for check, _ in late.values()]

    def _work(self) -> None:
        me = threading.current_thread()
        while True:
            try:
                check = self._waiting.get_nowait()
            except queue.Empty:
                return
            with self._lock:
                self._under_way[me] = (check, self._clock())
            try:
                result = self._read(check)
            except Exception as error:  # noqa: BLE001 - the door of the check-up: an error is never a pass, nor the end of the others
                result = judge(
                    check, Reading(Answer.UNKNOWN, why=f"Looking failed ({type(error).__name__}).")
                )
            with self._lock:
                if self._under_way.pop(me, None) is None:
                    return
            self._answered.put((check, result))
