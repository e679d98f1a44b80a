import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.session import keeper as keeping
from guard.session.keeper import SessionKeeper, boot_clock
from guard.session.model import (
    AftercareDone,
    Answered,
    Begin,
    Cancel,
    CheckInAnswer,
    EndReason,
    Finish,
    Pause,
    Phase,
    Quit,
    ReflectDone,
    Resume,
    Stop,
)
from guard.session.unfinished import UnfinishedMarker
from tests.session.fakes import TO_LIVE, TO_READY, BrokenMarker, Clock, FakeMarker, StuckMarker, live


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[StuckMarker]:
    monkeypatch.setattr(keeping, "_DISK_SECONDS", 0.05)
    marker = StuckMarker()
    yield marker
    marker.let_go.set()


def test_the_mark_is_there_before_live_and_until_aftercare_is_done(clock: Clock, tmp_path: Path) -> None:
    marker = UnfinishedMarker(tmp_path)
    keeper = SessionKeeper(clock, marker)
    seen = []
    keeper.subscribe(lambda session: seen.append((session.phase, marker.pending())))
    for event in (*TO_LIVE, Pause("practical"), Resume(mine=True, theirs=True), Stop(), AftercareDone()):
        keeper.do(event)
    assert seen == [
        (Phase.GATE, False),
        (Phase.GATE, False),
        (Phase.READY, False),
        (Phase.LIVE, True),
        (Phase.PAUSED, True),
        (Phase.LIVE, True),
        (Phase.AFTERCARE, True),
        (Phase.CLOSED, False),
    ]
    assert keeper.warning == ""


def test_a_session_that_never_began_leaves_no_mark(clock: Clock) -> None:
    marker = FakeMarker()
    keeper = SessionKeeper(clock, marker)
    for event in (*TO_READY, Cancel()):
        keeper.do(event)
    assert marker.asked == []


@pytest.mark.parametrize("last", [Stop(), Quit()])
def test_the_next_start_is_aftercare_until_that_is_done(
    clock: Clock, tmp_path: Path, last: Stop | Quit
) -> None:
    first = SessionKeeper(clock, UnfinishedMarker(tmp_path))
    live(first)
    first.do(last)
    second = SessionKeeper(clock, UnfinishedMarker(tmp_path))
    assert second.session.phase is Phase.AFTERCARE
    assert second.session.end_reason is EndReason.INTERRUPTED
    second.do(AftercareDone())
    assert SessionKeeper(clock, UnfinishedMarker(tmp_path)).session.phase is Phase.PREPARE


def test_a_folder_that_cannot_be_written_stops_no_session(clock: Clock) -> None:
    keeper = SessionKeeper(clock, BrokenMarker())
    assert keeper.session.phase is Phase.PREPARE
    assert keeper.warning == "It could not be seen."
    live(keeper)
    assert keeper.warning == "It could not be noted."
    assert keeper.do(Stop()).phase is Phase.AFTERCARE
    assert keeper.do(AftercareDone()).phase is Phase.CLOSED
    assert keeper.warning == "It could not be removed."


def test_a_stuck_disk_stops_no_session(clock: Clock, stuck: StuckMarker) -> None:
    keeper = SessionKeeper(clock, stuck)
    live(keeper)
    assert "does not answer" in keeper.warning
    keeper.do(Stop())
    keeper.do(AftercareDone())
    assert keeper.session.phase is Phase.CLOSED


def test_ticks_that_come_late_are_sleep(clock: Clock) -> None:
    keeper = SessionKeeper(clock, FakeMarker())
    keeper.tick()
    live(keeper)
    clock.now += 10.0
    assert keeper.tick().phase is Phase.LIVE
    clock.now += 10.1
    session = keeper.tick()
    assert session.phase is Phase.PAUSED
    assert session.paused_why == "sleep"
    assert session.elapsed(clock.now) == 10.0


