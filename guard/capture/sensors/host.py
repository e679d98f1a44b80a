"""Picks the sensors and the process reader of this operating system; the only place that asks."""

import sys
from collections.abc import Sequence

from guard.capture.catalogue import Os
from guard.capture.processes import ProcessReader
from guard.capture.sensors.linux.process_events import ProcessEventsSensor
from guard.capture.sensors.linux.procfs import ProcfsReader
from guard.capture.sensors.polling import PollingSensor
from guard.capture.sensors.port import Sensor
from guard.capture.sensors.psutil_reader import PsutilReader


def system() -> Os:
    """The operating system, in the catalogue's words."""
    if sys.platform == "win32":
        return "windows"
    return "macos" if sys.platform == "darwin" else "linux"


def process_reader() -> ProcessReader:
    """The fastest honest reader of processes here."""
    return ProcfsReader() if system() == "linux" else PsutilReader()


def sensors(reader: ProcessReader) -> Sequence[Sensor]:
    """Every sensor that there is for this system."""
    if system() == "linux":
        return (ProcessEventsSensor(reader),)
    return (PollingSensor(reader, why="this system has no process events for ordinary users"),)
