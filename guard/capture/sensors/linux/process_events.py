"""Every program start and end, told by the kernel; by polling where the kernel refuses."""

import threading

from guard.capture.finding import SensorMode, SensorState
from guard.capture.processes import ProcessReader
from guard.capture.sensors.linux.proc_connector import Executed, Exited, ProcConnector, RefusedError
from guard.capture.sensors.polling import poll
from guard.capture.sensors.port import Report
from guard.capture.sensors.relay import Relay
from guard.capture.sensors.worker import Worker

_ON = "the kernel tells of every program that starts or ends"
_SCRIPTS = "A script is known by the words in its own file: one that hides them, and a large Java program, only by what it does."
_OTHER_USERS = "Programs of other users on this computer show only their names."


class ProcessEventsSensor:
    """Process changes as they happen, with a thread that does nothing but listen."""

    name = "process-events"

    def __init__(self, reader: ProcessReader) -> None:
        """Use `reader` for the first look and for polling, should that be needed."""
        self._reader = reader
        self._worker = Worker(self.name)
        self._lock = threading.Lock()
        self._connector: ProcConnector | None = None

    def start(self, report: Report) -> None:
        """Begin to listen, or to poll."""
        self._worker.start(self._run, report)

    def stop(self) -> None:
        """End, and wait for the thread."""
        self._worker.stop(interrupt=self._interrupt)

    def look_after(self, now: float) -> None:
        """Begin anew if the thread hangs."""
        self._worker.look_after(now)

    def _interrupt(self) -> None:
        with self._lock:
            if self._connector is not None:
                self._connector.interrupt()

    def _run(self, report: Relay) -> None:
        try:
            connector = ProcConnector()
        except RefusedError as refused:
            why = refused.strerror or "the kernel shares no process events"
            poll(self.name, self._reader, report, self._worker.stopped, why=why)
            return
        with self._lock:
            self._connector = connector
        try:
            if not self._worker.stopped.is_set():  # else it is too late for `stop` to see this connection
                self._listen(connector, report)
        except OSError as error:
            if not report.took_over:
                raise
            why = f"process events stopped again ({error.strerror})"
            poll(self.name, self._reader, report, self._worker.stopped, why=why)
        finally:
            with self._lock:
                if self._connector is connector:
                    self._connector = None
            connector.close()

    def _listen(self, connector: ProcConnector, report: Relay) -> None:
        # subscribed already: what starts during this first look is seen twice, never not at all
        for pid in self._reader.pids():
            report.process_started(pid)
        if report.took_over:
            report.rescan("process events are back")  # of what ended meanwhile nobody told
        report.state(SensorState(self.name, SensorMode.ON, _ON, (_OTHER_USERS, _SCRIPTS)))
        events = connector.events()
        while True:
            with self._worker.resting:
                event = next(events, None)
            if event is None:
                return
            if isinstance(event, Executed):
                # read here and now: a screenshot may be over before another thread has its turn
                if (facts := self._reader.read(event.pid)) is not None:
                    report.process_started(event.pid, facts)
            elif isinstance(event, Exited):
                report.process_ended(event.pid)
            else:
                report.rescan("the kernel dropped process events")
