import pytest

from guard.capture.finding import (
    Changed,
    Confidence,
    Ended,
    Gap,
    Kind,
    SensorMode,
    SensorState,
    Started,
    Strength,
    Watching,
)
from guard.capture.health import ALWAYS_UNSEEN
from guard.capture.ledger import CLEAR_AFTER
from guard.capture.sensors.port import Report
from guard.capture.watch import START_WITHIN
from tests.capture.strategies import FakeReader, make_facts, make_sighting
from tests.capture.watching import FakeSensor, Watcher, watching


def first_look(report: Report) -> None:
    for pid in (10, 11):
        report.process_started(pid)


@pytest.fixture
def reader() -> FakeReader:
    return FakeReader(make_facts("obs", pid=10), make_facts("vim", "obs-notes.txt", pid=11))


def modes(watcher: Watcher) -> dict[str, SensorMode]:
    return {sensor.name: sensor.mode for sensor in watcher.watch.coverage.sensors}


def test_what_was_there_comes_after_watching_and_is_marked(reader: FakeReader) -> None:
    with watching(FakeSensor(first_look=first_look), reader=reader) as one:
        one.ready()
        reader.add(make_facts("scrot", pid=12))
        one.watch.report.process_started(12)
        one.settle()
        assert [type(event) for event in one.events] == [Watching, Started, Started]
        before, after = one.told(Started)
        assert (before.finding.tool, before.finding.began_before) == ("obs", True)
        assert (after.finding.tool, after.finding.began_before) == ("scrot", False)


def test_the_stream_waits_for_every_sensor() -> None:
    slow = FakeSensor("x11", silent=True)
    with watching(FakeSensor(), slow) as one:
        one.settle()
        assert one.events == []
        assert not one.watch.wait_ready(0)
        one.watch.report.state(SensorState("x11", SensorMode.LIMITED, "only this display"))
        assert [type(event) for event in one.ready().events] == [Watching]
        assert modes(one) == {"process-events": SensorMode.ON, "x11": SensorMode.LIMITED}


def test_a_sensor_that_cannot_start_is_off_and_the_others_go_on(reader: FakeReader) -> None:
    def fail(_: Report) -> None:
        raise RuntimeError("no such thing here")

    sensors = FakeSensor("x11", fail), FakeSensor(first_look=first_look)
    with watching(*sensors, reader=reader) as one:
        one.ready()
        assert modes(one) == {"x11": SensorMode.OFF, "process-events": SensorMode.ON}
        assert any("x11" in spot for spot in one.watch.coverage.blind_spots)
        assert [event.finding.tool for event in one.told(Started)] == ["obs"]


def test_a_silent_sensor_is_off_and_may_come_later(reader: FakeReader) -> None:
    with watching(FakeSensor("x11", silent=True), FakeSensor(), reader=reader) as one:
        one.settle()
        one.move(START_WITHIN + 0.1)
        one.ready()
        assert modes(one)["x11"] is SensorMode.OFF
        assert "has not answered" in one.watch.coverage.sensors[0].why
        assert any("x11" in spot for spot in one.watch.coverage.blind_spots)
        one.watch.report.state(SensorState("x11", SensorMode.ON, "it woke up"))
        one.settle()
        assert modes(one)["x11"] is SensorMode.ON
        assert len(one.told(Watching)) == 2


def test_what_nobody_can_see_is_always_said() -> None:
    with watching() as one:
        one.ready()
        assert set(ALWAYS_UNSEEN) <= set(one.watch.coverage.blind_spots)


@pytest.mark.parametrize(("asleep", "why"), [(True, "suspended"), (False, "stopped")])
def test_a_gap_is_told_and_everything_looked_at_again(
    reader: FakeReader,
    asleep: bool,  # noqa: FBT001 - a column of the table
    why: str,
) -> None:
    with watching(FakeSensor(first_look=first_look), reader=reader) as one:
        one.ready()
        del reader.processes[10]
        reader.add(make_facts("peek", pid=20))
        one.move(60, asleep=asleep)
        (gap,) = one.told(Gap)
        assert (gap.until - gap.since, gap.at, gap.why) == (60, gap.until, why)
        assert [event.finding.tool for event in one.told(Ended)] == ["obs"]
        assert [event.finding.tool for event in one.told(Started)] == ["obs", "peek"]
        one.settle()
        assert len(one.told(Gap)) == 1


def test_a_short_breath_is_no_gap() -> None:
    with watching() as one:
        one.ready()
        one.move(3.9)
        one.move(3.9, asleep=True)
        assert one.told(Gap) == []


