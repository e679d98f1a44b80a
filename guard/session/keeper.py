"""Holds the one session, gives it a clock, and tells everybody when it changes."""

import time
from collections import deque
from collections.abc import Callable
from threading import Lock, Thread
from typing import Protocol

from guard.errors import GuardError
from guard.session import machine
from guard.session.model import (
    Answered,
    CheckInAnswer,
    Discomfort,
    Event,
    Phase,
    Quit,
    Recovered,
    Session,
    Slept,
    Stop,
    Tick,
)

GAP_SECONDS = 10.0
_DISK_SECONDS = 2.0

Listener = Callable[[Session], None]


class Marker(Protocol):
    """What remembers an open session across a crash; see `guard.session.unfinished`."""

    def set(self) -> None:
        """Note that a session is open."""

    def clear(self) -> None:
        """Note that it is over."""

    def pending(self) -> bool:
        """Tell whether the last one never ended."""


def boot_clock() -> float:
    """Return seconds of a clock that nobody sets and that goes on while the computer sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if hasattr(time, "clock_gettime"):  # on macOS this one counts sleep and time.monotonic does not
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


class SessionKeeper:
    """The session for every thread of the program.

    Call `tick` about once a second for as long as the program runs. Listeners are called
    in the thread of whoever caused the change, always in the order of the changes.
    """

    def __init__(self, clock: Callable[[], float], marker: Marker) -> None:
        """Start with aftercare when `marker` says that the last session broke off."""
        self._clock = clock
        self._marker = marker
        self._lock = Lock()
        self._disk = Lock()
        self._listeners: list[Listener] = []
        self._untold: deque[Session] = deque()
        self._telling = False
        self._seen: float | None = None
        self._warning = ""
        self._session = machine.new(clock())
        broken_off: list[bool] = []
        self._in_time(lambda: broken_off.append(marker.pending()))
        if any(broken_off):
            self._session = machine.step(self._session, Recovered(), clock())

    @property
    def session(self) -> Session:
        """The session as it stands."""
        return self._session

    @property
    def warning(self) -> str:
        """What could not be kept for the case of a crash, as a sentence; empty when all is well."""
        return self._warning

    def now(self) -> float:
        """Return this keeper's time, for `Session.elapsed`."""
        return self._clock()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every new session state; return what ends that."""
        with self._lock:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return unsubscribe

    def do(self, event: Event) -> Session:
        """Let `event` happen; return the session after it. A listener's error is raised at the end."""
        with self._lock:
            now = self._clock()
            if not (isinstance(event, Stop | Discomfort | Quit) or event == Answered(CheckInAnswer.STOP)):
                self._notice_gap(now)
            self._take(event, now)
            after = self._session
        self._tell()
        return after

    def tick(self) -> Session:
        """Let time pass. More than `GAP_SECONDS` since the last sign of life count as sleep."""
        with self._lock:
            now = self._clock()
            self._notice_gap(now)
            self._seen = now
            self._take(Tick(), now)
            after = self._session
        self._tell()
        return after

    def _notice_gap(self, now: float) -> None:
        if self._seen is None:
            return
        gap = now - self._seen
        self._seen = now
        if not 0.0 <= gap <= GAP_SECONDS:
            self._take(Slept(max(0.0, gap)), now)

    def _take(self, event: Event, now: float) -> None:
        before = self._session
        after = machine.step(before, event, now)
        if after is before:
            return
        if after.phase is Phase.LIVE and before.phase is Phase.READY:
            self._in_time(self._marker.set)
        if before.phase is Phase.AFTERCARE and after.phase is not Phase.AFTERCARE:
            self._in_time(self._marker.clear)
        self._session = after
        self._untold.append(after)

    def _in_time(self, action: Callable[[], None]) -> None:
        """Use the disk, but never wait long for it: a stuck disk must not hold a session."""
        problem = [
            "Guard's folder does not answer, so a crash in this session might go unnoticed. Stopping works."
        ]

        def act() -> None:
            with self._disk:
                try:
                    action()
                except GuardError as error:
                    problem[:] = [error.sentence]
                else:
                    problem.clear()

        worker = Thread(target=act, name="session-marker", daemon=True)
        worker.start()
        worker.join(_DISK_SECONDS)
        self._warning = "".join(tuple(problem))

    def _tell(self) -> None:
        """Tell the listeners what is still untold, one thread at a time."""
        failed: Exception | None = None
        while True:
            with self._lock:
                if self._telling or not self._untold:
                    break
                self._telling = True
                session = self._untold.popleft()
                listeners = tuple(self._listeners)
            for listener in listeners:
                try:
                    listener(session)
                except Exception as error:  # noqa: BLE001 - every other listener must still hear of a stop
                    failed = failed or error
            with self._lock:
                self._telling = False
        if failed is not None:
            raise failed
