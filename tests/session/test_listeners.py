import contextlib
from threading import Barrier, Event, Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.session.keeper import SessionKeeper
from guard.session.model import (
    AftercareDone,
    Begin,
    Cancel,
    Expectation,
    ExpectMore,
    Pause,
    Phase,
    PlanChosen,
    Session,
    Stop,
)
from tests.session.fakes import PLAN, TO_LIVE, Clock, FakeMarker, live


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_listeners_hear_changes_only_and_can_leave(clock: Clock) -> None:
    keeper = SessionKeeper(clock, FakeMarker())
    heard: list[Phase] = []
    leave = keeper.subscribe(lambda session: heard.append(session.phase))
    keeper.tick()
    keeper.do(Begin())
    assert heard == []
    keeper.do(PlanChosen(PLAN))
    leave()
    leave()
    keeper.do(Cancel())
    assert heard == [Phase.GATE]


def test_a_listener_may_act_and_all_hear_it_in_order(clock: Clock) -> None:
    keeper = SessionKeeper(clock, FakeMarker())
    heard: list[Phase] = []

    def stop_at_once(session: Session) -> None:
        if session.phase is Phase.LIVE:
            keeper.do(Stop())

    keeper.subscribe(stop_at_once)
    keeper.subscribe(lambda session: heard.append(session.phase))
    for event in TO_LIVE:
        keeper.do(event)
    assert heard == [Phase.GATE, Phase.GATE, Phase.READY, Phase.LIVE, Phase.AFTERCARE]


def test_one_broken_listener_keeps_no_other_from_hearing_of_a_stop(clock: Clock) -> None:
    keeper = SessionKeeper(clock, FakeMarker())
    live(keeper)
    heard: list[Phase] = []

    def broken(_session: Session) -> None:
        raise RuntimeError("broken")

    keeper.subscribe(broken)
    keeper.subscribe(lambda session: heard.append(session.phase))
    with pytest.raises(RuntimeError, match="broken"):
        keeper.do(Stop())
    assert heard == [Phase.AFTERCARE]
    assert keeper.session.phase is Phase.AFTERCARE
    with contextlib.suppress(RuntimeError):
        keeper.do(AftercareDone())
    assert heard == [Phase.AFTERCARE, Phase.CLOSED]


def test_a_stuck_listener_holds_up_no_stop(clock: Clock) -> None:
    keeper = SessionKeeper(clock, FakeMarker())
    live(keeper)
    entered, let_go = Event(), Event()

    def stuck(session: Session) -> None:
        if session.phase is Phase.PAUSED:
            entered.set()
            let_go.wait(30)

    keeper.subscribe(stuck)
    pausing = Thread(target=lambda: keeper.do(Pause("practical")))
    pausing.start()
    assert entered.wait(30)
    assert keeper.do(Stop()).phase is Phase.AFTERCARE
    let_go.set()
    pausing.join()


@settings(deadline=None)
@given(st.integers(2, 6))
def test_threads_share_one_session_and_nothing_is_lost(count: int) -> None:
    keeper = SessionKeeper(Clock(), FakeMarker())
    heard: list[Session] = []
    live(keeper)
    keeper.subscribe(heard.append)
    start = Barrier(count)

    def work(number: int) -> None:
        start.wait()
        for turn in range(20):
            keeper.do(ExpectMore(Expectation(f"program-{number}-{turn}", "camera")))

    threads = [Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sizes = [len(session.plan.expected) for session in heard if session.plan]
    assert sizes == list(range(1, count * 20 + 1))
    assert heard[-1] is keeper.session
