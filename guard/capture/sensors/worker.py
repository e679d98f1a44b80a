"""The one thread of a sensor: begun, ended, and begun again when it fails or hangs.

A sensor that meets an unexpected fault is started again, later each time; one that hangs
is left to itself, and another thread takes its place. Meanwhile its state says so, and
afterwards the gap is told.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from guard.capture.sensors.port import Report
from guard.capture.sensors.relay import Relay

FAILED = "It met an unexpected fault; Guard starts it again."
HANGS = "Something it looks at does not answer; Guard starts it again."
_MOST_LOST = 3
"""Threads that hang at the same time, before no more are started."""
_LONGEST_STEP = 2.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Care:
    """How a sensor is looked after; seconds.

    `first_retry` and `slowest_retry` pass before one that failed is started again, and after
    `well_after` it counts as well. One look may take `longest_look`; `stop` waits `stop_within`.
    """

    first_retry: float = 0.5
    slowest_retry: float = 30.0
    well_after: float = 60.0
    longest_look: float = 15.0
    stop_within: float = 5.0


class Life:
    """One thread's life. It is used around a wait that may last: what is not at rest must get on."""

    def __init__(self, relay: Relay) -> None:
        self.relay = relay
        self.stopped: threading.Event = _Stop(self)
        self.thread: threading.Thread | None = None
        self.resting = False
        self.rests = 0

    def __enter__(self) -> Self:
        """Rest."""
        self.resting = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Get on."""
        self.rests += 1
        self.resting = False


class _Stop(threading.Event):
    """An event; waiting for it is rest."""

    def __init__(self, life: Life) -> None:
        super().__init__()
        self._life = life

    def wait(self, timeout: float | None = None) -> bool:
        with self._life:
            return super().wait(timeout)


class Worker:
    """A thread named `guard-<name>` that ends when `stopped` is set; its work waits on that event, never sleeps.

    `clock` gives seconds since the epoch, for the gaps.
    """

    def __init__(
        self, name: str, *, sensor: str = "", care: Care | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self._name = f"guard-{name}"
        self._sensor = sensor or name
        self._care = care or Care()
        self._clock = clock
        self._run: Callable[[Relay], object] = lambda _: None
        self._life: Life | None = None
        self._stopped = threading.Event()
        self._mine = threading.local()
        self._lost: list[threading.Thread] = []
        self._seen = -1
        self._busy = 0.0
        self._looked: float | None = None

    @property
    def stopped(self) -> threading.Event:
        """Set when the thread that asks is to end; for any other thread, when the latest one is."""
        life: Life | None = getattr(self._mine, "life", None)
        return self._stopped if life is None else life.stopped

    @property
    def resting(self) -> Life:
        """`with worker.resting:` goes around a wait, other than for `stopped`, that may last however long."""
        life: Life = self._mine.life
        return life

    def start(self, run: Callable[[Relay], object], report: Report) -> None:
        """Call `run` in a thread of its own, with what passes its words on to `report`; what ran before is stopped first."""
        self.stop()
        self._run = run
        self._begin(Relay(report, self._sensor, self._clock), 0.0)

    def stop(self, interrupt: Callable[[], None] | None = None) -> None:
        """Set `stopped`, cut a wait short with `interrupt`, and wait for the thread; at any time, and twice.

        A thread that hangs is left to itself, and says nothing any more.
        Raises `RuntimeError` in the thread itself, which cannot wait for its own end.
        """
        self._stopped.set()
        life = self._life
        if interrupt is not None:
            interrupt()
        if life is not None and life.thread is not None:
            life.thread.join(self._care.stop_within)
            life.relay.silence()
        self._life = None

    def look_after(self, now: float) -> None:
        """Let another thread take the place of one that hangs; to be called about each second.

        `now` is the monotonic time. Time in which nobody could call is not held against the thread.
        """
        life, before, self._looked = self._life, self._looked, now
        if life is None or life.stopped.is_set():
            return
        if life.resting or life.rests != self._seen or before is None:
            self._seen, self._busy = life.rests, 0.0
            return
        self._busy += min(now - before, _LONGEST_STEP)
        self._lost = [thread for thread in self._lost if thread.is_alive()]
        if self._busy > self._care.longest_look and len(self._lost) < _MOST_LOST:
            self._replace(life)

    def _replace(self, life: Life) -> None:
        _log.error("the sensor %s hangs; another thread takes its place", self._sensor)
        life.stopped.set()
        if life.thread is not None:
            self._lost.append(life.thread)
        heir = life.relay.hand_over(HANGS, self._clock() - self._busy)
        self._begin(heir, self._care.first_retry)

    def _begin(self, relay: Relay, wait: float) -> None:
        life = Life(relay)
        life.thread = threading.Thread(target=self._live, args=(life, wait), name=self._name, daemon=True)
        self._life, self._stopped = life, life.stopped
        self._seen, self._busy = -1, 0.0
        life.thread.start()

    def _live(self, life: Life, wait: float) -> None:
        self._mine.life = life
        while not life.stopped.wait(wait):
            began = time.monotonic()
            try:
                self._run(life.relay)
            except Exception:  # noqa: BLE001 - part of the watch's door: a sensor fails alone and is started again
                if not life.stopped.is_set():
                    _log.exception("the sensor %s met an unexpected fault", self._sensor)
            if life.stopped.is_set():
                return
            well = time.monotonic() - began > self._care.well_after
            wait = self._care.first_retry if well or not wait else min(wait * 2, self._care.slowest_retry)
            life.relay.failed(FAILED)
