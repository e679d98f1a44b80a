import logging
import threading
from collections.abc import Iterator
from functools import partial

import pytest

from guard.capture.finding import Kind, SensorMode, SensorState, Sighting, Strength
from guard.capture.sensors.relay import Relay
from guard.capture.sensors.worker import FAILED, HANGS, Care, Worker
from tests.capture.sensors.reports import Notebook
from tests.support.waiting import wait_until

SOON = Care(first_retry=0.01, slowest_retry=0.02, longest_look=3.0, stop_within=0.1)
WORKS = SensorState("test", SensorMode.ON, "it works")
NOT_HERE = SensorState("test", SensorMode.OFF, "there is nothing here")


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "guard-test"]


def sighting(key: str) -> Sighting:
    return Sighting("test", key, Kind.SCREEN, Strength.CAPTURING, "it was seen", 7)


@pytest.fixture
def worker() -> Iterator[Worker]:
    one = Worker("test", care=SOON, clock=iter(range(1000, 2000)).__next__)
    yield one
    one.stop()
    wait_until(lambda: not threads())


def until_stopped(worker: Worker, _: Relay) -> None:
    worker.stopped.wait()


def test_it_runs_in_a_thread_of_its_own_until_stopped_and_can_start_again(worker: Worker) -> None:
    seen: list[int] = []

    def run(_: Relay) -> None:
        seen.append(len(seen) + 1)
        worker.stopped.wait()

    for turn in (1, 2):
        worker.start(run, Notebook())
        wait_until(partial(seen.__contains__, turn))
        assert threads() == ["guard-test"]
        worker.stop()
        assert not threads()
    assert seen == [1, 2]


def test_starting_again_ends_what_ran_before(worker: Worker) -> None:
    worker.start(partial(until_stopped, worker), Notebook())
    worker.start(partial(until_stopped, worker), Notebook())
    assert threads() == ["guard-test"]
    worker.stop()
    assert not threads()


def test_stop_before_start_and_twice(worker: Worker) -> None:
    worker.stop()
    worker.start(partial(until_stopped, worker), Notebook())
    worker.stop()
    worker.stop()
    assert worker.stopped.is_set()


def test_a_wait_is_interrupted_only_after_stopped_is_set(worker: Worker) -> None:
    woken = threading.Event()
    order: list[bool] = []

    def interrupt() -> None:
        order.append(worker.stopped.is_set())
        woken.set()

    worker.start(lambda _: woken.wait(), Notebook())
    worker.stop(interrupt=interrupt)
    assert order == [True]
    assert not threads()


def test_its_own_thread_cannot_wait_for_its_own_end(worker: Worker) -> None:
    refused = threading.Event()

    def run(_: Relay) -> None:
        with pytest.raises(RuntimeError):
            worker.stop()
        refused.set()

    worker.start(run, Notebook())
    assert refused.wait(20)
    assert worker.stopped.is_set()
    worker.stop()
    assert not threads()


def test_a_fault_is_told_and_the_sensor_begins_anew(worker: Worker, caplog: pytest.LogCaptureFixture) -> None:
    notes, again = Notebook(), threading.Event()

    def run(report: Relay) -> None:
        report.saw(sighting("holds"))
        if not report.took_over:
            report.saw(sighting("ends unseen"))
        report.state(WORKS)
        if not report.took_over:
            raise ZeroDivisionError
        again.set()
        worker.stopped.wait()

    with caplog.at_level(logging.CRITICAL, "guard.capture.sensors.worker"):
        worker.start(run, notes)
        assert again.wait(20)
    assert [(state.mode, state.why) for state in notes.states] == [
        (SensorMode.ON, "it works"),
        (SensorMode.OFF, FAILED),
        (SensorMode.ON, "it works"),
    ]
    assert ("withdraw", ("test", "ends unseen")) in notes.said
    assert ("withdraw", ("test", "holds")) not in notes.said
    (gap,) = notes.pids("gap")
    assert gap == (1000, 1001, FAILED)


