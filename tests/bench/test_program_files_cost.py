"""What looking into program files adds to reading a process, in one run on what runs here."""

import sys
import time

import pytest

from guard.capture import catalogue
from guard.capture.recognise import recognise
from guard.capture.sensors import host

if sys.platform != "linux":
    pytest.skip("only Linux looks into program files", allow_module_level=True)

from guard.capture.sensors.linux.installed_programs import USUAL_FOLDERS, InstalledPrograms
from guard.capture.sensors.linux.program_files import LinuxProgramFiles

pytestmark = pytest.mark.bench

ROUNDS = 30


def test_looking_into_files_costs_less_than_reading_the_process() -> None:
    known = catalogue.load("linux")
    files = LinuxProgramFiles(InstalledPrograms(USUAL_FOLDERS, known.worth_knowing))
    reader = host.process_reader()
    processes = [facts for pid in reader.pids() if (facts := reader.read(pid))]
    reading, judging = [], []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for facts in processes:
            reader.read(facts.pid)
        between = time.perf_counter()
        for facts in processes:
            recognise(known, facts, files.reveal(facts))
        reading.append(between - began)
        judging.append(time.perf_counter() - between)
    each, share = min(judging) / len(processes) * 1e6, min(judging) / min(reading)
    print(f"\nrecognition with files: {each:.1f} µs a process, {share:.2f} of reading it")  # noqa: T201 - the measurement
    assert min(judging) <= min(reading)
