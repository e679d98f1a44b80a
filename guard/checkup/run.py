"""Reads many checks at once, each with a limit of its own, without waiting for the slowest longer than that.

A probe that hangs costs its own answer ("cannot tell") and nothing else.
"""

import queue
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from guard.checkup.check import Answer, Check, Desktop, Reading, Result
from guard.checkup.judging import judge
from guard.checkup.looking import look
from guard.checkup.probe import Probes
from guard.errors import GuardError

LIMIT_SECONDS = 5.0
_WORKERS = 4
_LOOK_AROUND_SECONDS = 0.05
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
        self.notice = ""

    def run(self, wanted: Collection[str] | None = None) -> Iterator[Result]:
        """Yield a result as soon as each is known; all of them unless `cancel` is called.

        A list of earlier settings that cannot be read costs only what can be undone: see `notice`.
        """
        self._cancelled = threading.Event()
        self.notice = ""
        return self._results(wanted, self._cancelled)

    def cancel(self) -> None:
        """End a run that is under way, without waiting for what is being read. From any thread."""
        self._cancelled.set()

    def _results(self, wanted: Collection[str] | None, cancelled: threading.Event) -> Iterator[Result]:
        if cancelled.is_set():
            return
        undoable = self._what_can_be_undone()
        checks = [check for check in self.checks if wanted is None or check.id in wanted]
        probes = self._probes.for_one_pass()
        desk = _Desk(checks, lambda check: self._read(check, probes), self._clock, self._limit)
        for _ in range(min(_WORKERS, len(checks))):
            desk.hire()
        left = {check.id for check in checks}
        try:
            while left and not cancelled.is_set():
                for one in desk.next_results():
                    if one.id in left:
                        left.remove(one.id)
                        yield replace(one, undoable=one.id in undoable)
        finally:
            desk.close()

    def _what_can_be_undone(self) -> frozenset[str]:
        try:
            return frozenset(self._undoable())
        except GuardError as error:
            self.notice = error.sentence
            return frozenset()

    def _read(self, check: Check, probes: Probes) -> Result:
        began = self._clock()
        result = look(check, probes, self._desktops)
        return replace(result, seconds=self._clock() - began)


class _Desk:
    """The threads of one run. A thread whose check is overdue is left behind and replaced.

    It ends with the command it waits for, which has a limit of its own.
    """

    def __init__(
        self,
        checks: Sequence[Check],
        read: Callable[[Check], Result],
        clock: Callable[[], float],
        limit: float,
    ) -> None:
        self._waiting = deque(_mixed(checks))
        self._answered: queue.SimpleQueue[Result] = queue.SimpleQueue()
        self._read = read
        self._clock = clock
        self._limit = limit
        self._lock = threading.Lock()
        self._under_way: dict[threading.Thread, tuple[Check, float]] = {}

    def hire(self) -> None:
        """Start one more thread."""
        threading.Thread(target=self._work, name="check-up", daemon=True).start()

    def close(self) -> None:
        """Let every thread end after what it is at."""
        with self._lock:
            self._waiting.clear()
            self._under_way.clear()

    def next_results(self) -> list[Result]:
        """Return what has come or is overdue; nothing after a short while, so that the caller can look around."""
        try:
            return [self._answered.get(timeout=min(self._limit, _LOOK_AROUND_SECONDS))]
        except queue.Empty:
            return self._overdue()

    def _overdue(self) -> list[Result]:
        """Give up on every check over its limit, and put new threads in the place of theirs."""
        with self._lock:
            now = self._clock()
            late = {key: one for key, one in self._under_way.items() if now - one[1] > self._limit}
            for key in late:
                del self._under_way[key]
        for _ in late:
            self.hire()
        return [replace(judge(check, _SLOW), seconds=self._limit) for check, _ in late.values()]

    def _work(self) -> None:
        me = threading.current_thread()
        while True:
            with self._lock:
                if not self._waiting:
                    return
                check = self._waiting.popleft()
                self._under_way[me] = (check, self._clock())
            try:
                result = self._read(check)
            except Exception as error:  # noqa: BLE001 - the door of the check-up: an error is never a pass, nor the end of the others
                why = f"Looking failed ({type(error).__name__})."
                result = judge(check, Reading(Answer.UNKNOWN, why=why))
            with self._lock:
                if self._under_way.pop(me, None) is None:
                    return
            self._answered.put(result)


def _mixed(checks: Sequence[Check]) -> list[Check]:
    """Put the first check of every kind first, then every second one, so that a stuck kind does not hold up all threads."""
    seen: Counter[type] = Counter()
    order = []
    for check in checks:
        kind = type(check.detect)
        seen[kind] += 1
        order.append((seen[kind], check))
    return [check for _, check in sorted(order, key=lambda one: one[0])]
