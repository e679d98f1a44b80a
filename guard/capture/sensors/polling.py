"""Sees new processes by looking at the list again and again: the floor on every system.

Each look compares pids, start times and programs, so an exec inside a living pid and a
reused pid are noticed. What lives and dies between two looks is missed; the state says so.
"""

import threading

from guard.capture.finding import SensorMode, SensorState
from guard.capture.processes import ProcessFacts, ProcessReader
from guard.capture.sensors.port import Report
from guard.capture.sensors.relay import Relay
from guard.capture.sensors.worker import Worker

INTERVAL = 1.0
"""Seconds between two looks."""

Identity = tuple[float, str | None, tuple[str, ...]]


class PollingSensor:
    """Process changes by polling every `interval` seconds."""

    def __init__(
        self,
        reader: ProcessReader,
        *,
        name: str = "process-events",
        interval: float = INTERVAL,
        why: str = "",
    ) -> None:
        """Poll with `reader`; `why` tells why there are no events here."""
        self.name = name
        self._reader = reader
        self._interval = interval
        self._why = why
        self._worker = Worker("process-polling", sensor=name)

    def start(self, report: Report) -> None:
        """Begin to poll."""
        self._worker.start(self._run, report)

    def stop(self) -> None:
        """End, and wait for the thread."""
        self._worker.stop()

    def look_after(self, now: float) -> None:
        """Begin anew if the thread hangs."""
        self._worker.look_after(now)

    def _run(self, report: Relay) -> None:
        poll(self.name, self._reader, report, self._worker.stopped, interval=self._interval, why=self._why)


def poll(
    name: str,
    reader: ProcessReader,
    report: Relay,
    stopped: threading.Event,
    *,
    interval: float = INTERVAL,
    why: str,
) -> None:
    """Look every `interval` seconds until `stopped`, in the name of the sensor `name`."""
    known: dict[int, Identity] = {}
    look(reader, known, report)
    if report.took_over:
        report.rescan("the list of programs is read again")  # of what ended meanwhile nobody told
    report.state(polling_state(name, interval, why))
    while not stopped.wait(interval):
        look(reader, known, report)


def polling_state(name: str, interval: float, why: str) -> SensorState:
    """Say honestly that this is polling."""
    reason = f"{why}; " if why else ""
    return SensorState(
        name,
        SensorMode.LIMITED,
        f"{reason}the list of programs is read every {interval:g} s instead",
        (
            f"A program that runs for less than {interval:g} s, such as a single screenshot, is easily missed here.",
        ),
    )


def look(reader: ProcessReader, known: dict[int, Identity], report: Report) -> None:
    """Report what changed since `known`, and bring `known` up to date."""
    live: dict[int, Identity] = {}
    for pid in reader.pids():
        facts = reader.read(pid)
        if facts is not None:
            live[pid] = _identity(facts)
    for pid in known.keys() - live.keys():
        report.process_ended(pid)
    for pid, identity in live.items():
        if known.get(pid) != identity:
            report.process_started(pid)
    known.clear()
    known.update(live)


def _identity(facts: ProcessFacts) -> Identity:
    return facts.started, facts.exe, facts.argv
