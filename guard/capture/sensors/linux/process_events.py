"""Every program start and end, told by the kernel; by polling where the kernel refuses."""

import threading

from guard.capture.finding import SensorMode, SensorState
from guard.capture.processes import ProcessReader
from guard.capture.sensors.linux.proc_connector import Executed, Exited, ProcConnector, RefusedError
from guard.capture.sensors.polling import PollingSensor
from guard.capture.sensors.port import Report

_OTHER_USERS = "Programs of other users on this computer show only their names."


class ProcessEventsSensor:
    """Process changes as they happen, with a thread that does nothing but listen."""

    name = "process-events"

    def __init__(self, reader: ProcessReader) -> None:
        """Use `reader` for the first look and for polling, should that be needed."""
        self._reader = reader
        self._connector: ProcConnector | None = None
        self._thread: threading.Thread | None = None
        self._polling: PollingSensor | None = None

    def start(self, report: Report) -> None:
        """Begin to listen, or to poll."""
        try:
            self._connector = ProcConnector()
        except RefusedError as refused:
            self._poll(report, refused.strerror or "the kernel shares no process events")
            return
        self._thread = threading.Thread(
            target=self._listen, args=(self._connector, report), name="guard-process-events", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for the thread."""
        if self._thread is not None and self._connector is not None:
            self._connector.interrupt()
            self._thread.join()
            self._connector.close()
        if self._polling is not None:
            self._polling.stop()
        self._thread = self._connector = self._polling = None

    def _poll(self, report: Report, why: str) -> None:
        self._polling = PollingSensor(self._reader, name=self.name, why=why)
        self._polling.start(report)

    def _listen(self, connector: ProcConnector, report: Report) -> None:
        # subscribed already: what starts during this first look is seen twice, never not at all
        for pid in self._reader.pids():
            report.process_started(pid)
        report.state(
            SensorState(
                self.name,
                SensorMode.ON,
                "the kernel tells of every program that starts or ends",
                (_OTHER_USERS,),
            )
        )
        try:
            for event in connector.events():
                if isinstance(event, Executed):
                    report.process_started(event.pid)
                elif isinstance(event, Exited):
                    report.process_ended(event.pid)
                else:
                    report.rescan("the kernel dropped process events")
        except OSError as error:
            report.rescan("process events stopped")
            self._poll(report, f"process events stopped ({error.strerror})")
