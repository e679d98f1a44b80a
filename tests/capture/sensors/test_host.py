import sys

import pytest

from guard.capture.catalogue import Catalogue
from guard.capture.hosts import RemoteHosts
from guard.capture.sensors import host
from guard.capture.sensors.psutil_reader import PsutilReader
from guard.capture.watch import PROCESS_SENSOR


def test_there_is_a_reader_and_the_floor_sensor_here() -> None:
    reader = host.process_reader()
    assert reader.pids()
    names = [sensor.name for sensor in host.sensors(reader, Catalogue(()), RemoteHosts())]
    assert PROCESS_SENSOR in names
    assert len(set(names)) == len(names)


@pytest.mark.skipif(sys.platform != "linux", reason="procfs is Linux")
def test_linux_reads_proc_and_every_sensor_can_be_stopped_unstarted() -> None:
    reader = host.process_reader()
    assert not isinstance(reader, PsutilReader)
    for sensor in host.sensors(reader, Catalogue(()), RemoteHosts()):
        sensor.stop()
        sensor.stop()


def test_desktop_entries_never_fail() -> None:
    reader = host.process_reader()
    entries = host.desktop_entries(reader)
    entries.prepare()
    for pid in reader.pids()[:5]:
        if facts := reader.read(pid):
            entries.of(facts)
