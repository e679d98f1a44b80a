"""Picks the sensors and the process reader of this operating system; the only place that asks."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from guard.capture.catalogue import Catalogue, Os
from guard.capture.hosts import RemoteHosts
from guard.capture.processes import ProcessReader
from guard.capture.sensors.port import Sensor

if sys.platform == "linux":
    from guard.capture.sensors.linux import preparations, screencopy, x11_display
    from guard.capture.sensors.linux.alsa import AlsaSensor
    from guard.capture.sensors.linux.devices import DevicesSensor
    from guard.capture.sensors.linux.pipewire import PipeWireSensor
    from guard.capture.sensors.linux.pipewire_connection import Place
    from guard.capture.sensors.linux.preparations import PreparationsSensor
    from guard.capture.sensors.linux.process_events import ProcessEventsSensor
    from guard.capture.sensors.linux.procfs import ProcfsReader
    from guard.capture.sensors.linux.remote import RemoteAccessSensor
    from guard.capture.sensors.linux.screen_cast import ScreenCastSensor
    from guard.capture.sensors.linux.screen_cast_bus import session_address
    from guard.capture.sensors.linux.screencopy import ScreencopySensor
    from guard.capture.sensors.linux.x11 import X11Sensor

    SYSTEM: Os = "linux"

    def process_reader() -> ProcessReader:
        """The fastest honest reader of processes here."""
        return ProcfsReader()

    def sensors(reader: ProcessReader, tools: Catalogue, remote_hosts: RemoteHosts) -> Sequence[Sensor]:
        """Every sensor that there is for this system."""
        display = x11_display.from_environment(os.environ, Path.home())
        return (
            ProcessEventsSensor(reader),
            X11Sensor(display, reader.read),
            PipeWireSensor(Place.of(os.environ), reader.read),
            DevicesSensor(reader.read),
            AlsaSensor(reader.read),
            RemoteAccessSensor(remote_hosts, display=bool(display.name)),
            ScreenCastSensor(session_address(os.environ), reader.read),
            ScreencopySensor(screencopy.from_environment(os.environ), reader),
            PreparationsSensor(preparations.from_environment(os.environ, Path.home()), tools),
        )

else:
    from guard.capture.sensors.polling import PollingSensor
    from guard.capture.sensors.psutil_reader import PsutilReader

    SYSTEM: Os = "windows" if sys.platform == "win32" else "macos"

    def process_reader() -> ProcessReader:
        """The reader that works on every system."""
        return PsutilReader()

    def sensors(reader: ProcessReader, _tools: Catalogue, _hosts: RemoteHosts) -> Sequence[Sensor]:
        """Every sensor that there is for this system."""
        return (PollingSensor(reader, why="this system has no process events for ordinary users"),)
