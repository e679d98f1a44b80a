import threading
from functools import partial

import pytest

from guard.capture.sensors.worker import Worker
from tests.support.waiting import wait_until


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "guard-test"]


def test_it_runs_in_a_thread_of_its_own_until_stopped_and_can_start_again() -> None:
    worker = Worker("test")
    seen: list[int] = []

    def run(turn: int) -> None:
        seen.append(turn)
        worker.stopped.wait()

    for turn in (1, 2):
        worker.start(run, turn)
        wait_until(partial(seen.__contains__, turn))
        assert threads() == ["guard-test"]
        worker.stop()
        assert not threads()
    assert seen == [1, 2]


def test_starting_again_ends_what_ran_before() -> None:
    worker = Worker("test")
    worker.start(worker.stopped.wait)
    worker.start(worker.stopped.wait)
    assert threads() == ["guard-test"]
    worker.stop()
    assert not threads()


def test_stop_before_start_and_twice() -> None:
    worker = Worker("test")
    worker.stop()
    worker.start(worker.stopped.wait)
    worker.stop()
    worker.stop()
    assert worker.stopped.is_set()


def test_a_wait_is_interrupted_only_after_stopped_is_set() -> None:
    worker, woken = Worker("test"), threading.Event()
    order: list[bool] = []

    def interrupt() -> None:
        order.append(worker.stopped.is_set())
        woken.set()

    worker.start(woken.wait)
    worker.stop(interrupt=interrupt)
    assert order == [True]
    assert not threads()


def test_its_own_thread_cannot_wait_for_its_own_end() -> None:
    worker = Worker("test")
    refused = threading.Event()

    def run() -> None:
        with pytest.raises(RuntimeError):
            worker.stop()
        refused.set()

    worker.start(run)
    assert refused.wait(20)
    assert worker.stopped.is_set()
    worker.stop()
    assert not threads()
