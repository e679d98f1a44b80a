"""Starting, stopping and faults: the watch ends cleanly from any state and no fault ends it."""

import threading

import pytest

from guard.capture.finding import Ended, SensorMode, Started, WatchEvent, Watching
from guard.capture.sensors.port import Report
from tests.capture.strategies import FakeReader, make_facts
from tests.capture.watching import FakeSensor, Watcher, watching


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("guard-")]


def look_at_obs(report: Report) -> None:
    report.process_started(10)


@pytest.fixture
def reader() -> FakeReader:
    return FakeReader(make_facts("obs", pid=10))


def test_stop_before_start() -> None:
    sensor = FakeSensor()
    one = Watcher([sensor], FakeReader())
    one.watch.stop()
    one.watch.stop()
    assert sensor.running == 0
    assert one.events == []


def test_stop_right_after_start_leaves_no_sensor_running() -> None:
    for _ in range(50):
        sensors = FakeSensor("a"), FakeSensor("b")
        one = Watcher(sensors, FakeReader())
        one.watch.start()
        one.watch.stop()
        assert [sensor.running for sensor in sensors] == [0, 0]
        assert threads() == []


def test_stop_twice_and_while_a_sensor_is_silent() -> None:
    sensor = FakeSensor(silent=True)
    with watching(sensor) as one:
        one.settle()
        one.watch.stop()
        one.watch.stop()
        assert threads() == []
        assert sensor.running == 0


def test_nothing_is_heard_after_stop(reader: FakeReader) -> None:
    with watching(reader=reader) as one:
        one.ready().watch.stop()
        heard = len(one.events)
        one.watch.report.process_started(10)
        one.watch.report.rescan("late")
        assert len(one.events) == heard


def test_a_sensor_that_cannot_stop_does_not_keep_the_others_running() -> None:
    class Stubborn(FakeSensor):
        def stop(self) -> None:
            raise RuntimeError("never")

    good = FakeSensor("good")
    with watching(Stubborn("bad"), good) as one:
        one.ready().watch.stop()
        assert good.running == 0
        assert threads() == []


def test_start_twice_is_one_watch() -> None:
    sensor = FakeSensor()
    with watching(sensor) as one:
        one.ready().watch.start()
        one.settle()
        assert sensor.running == 1
        assert threads() == ["guard-watch"]


def test_without_sensors_it_still_says_what_it_cannot_see() -> None:
    one = Watcher([], FakeReader())
    one.watch.start()
    try:
        one.settle()
        one.move(3)
        one.ready()
        assert [type(event) for event in one.events] == [Watching]
        assert one.watch.coverage.sensors == ()
        assert one.watch.coverage.blind_spots
    finally:
        one.watch.stop()


def test_a_faulty_listener_hurts_nobody_else(reader: FakeReader) -> None:
    def faulty(_: WatchEvent) -> None:
        raise ValueError("no")

    one = Watcher([FakeSensor(first_look=look_at_obs)], reader)
    late: list[WatchEvent] = []
    one.watch._listeners.insert(0, faulty)
    one.watch.subscribe(late.append)
    one.watch.start()
    try:
        one.ready()
        one.watch.report.process_ended(10)
        one.settle()
        one.move(10)  # also what comes due on its own
        assert [type(event) for event in one.events[:3]] == [Watching, Started, Ended]
        assert late == one.events
    finally:
        one.watch.stop()


def test_a_fault_in_one_look_does_not_end_the_watch(reader: FakeReader) -> None:
    class FaultyReader(FakeReader):
        def pids(self) -> list[int]:
            raise RuntimeError("no")

    with watching(reader=FaultyReader(*reader.processes.values())) as one:
        one.ready().watch.report.rescan("once")
        one.watch.report.process_started(10)
        one.settle()
        assert [event.finding.tool for event in one.told(Started)] == ["obs"]


def test_a_listener_that_looks_finds_what_it_was_told(reader: FakeReader) -> None:
    with watching(reader=reader) as one:
        one.ready()
        seen: list[tuple[str, ...]] = []
        one.watch.subscribe(lambda _: seen.append(tuple(f.id for f in one.watch.findings)))
        one.watch.report.process_started(10)
        one.watch.report.process_ended(10)
        one.settle()
        assert seen == [("f1",), ()]


def test_restart_is_a_new_look_with_new_ids(reader: FakeReader) -> None:
    sensor = FakeSensor(first_look=look_at_obs)
    with watching(sensor, reader=reader) as one:
        one.ready().watch.stop()
        one.watch.start()
        one.ready()
        assert sensor.running == 1
        assert [type(event) for event in one.events] == [Watching, Started, Watching, Ended, Started]
        first, second = one.told(Started)
        assert one.told(Ended)[0].finding.id == first.finding.id == "f1"
        assert (second.finding.id, second.finding.began_before) == ("f2", True)
        assert [finding.id for finding in one.watch.findings] == ["f2"]
        assert one.watch.coverage.sensors[0].mode is SensorMode.ON


def test_restart_forgets_a_sensor_that_is_silent_now() -> None:
    class Once(FakeSensor):
        def start(self, report: Report) -> None:
            if self.stops == 0:
                super().start(report)

    with watching(Once()) as one:
        one.ready().watch.stop()
        one.watch.start()
        one.settle()
        assert not one.watch.wait_ready(0)
        assert one.watch.findings == ()
        one.move(3)
        one.ready()
        assert one.watch.coverage.sensors[0].mode is SensorMode.OFF
