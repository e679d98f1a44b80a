"""Where sensors leave what they say, from any thread, for the one thread of the watch to take in order."""

import queue
import threading
from collections.abc import Callable
from functools import partial
from typing import Protocol

from guard.capture.finding import SensorState, Sighting
from guard.capture.processes import ProcessFacts

MOST_AT_ONCE = 64
"""Pieces of work that are done between two looks at the clock, when so many wait."""

Work = Callable[[], None]


class Reader(Protocol):
    """Who takes in what was said, on the thread that calls `Inbox.work_through`."""

    def knows(self, pid: int) -> bool:
        """Tell whether anything is held of the process; may be asked from any thread."""

    def look_at(self, pid: int, facts: ProcessFacts | None) -> None:
        """Look at a process that is new or runs another program now; at `facts` if it has been read."""

    def forget(self, pid: int) -> None:
        """Let go what a process did: it is no more."""

    def rescan(self, why: str) -> None:
        """Look at every process again."""

    def add(self, sighting: Sighting) -> None:
        """Take a sighting in."""

    def withdraw(self, sensor: str, key: str) -> None:
        """Take a sighting back."""

    def note(self, state: SensorState) -> None:
        """Note how well a sensor works."""

    def pass_on(self, since: float, until: float, why: str) -> None:
        """Tell of a sensor's own gap."""


class Inbox:
    """The `Report` of all sensors.

    Thousands of programs may begin and end in a second. So their pids wait as bare numbers,
    and the end of one of which nothing is known, and nothing waits to become known, wakes nobody.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._lock = threading.Lock()
        self._to_be_known: dict[int, int] = {}
        self._words: queue.SimpleQueue[int | Work | None] = queue.SimpleQueue()

    # the `Report` port

    def process_started(self, pid: int, facts: ProcessFacts | None = None) -> None:
        """Look at a process that is new or runs another program now."""
        self._expect(pid)
        self._words.put(pid if facts is None else partial(self._look_at, pid, facts))

    def process_ended(self, pid: int) -> None:
        """Forget a process."""
        # in this order: what is said of it first becomes known, and only then waits no longer
        if pid in self._to_be_known or self._reader.knows(pid):
            self._words.put(~pid)

    def rescan(self, why: str) -> None:
        """Look at every process again."""
        self._words.put(partial(self._reader.rescan, why))

    def saw(self, sighting: Sighting) -> None:
        """Take a sighting in."""
        if sighting.pid is not None:
            self._expect(sighting.pid)
        self._words.put(partial(self._add, sighting))

    def withdraw(self, sensor: str, key: str) -> None:
        """Take a sighting back."""
        self._words.put(partial(self._reader.withdraw, sensor, key))

    def state(self, state: SensorState) -> None:
        """Note how well a sensor works."""
        self._words.put(partial(self._reader.note, state))

    def gap(self, since: float, until: float, why: str) -> None:
        """Pass a sensor's own gap on."""
        self._words.put(partial(self._reader.pass_on, since, until, why))

    # for the watch

    def do(self, work: Work) -> None:
        """Have `work` done when what waits already has been."""
        self._words.put(work)

    def empty(self) -> None:
        """Forget what waits."""
        self._words = queue.SimpleQueue()
        self._to_be_known.clear()

    def close(self) -> None:
        """Have `work_through` return False when what waits has been done."""
        self._words.put(None)

    def work_through(self, seconds: float, safely: Callable[[Work], None]) -> bool:
        """Wait for a word, at most `seconds`, and do with `safely` all that waits by then; False once closed."""
        try:
            word = self._words.get(timeout=seconds)
        except queue.Empty:
            return True
        more = min(self._words.qsize(), MOST_AT_ONCE)
        while word is not None:
            safely(self._work(word))
            if not more:
                return True
            more -= 1
            word = self._words.get()
        return False

    def _work(self, word: int | Work) -> Work:
        if not isinstance(word, int):
            return word
        return partial(self._look_at, word) if word >= 0 else partial(self._reader.forget, ~word)

    def _look_at(self, pid: int, facts: ProcessFacts | None = None) -> None:
        try:
            self._reader.look_at(pid, facts)
        finally:
            self._done(pid)

    def _add(self, sighting: Sighting) -> None:
        try:
            self._reader.add(sighting)
        finally:
            if sighting.pid is not None:
                self._done(sighting.pid)

    def _expect(self, pid: int) -> None:
        with self._lock:
            self._to_be_known[pid] = self._to_be_known.get(pid, 0) + 1

    def _done(self, pid: int) -> None:
        with self._lock:
            left = self._to_be_known.pop(pid, 0) - 1
            if left > 0:
                self._to_be_known[pid] = left