def test_one_that_never_worked_left_no_gap(worker: Worker, caplog: pytest.LogCaptureFixture) -> None:
    notes, tries = Notebook(), iter((True, True, False))

    def run(report: Relay) -> None:
        if next(tries):
            raise OSError(5, "it cannot begin")
        report.state(NOT_HERE)
        report.state(WORKS)
        worker.stopped.wait()

    with caplog.at_level(logging.CRITICAL, "guard.capture.sensors.worker"):
        worker.start(run, notes)
        wait_until(lambda: notes.states[-1:] == [WORKS])
    assert [state.why for state in notes.states] == [FAILED, NOT_HERE.why, WORKS.why]
    assert not notes.pids("gap")


def test_one_that_returns_unasked_is_started_again(worker: Worker) -> None:
    starts: list[bool] = []
    worker.start(lambda report: starts.append(report.took_over), Notebook())
    wait_until(lambda: len(starts) > 2)
    assert starts[:2] == [False, True]


def hang(worker: Worker, notes: Notebook, release: threading.Event) -> None:
    """Start a sensor that hangs in its first life, and let the time pass until that is noticed."""
    hangs = threading.Event()

    def run(report: Relay) -> None:
        report.saw(sighting("a"))
        report.state(WORKS)
        if not report.took_over:
            hangs.set()
            release.wait(60)
            report.saw(sighting("said too late"))
            return
        worker.stopped.wait()

    worker.start(run, notes)
    assert hangs.wait(20)
    for second in range(6):
        worker.look_after(float(second))
    wait_until(lambda: len(notes.states) == 3, what="the next life")


def test_another_thread_takes_the_place_of_one_that_hangs(worker: Worker) -> None:
    notes, release = Notebook(), threading.Event()
    hang(worker, notes, release)
    assert [(state.mode, state.why) for state in notes.states][1] == (SensorMode.OFF, HANGS)
    ((since, until, why),) = [
        value for said, value in notes.said if said == "gap" and isinstance(value, tuple)
    ]
    assert why == HANGS
    assert until - since >= SOON.longest_look
    assert threads() == ["guard-test", "guard-test"]
    release.set()
    wait_until(lambda: threads() == ["guard-test"])
    assert ("saw", sighting("said too late")) not in notes.said


def test_one_that_hangs_does_not_keep_the_program_from_ending(worker: Worker) -> None:
    notes, release = Notebook(), threading.Event()
    worker.start(lambda _: release.wait(60), notes)
    worker.stop()
    assert threads() == ["guard-test"]
    release.set()


def test_rest_and_a_stopped_computer_are_no_hanging(worker: Worker) -> None:
    notes, rests, release = Notebook(), threading.Event(), threading.Event()

    def run(report: Relay) -> None:
        report.state(WORKS)
        with worker.resting:
            rests.set()
            release.wait(60)
        worker.stopped.wait()

    worker.start(run, notes)
    assert rests.wait(20)
    for second in range(0, 600, 60):
        worker.look_after(float(second))
    release.set()
    assert len(notes.states) == 1


def test_time_in_which_nobody_could_look_is_not_held_against_it(worker: Worker) -> None:
    notes, release, busy = Notebook(), threading.Event(), threading.Event()

    def run(report: Relay) -> None:
        report.state(WORKS)
        busy.set()
        release.wait(60)
        worker.stopped.wait()

    worker.start(run, notes)
    assert busy.wait(20)
    worker.look_after(0.0)
    worker.look_after(1.0)
    worker.look_after(3600.0)  # one step, however long
    release.set()
    assert [state.mode for state in notes.states] == [SensorMode.ON]


def test_only_so_many_threads_are_given_up(worker: Worker) -> None:
    release = threading.Event()
    worker.start(lambda _: release.wait(60), Notebook())
    for second in range(200):
        worker.look_after(float(second))
        if second % 10 == 0:
            wait_until(lambda: worker._life is not None and worker._life.rests >= 0)
    assert len(threads()) <= 4
    release.set()
