import os
import shutil
import subprocess
import sys
import threading

import pytest

from guard.capture.finding import SensorMode
from guard.capture.processes import ProcessFacts
from guard.capture.sensors.linux import process_events
from guard.capture.sensors.linux.proc_connector import Executed, Exited, Lost, ProcEvent, RefusedError
from guard.capture.sensors.linux.process_events import ProcessEventsSensor
from guard.capture.sensors.linux.procfs import ProcfsReader
from tests.capture.sensors.reports import Notebook
from tests.capture.strategies import FakeReader, make_facts
from tests.support.waiting import wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="netlink is Linux")


class FakeConnector:
    """Tells `news`, then fails or waits to be interrupted."""

    def __init__(self, *news: ProcEvent, fails: bool = False) -> None:
        self.news = news
        self.fails = fails
        self.closed = 0
        self._over = threading.Event()

    def events(self):  # type: ignore[no-untyped-def]  # noqa: ANN201 - stands in for the real one
        yield from self.news
        if self.fails:
            raise OSError(5, "Input/output error")
        assert self._over.wait(20)

    def interrupt(self) -> None:
        self._over.set()

    def close(self) -> None:
        self.closed += 1


def started_later(pid: int) -> ProcessFacts:
    return make_facts("scrot", pid=pid)


class LaterReader(FakeReader):
    """Knows of some processes that it does not list."""

    def pids(self) -> list[int]:
        return [10]


def sensor_with(*connectors: FakeConnector, monkeypatch: pytest.MonkeyPatch) -> ProcessEventsSensor:
    """A sensor that gets one after the other, each time it begins."""
    monkeypatch.setattr(process_events, "ProcConnector", iter(connectors).__next__)
    return ProcessEventsSensor(LaterReader(make_facts("obs", pid=10), *map(started_later, (11, 12))))


def own_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("guard-process")]


def test_first_look_then_state_then_events(monkeypatch: pytest.MonkeyPatch) -> None:
    connector = FakeConnector(Executed(11), Executed(99), Lost(), Exited(11))
    sensor, notes = sensor_with(connector, monkeypatch=monkeypatch), Notebook()
    sensor.start(notes)
    wait_until(lambda: ("ended", 11) in notes.said)
    sensor.stop()
    assert notes.said == [
        ("started", 10),
        ("state", SensorMode.ON),
        ("started", 11),
        ("rescan", "the kernel dropped process events"),
        ("ended", 11),
    ]
    assert connector.closed == 1
    assert own_threads() == []


def test_events_that_stop_are_asked_for_again_and_the_gap_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, working = FakeConnector(fails=True), FakeConnector(Executed(12))
    sensor, notes = sensor_with(broken, working, monkeypatch=monkeypatch), Notebook()
    sensor.start(notes)
    wait_until(lambda: ("started", 12) in notes.said)
    sensor.stop()
    assert [state.mode for state in notes.states] == [SensorMode.ON, SensorMode.OFF, SensorMode.ON]
    assert len(notes.pids("gap")) == 1
    assert ("rescan", "process events are back") in notes.said
    assert (broken.closed, working.closed) == (1, 1)
    assert own_threads() == []


def test_events_that_stop_again_are_followed_by_polling(monkeypatch: pytest.MonkeyPatch) -> None:
    connectors = FakeConnector(fails=True), FakeConnector(fails=True)
    sensor, notes = sensor_with(*connectors, monkeypatch=monkeypatch), Notebook()
    sensor.start(notes)
    wait_until(lambda: notes.states and notes.states[-1].mode is SensorMode.LIMITED)
    sensor.stop()
    assert "Input/output error" in notes.states[-1].why
    assert [one.closed for one in connectors] == [1, 1]
    assert own_threads() == []


def test_a_refusing_kernel_is_followed_by_honest_polling(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise RefusedError(1, "the kernel says no")

    monkeypatch.setattr(process_events, "ProcConnector", refuse)
    sensor, notes = ProcessEventsSensor(FakeReader(make_facts("obs", pid=10))), Notebook()
    sensor.start(notes)
    wait_until(lambda: notes.states)
    sensor.stop()
    (state,) = notes.states
    assert (state.name, state.mode) == ("process-events", SensorMode.LIMITED)
    assert state.why.startswith("the kernel says no; ")
    assert "missed" in state.blind_spots[0]
    assert own_threads() == []


def test_stop_at_any_time_and_twice() -> None:
    sensor = ProcessEventsSensor(FakeReader())
    sensor.stop()
    for _ in range(5):
        sensor.start(Notebook())
        sensor.stop()
        sensor.stop()
    assert own_threads() == []


@pytest.mark.real
def test_a_real_program_is_told_or_polled() -> None:
    sensor, notes = ProcessEventsSensor(ProcfsReader()), Notebook()
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
    assert own_threads() == []


IN_ANOTHER_NAMESPACE = """
import threading
from guard.capture.sensors.linux.process_events import ProcessEventsSensor
from guard.capture.sensors.linux.procfs import ProcfsReader
from tests.capture.sensors.reports import Notebook
told = threading.Event()
class Ear(Notebook):
    def state(self, state):
        print(state.mode.value, "|", state.why, flush=True)
        told.set()
sensor = ProcessEventsSensor(ProcfsReader())
sensor.start(Ear())
told.wait(20)
sensor.stop()
"""


@pytest.mark.real
@pytest.mark.skipif(not shutil.which("unshare"), reason="needs unshare")
@pytest.mark.parametrize("namespace", [["--net"], ["--pid", "--fork"]])
def test_in_a_namespace_of_its_own_it_says_that_it_polls(namespace: list[str]) -> None:
    command = ["unshare", *namespace, sys.executable, "-c", IN_ANOTHER_NAMESPACE]
    told = subprocess.run(command, capture_output=True, check=False, text=True, timeout=60)
    if "unshare" in told.stderr:
        pytest.skip(f"no namespaces here: {told.stderr.strip()}")
    mode, _, why = told.stdout.partition(" | ")
    assert mode == "limited", told.stderr
    assert why.startswith("the kernel ")
    assert "is read every" in why
