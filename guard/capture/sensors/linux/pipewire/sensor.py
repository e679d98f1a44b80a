"""The PipeWire sensor: screen casts, cameras, microphones and what you hear, as they begin and end.

It is told of every change by PipeWire itself over a connection of its own, takes no sound
and no picture, and changes nothing. When PipeWire ends or falls silent it says so, and
goes on by itself as soon as PipeWire is back.
"""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from guard.capture.sensors.linux.pipewire.connection import Connection, Place, connect
from guard.capture.sensors.linux.pipewire.owner import ReadProcess
from guard.capture.sensors.linux.pipewire.pod import PipeWireError
from guard.capture.sensors.linux.pipewire.registry import Registry
from guard.capture.sensors.linux.pipewire.telling import NAME, Telling
from guard.capture.sensors.port import Report
from guard.capture.sensors.worker import Life, Worker


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds: between signs of life, for an answer (the first and later ones), and between attempts."""

    heartbeat: float = 10.0
    first_limit: float = 0.6
    limit: float = 5.0
    first_retry: float = 0.25
    slowest_retry: float = 5.0


class PipeWireSensor:
    """`Sensor` over the PipeWire of this session; `read` gives the facts of a process, `clock` seconds since the epoch."""

    name = NAME

    def __init__(
        self,
        place: Place,
        read: ReadProcess,
        *,
        timing: Timing | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._place = place
        self._read = read
        self._timing = timing or Timing()
        self._clock = clock
        self._worker = Worker(self.name)
        self._lock = threading.Lock()
        self._connection: Connection | None = None

    def start(self, report: Report) -> None:
        """Begin to listen, or to look for PipeWire."""
        self.stop()
        self._worker.start(self._run, report)

    def stop(self) -> None:
        """End the thread; a wait that is under way is cut short."""
        self._worker.stop(interrupt=self._interrupt)

    def look_after(self, now: float) -> None:
        """Begin anew if the thread hangs."""
        self._worker.look_after(now)

    def _interrupt(self) -> None:
        with self._lock:
            if self._connection:
                self._connection.interrupt()

    def _run(self, report: Report) -> None:
        telling = Telling(report, self._read, self._clock)
        wait = self._timing.first_retry
        limit = self._timing.first_limit
        while not self._worker.stopped.is_set():
            try:
                self._listen(telling, limit)
            except PipeWireError as error:
                if self._worker.stopped.is_set():
                    return
                if telling.lost(error):
                    wait = self._timing.first_retry
            limit = self._timing.limit
            self._worker.stopped.wait(wait)
            wait = min(wait * 2, self._timing.slowest_retry)

    def _listen(self, telling: Telling, limit: float) -> None:
        """Connect and listen until PipeWire goes or the sensor is stopped."""
        connection = connect(self._place)
        with self._lock:
            self._connection = connection
        try:
            if not self._worker.stopped.is_set():
                _Conversation(connection, telling, self._timing, limit).hold(self._worker.resting)
        finally:
            with self._lock:
                if self._connection is connection:
                    self._connection = None
            connection.close()


class _Conversation:
    """One connection from its first word to its end."""

    def __init__(self, connection: Connection, telling: Telling, timing: Timing, limit: float) -> None:
        self._connection = connection
        self._telling = telling
        self._timing = timing
        self._registry = Registry()
        self._asked = 0
        self._answered = 0
        self._next_ask = 0.0
        self._deadline = time.monotonic() + limit
        self._late = False

    def hold(self, life: Life) -> None:
        """Listen and tell until `life` is stopped; raises PipeWireError when PipeWire goes."""
        self._connection.send(self._registry.hello())
        self._ask()
        while not life.stopped.is_set():
            with life:
                messages = tuple(self._connection.receive(self._patience()))
            for message in messages:
                answer = self._registry.take(message)
                if answer:
                    self._connection.send(answer)
            self._take_stock(time.monotonic())

    def _patience(self) -> float:
        """Seconds until something is to be done even if nothing comes."""
        waiting = self._asked > self._answered
        times = [self._next_ask if not waiting else self._deadline]
        if waiting and self._late:
            times = [time.monotonic() + self._timing.heartbeat]
        if self._telling.due is not None:
            times.append(self._telling.due)
        return min(times) - time.monotonic()

    def _take_stock(self, now: float) -> None:
        # what exists is known after the first answer, what it is like after the second
        if self._registry.synced > self._answered:
            self._answered, self._late = self._registry.synced, False
            if self._answered == 1:
                self._ask()
                return
            self._telling.alive()
        if self._answered == self._asked:
            if now >= self._next_ask:
                self._ask()
        elif now >= self._deadline and not self._late:
            self._late = True
            self._telling.silent()
        if self._answered > 1:
            self._telling.look(self._registry.graph(), self._pids_fit(), now)

    def _ask(self) -> None:
        now = time.monotonic()
        self._connection.send(self._registry.sync())
        if self._asked > 1:
            self._deadline = now + self._timing.limit
        self._asked += 1
        self._next_ask = now + self._timing.heartbeat

    def _pids_fit(self) -> bool:
        """Tell whether PipeWire knows our pid as we do; it does not from inside a container."""
        own = self._registry.own
        client = self._registry.graph().clients.get(own, {}) if own is not None else {}
        return client.get("pipewire.sec.pid") == str(os.getpid())
