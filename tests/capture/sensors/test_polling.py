import os
import subprocess
import threading
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.finding import SensorMode
from guard.capture.sensors.polling import Identity, PollingSensor, look, polling_state
from guard.capture.sensors.psutil_reader import PsutilReader
from tests.capture.sensors.reports import Notebook
from tests.capture.strategies import FakeReader, make_facts
from tests.support.waiting import wait_until


def changes(reader: FakeReader, known: dict[int, Identity]) -> list[tuple[str, object]]:
    notes = Notebook()
    look(reader, known, notes)
    return notes.said


def test_the_first_look_tells_of_everything_and_the_next_of_nothing() -> None:
    reader = FakeReader(make_facts("a", pid=1), make_facts("b", pid=2))
    known: dict[int, Identity] = {}
    assert changes(reader, known) == [("started", 1), ("started", 2)]
    assert changes(reader, known) == []


def test_starts_and_ends() -> None:
    reader = FakeReader(make_facts("a", pid=1))
    known: dict[int, Identity] = {}
    changes(reader, known)
    reader.add(make_facts("b", pid=2))
    del reader.processes[1]
    assert changes(reader, known) == [("ended", 1), ("started", 2)]


def test_an_exec_inside_a_living_process_and_a_reused_pid_are_noticed() -> None:
    shell = make_facts("sh", pid=1)
    reader = FakeReader(shell)
    known: dict[int, Identity] = {}
    changes(reader, known)
    reader.add(replace(shell, exe="/usr/bin/scrot", argv=("scrot",)))
    assert changes(reader, known) == [("started", 1)]
    reader.add(make_facts("scrot", pid=1, started=9_999.0))
    assert changes(reader, known) == [("started", 1)]


def test_a_process_that_cannot_be_read_has_ended() -> None:
    class Blind(FakeReader):
        def pids(self) -> list[int]:
            return [*super().pids(), 77]

    reader = Blind(make_facts("a", pid=1))
    assert changes(reader, {}) == [("started", 1)]


@given(st.lists(st.dictionaries(st.integers(1, 6), st.sampled_from([1.0, 2.0]), max_size=6), max_size=6))
def test_replaying_the_changes_gives_the_live_processes(looks: list[dict[int, float]]) -> None:
    known: dict[int, Identity] = {}
    alive: set[object] = set()
    for processes in looks:
        reader = FakeReader(*(make_facts("a", pid=pid, started=at) for pid, at in processes.items()))
        for what, pid in changes(reader, known):
            (alive.add if what == "started" else alive.discard)(pid)
        assert alive == processes.keys()


def test_says_honestly_that_it_polls() -> None:
    state = polling_state("process-events", 0.5, "no events here")
    assert state.mode is SensorMode.LIMITED
    assert state.why == "no events here; the list of programs is read every 0.5 s instead"
    assert "missed" in state.blind_spots[0]
    assert polling_state("process-events", 1.0, "").why.startswith("the list")


@pytest.fixture(scope="module")
def sensor() -> PollingSensor:
    return PollingSensor(PsutilReader(), interval=0.05)


@pytest.mark.parametrize("time", ["first", "second"])
def test_sees_a_real_program_come_and_go_and_can_start_again(sensor: PollingSensor, time: str) -> None:
    notes = Notebook()
    sensor.start(notes)
    try:
        wait_until(lambda: notes.states)
        assert os.getpid() in notes.pids("started")
        with subprocess.Popen(["sleep", "60"]) as child:
            wait_until(lambda: child.pid in notes.pids("started"))
            child.kill()
        wait_until(lambda: child.pid in notes.pids("ended"))
    finally:
        sensor.stop()
        sensor.stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "guard-process-polling"]


def test_stop_before_start() -> None:
    PollingSensor(FakeReader()).stop()
