"""Sees new processes by looking at the list again and again: the floor on every system.

Each look compares pids, start times and programs, so an exec inside a living pid and a
reused pid are noticed. What lives and dies between two looks is missed; the state says so.
"""

from guard.capture.finding import SensorMode, SensorState
from guard.capture.processes import ProcessFacts, ProcessReader
from guard.capture.sensors.port import Report
from guard.capture.sensors.worker import Worker

Identity = tuple[float, str | None, tuple[str, ...]]


class PollingSensor:
    """Process changes by polling every `interval` seconds."""

    def __init__(
        self, reader: ProcessReader, *, name: str = "process-events", interval: float = 1.0, why: str = ""
    ) -> None:
        """Poll with `reader`; `why` tells why there are no events here."""
        self.name = name
        self._reader = reader
        self._interval = interval
        self._why = why
        self._worker = Worker("process-polling")

    def start(self, report: Report) -> None:
        """Begin to poll."""
        self._worker.start(self._run, report)

    def stop(self) -> None:
        """End, and wait for the thread."""
        self._worker.stop()

    def state(self) -> SensorState:
        """Say honestly that this is polling."""
        reason = f"{self._why}; " if self._why else ""
        return SensorState(
            self.name,
            SensorMode.LIMITED,
            f"{reason}the list of programs is read every {self._interval:g} s instead",
            (
                f"A program that runs for less than {self._interval:g} s, such as a single screenshot, is easily missed here.",
            ),
        )

    def _run(self, report: Report) -> None:
        known: dict[int, Identity] = {}
        look(self._reader, known, report)
        report.state(self.state())
        while not self._worker.stopped.wait(self._interval):
            look(self._reader, known, report)


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
