"""Picks the sensors and the process reader of this operating system; the only place that asks."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from guard.capture.catalogue import Catalogue, Os
from guard.capture.desktop_entry import DesktopEntries, NoDesktopEntries
from guard.capture.hosts import RemoteHosts
from guard.capture.processes import ProcessReader
from guard.capture.program_files import NoProgramFiles, ProgramFiles
from guard.capture.sensors.port import Sensor

if sys.platform == "linux":
    from guard.capture.sensors.linux import desktop_entries as entries
    from guard.capture.sensors.linux.allocator import share_one_heap
    from guard.capture.sensors.linux.casts import screencopy
    from guard.capture.sensors.linux.casts.hyprland import HyprlandSensor, event_socket
    from guard.capture.sensors.linux.casts.screen_cast import ScreenCastSensor
    from guard.capture.sensors.linux.casts.screen_cast_bus import session_address
    from guard.capture.sensors.linux.casts.screencopy import ScreencopySensor
    from guard.capture.sensors.linux.devices.alsa import AlsaSensor
    from guard.capture.sensors.linux.devices.sensor import DevicesSensor
    from guard.capture.sensors.linux.installed_programs import USUAL_FOLDERS, InstalledPrograms
    from guard.capture.sensors.linux.pipewire.connection import Place
    from guard.capture.sensors.linux.pipewire.sensor import PipeWireSensor
    from guard.capture.sensors.linux.preparations import sensor as preparations
    from guard.capture.sensors.linux.preparations.sensor import PreparationsSensor
    from guard.capture.sensors.linux.process_events import ProcessEventsSensor
    from guard.capture.sensors.linux.procfs import ProcfsReader
    from guard.capture.sensors.linux.program_files import LinuxProgramFiles
    from guard.capture.sensors.linux.remote.sensor import RemoteAccessSensor
    from guard.capture.sensors.linux.x11 import display as x11_display
    from guard.capture.sensors.linux.x11.sensor import X11Sensor

    SYSTEM: Os = "linux"

    def process_reader() -> ProcessReader:
        """The fastest honest reader of processes here."""
        return ProcfsReader()

    def program_files(wanted: Callable[[str], bool]) -> ProgramFiles:
        """Looks into program files; copies of installed programs whose names are `wanted` are known."""
        return LinuxProgramFiles(InstalledPrograms(USUAL_FOLDERS, wanted))

    def desktop_entries(reader: ProcessReader) -> DesktopEntries:
        """What this session's menus show of programs."""
        return entries.from_environment(os.environ, Path.home(), reader.read)

    def sensors(reader: ProcessReader, tools: Catalogue, remote_hosts: RemoteHosts) -> Sequence[Sensor]:
        """Every sensor that there is for this system."""
        share_one_heap()  # before any of them has a thread
        display = x11_display.from_environment(os.environ, Path.home())
        hyprland = event_socket(os.environ)
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
            *((HyprlandSensor(hyprland),) if hyprland else ()),
        )

else:
    from guard.capture.sensors.polling import PollingSensor
    from guard.capture.sensors.psutil_reader import PsutilReader

    SYSTEM: Os = "windows" if sys.platform == "win32" else "macos"

    def process_reader() -> ProcessReader:
        """The reader that works on every system."""
        return PsutilReader()

    def program_files(wanted: Callable[[str], bool]) -> ProgramFiles:
        """Only names are known here."""
        del wanted
        return NoProgramFiles()

    def desktop_entries(_reader: ProcessReader) -> DesktopEntries:
        """Programs have none here."""
        return NoDesktopEntries()

    def sensors(reader: ProcessReader, _tools: Catalogue, _hosts: RemoteHosts) -> Sequence[Sensor]:
        """Every sensor that there is for this system."""
        return (PollingSensor(reader, why="this system has no process events for ordinary users"),)