def test_a_clock_that_jumps_back_pauses(clock: Clock) -> None:
    keeper = SessionKeeper(clock, FakeMarker())
    keeper.tick()
    live(keeper)
    clock.now -= 50.0
    assert keeper.tick().phase is Phase.PAUSED


def test_a_night_of_sleep_ends_a_session(clock: Clock) -> None:
    keeper = SessionKeeper(clock, FakeMarker())
    keeper.tick()
    live(keeper)
    clock.now += 8 * 3600.0
    assert keeper.tick().end_reason is EndReason.SLEPT


def test_begin_right_after_waking_finds_the_ticket_void(clock: Clock) -> None:
    keeper = SessionKeeper(clock, FakeMarker())
    keeper.tick()
    for event in TO_READY:
        keeper.do(event)
    clock.now += 60.0
    session = keeper.do(Begin())
    assert session.phase is Phase.GATE
    assert not session.gate_open


def test_stop_right_after_waking_is_a_stop(clock: Clock) -> None:
    keeper = SessionKeeper(clock, FakeMarker())
    keeper.tick()
    live(keeper)
    clock.now += 8 * 3600.0
    assert keeper.do(Stop()).end_reason is EndReason.STOPPED


def test_an_unanswered_pause_ends_by_ticks_alone(clock: Clock) -> None:
    keeper = SessionKeeper(clock, FakeMarker())
    keeper.tick()
    live(keeper)
    keeper.do(Pause("practical"))
    for _ in range(299):
        clock.now += 1.0
        assert keeper.tick().phase is Phase.PAUSED
    clock.now += 1.0
    assert keeper.tick().end_reason is EndReason.UNANSWERED


def test_the_boot_clock_runs_forward() -> None:
    first = boot_clock()
    assert boot_clock() >= first


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="this system has no such clock")
def test_the_boot_clock_counts_sleep_where_the_system_can() -> None:
    assert abs(boot_clock() - time.clock_gettime(time.CLOCK_BOOTTIME)) < 60


def test_without_a_boot_clock_another_steady_one_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(time, "CLOCK_BOOTTIME", raising=False)
    assert abs(boot_clock() - time.monotonic()) < 60
    monkeypatch.delattr(time, "clock_gettime", raising=False)
    assert abs(boot_clock() - time.monotonic()) < 60


def test_the_mark_is_gone_before_anybody_looks_back(clock: Clock) -> None:
    marker = FakeMarker()
    keeper = SessionKeeper(clock, marker)
    live(keeper)
    keeper.do(Finish())
    assert keeper.do(AftercareDone()).phase is Phase.REFLECT
    keeper.do(ReflectDone())
    assert marker.asked == ["set", "clear"]


def test_check_ins_come_by_ticks_alone_and_silence_ends_it(clock: Clock) -> None:
    keeper = SessionKeeper(clock, FakeMarker())
    keeper.tick()
    live(keeper)
    seen: dict[Phase, float] = {}
    begun = clock.now
    for _ in range(905):
        clock.now += 1.0
        seen.setdefault(keeper.tick().phase, clock.now - begun)
    assert seen == {Phase.LIVE: 1.0, Phase.CHECK_IN: 600.0, Phase.PAUSED: 690.0, Phase.AFTERCARE: 900.0}
    assert keeper.session.end_reason is EndReason.UNANSWERED


def test_a_check_in_answered_in_time_sets_no_mark_again(clock: Clock) -> None:
    marker = FakeMarker()
    keeper = SessionKeeper(clock, marker)
    live(keeper)
    clock.now += 600.0
    keeper._seen = clock.now
    keeper.tick()
    assert keeper.do(Answered(CheckInAnswer.COMFORTABLE)).phase is Phase.LIVE
    assert marker.asked == ["set"]


def test_red_right_after_waking_is_discomfort(clock: Clock) -> None:
    keeper = SessionKeeper(clock, FakeMarker())
    keeper.tick()
    live(keeper)
    clock.now += 8 * 3600.0
    assert keeper.do(Answered(CheckInAnswer.STOP)).end_reason is EndReason.DISCOMFORT