def test_a_slow_look_after_a_gap_is_no_second_gap(reader: FakeReader) -> None:
    class SlowReader(FakeReader):
        def pids(self) -> list[int]:
            one.clock.move(30)
            return super().pids()

    with watching(reader=SlowReader(*reader.processes.values())) as one:
        one.ready()
        one.move(60)
        one.settle()
        assert len(one.told(Gap)) == 1


def test_a_sensors_own_gap_is_passed_on() -> None:
    with watching() as one:
        one.ready().watch.report.gap(1.0, 2.0, "events were lost")
        one.settle()
        assert [(gap.since, gap.until, gap.why) for gap in one.told(Gap)] == [(1.0, 2.0, "events were lost")]


def test_an_exec_is_another_program(reader: FakeReader) -> None:
    with watching(FakeSensor(first_look=first_look), reader=reader) as one:
        one.ready()
        reader.add(make_facts("vim", pid=10))
        one.watch.report.process_started(10)
        one.settle()
        assert [event.finding.tool for event in one.told(Ended)] == ["obs"]
        assert one.watch.findings == ()


def test_the_end_of_a_process_ends_it_at_once(reader: FakeReader) -> None:
    with watching(FakeSensor(first_look=first_look), reader=reader) as one:
        one.ready()
        one.watch.report.saw(make_sighting("x11", pid=10))
        one.watch.report.process_ended(10)
        one.settle()
        assert [event.finding.id for event in one.told(Ended)] == ["f1"]


def test_what_a_sensor_says_too_late_of_a_process_is_no_news(reader: FakeReader) -> None:
    with watching(FakeSensor(first_look=first_look), reader=reader) as one:
        one.ready().watch.report.process_ended(10)
        del reader.processes[10]
        one.watch.report.saw(make_sighting("screencopy", pid=10))
        reader.add(make_facts(exe=None, pid=10))  # a zombie, whose parent has not looked yet
        one.watch.report.saw(make_sighting("pipewire", pid=10))
        one.settle()
        assert len(one.told(Started)) == len(one.told(Ended)) == 1
        reader.add(make_facts("vim", pid=10))  # another program
        one.watch.report.saw(make_sighting("screencopy", pid=10))
        one.settle()
        assert [finding.name for finding in one.watch.findings] == ["vim"]


def test_a_sighting_of_a_process_that_nobody_knew_is_news_even_if_it_is_gone(reader: FakeReader) -> None:
    with watching(FakeSensor(first_look=first_look), reader=reader) as one:
        one.ready().watch.report.process_ended(77)
        one.watch.report.saw(make_sighting("screencopy", pid=77, who="ghost"))
        one.settle()
        assert [event.finding.name for event in one.told(Started)][1:] == ["ghost"]


def test_behaviour_joins_the_finding_of_its_program(reader: FakeReader) -> None:
    with watching(FakeSensor(first_look=first_look), reader=reader) as one:
        one.ready()
        one.watch.report.saw(make_sighting("x11", pid=10))
        one.settle()
        (changed,) = one.told(Changed)
        assert changed.finding.strength is Strength.CAPTURING
        assert [evidence.sensor for evidence in changed.finding.evidence] == ["process-events", "x11"]
        one.watch.report.withdraw("x11", "k")
        one.move(CLEAR_AFTER - 2)
        assert len(one.told(Changed)) == 1
        one.move(2)
        assert one.told(Changed)[-1].finding.strength is Strength.RUNNING


def test_an_unknown_program_is_caught_by_what_it_does(reader: FakeReader) -> None:
    with watching(reader=reader) as one:
        one.ready()
        one.watch.report.saw(make_sighting("x11", "a", pid=11))
        one.watch.report.saw(make_sighting("x11", "b", pid=None, kind=Kind.CAMERA))
        one.watch.report.saw(make_sighting("x11", "c", pid=999, who="ghost", confidence=Confidence.LOW))
        one.settle()
        found = {event.finding.name: event.finding for event in one.told(Started)}
        assert set(found) == {"vim", "A program that cannot be named", "ghost"}
        assert {finding.tool for finding in found.values()} == {None}
        assert found["ghost"].confidence is Confidence.LOW


def test_a_helper_counts_to_the_recorder_that_started_it(reader: FakeReader) -> None:
    reader.add(
        make_facts("peek", pid=20), make_facts("ffmpeg", "-f", "x11grab", "-i", ":0", pid=21, parent=20)
    )
    with watching(reader=reader) as one:
        one.ready()
        one.watch.report.process_started(20)
        one.watch.report.process_started(21)
        one.settle()
        assert [event.finding.tool for event in one.told(Started)] == ["peek"]
        assert one.told(Changed)[-1].finding.strength is Strength.CAPTURING
        assert {finding.pid for finding in one.watch.findings} == {20}
