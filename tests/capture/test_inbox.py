"""What sensors leave for the watch: in order, and nothing that concerns nobody."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.inbox import MOST_AT_ONCE, Inbox
from tests.capture.strategies import make_sighting


class Notes:
    """Writes down what it is told, and knows the pids it is told to."""

    def __init__(self) -> None:
        self.heard: list[tuple[Any, ...]] = []
        self.known: set[int] = set()

    def knows(self, pid: int) -> bool:
        return pid in self.known

    def look_at(self, pid: int, facts: object) -> None:
        del facts
        self.heard.append(("look", pid))

    def forget(self, pid: int) -> None:
        self.heard.append(("forget", pid))

    def rescan(self, why: str) -> None:
        self.heard.append(("rescan", why))

    def add(self, sighting: object) -> None:
        self.heard.append(("add", sighting))

    def withdraw(self, sensor: str, key: str) -> None:
        self.heard.append(("withdraw", sensor, key))

    def note(self, state: object) -> None:
        self.heard.append(("note", state))

    def pass_on(self, since: float, until: float, why: str) -> None:
        self.heard.append(("gap", since, until, why))


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def inbox(notes: Notes) -> Inbox:
    return Inbox(notes)


def plainly(work: Callable[[], None]) -> None:
    work()


def work_through(inbox: Inbox) -> bool:
    return inbox.work_through(0, plainly)


def test_everything_is_passed_on_in_order(inbox: Inbox, notes: Notes) -> None:
    seen = make_sighting()
    inbox.process_started(7)
    inbox.process_ended(7)
    inbox.rescan("why")
    inbox.saw(seen)
    inbox.withdraw("x11", "k")
    inbox.gap(1.0, 2.0, "why")
    assert work_through(inbox)
    assert notes.heard == [
        ("look", 7),
        ("forget", 7),
        ("rescan", "why"),
        ("add", seen),
        ("withdraw", "x11", "k"),
        ("gap", 1.0, 2.0, "why"),
    ]


def test_the_end_of_a_process_that_concerns_nobody_is_no_word(inbox: Inbox, notes: Notes) -> None:
    inbox.process_started(7)
    work_through(inbox)
    inbox.process_ended(7)
    inbox.process_ended(8)
    work_through(inbox)
    assert notes.heard == [("look", 7)]


def test_the_end_of_a_process_that_is_known_or_will_be_is_told(inbox: Inbox, notes: Notes) -> None:
    notes.known = {7}
    inbox.process_ended(7)
    inbox.saw(make_sighting(pid=8))
    inbox.process_ended(8)
    inbox.process_started(9)
    inbox.process_started(9)
    inbox.process_ended(9)
    work_through(inbox)
    assert [one for one in notes.heard if one[0] == "forget"] == [("forget", 7), ("forget", 8), ("forget", 9)]


def test_an_end_during_the_last_of_two_looks_is_told(inbox: Inbox, notes: Notes) -> None:
    def end_in_the_second(work: Callable[[], None]) -> None:
        work()
        inbox.process_ended(9)

    inbox.process_started(9)
    inbox.process_started(9)
    inbox.work_through(0, end_in_the_second)
    assert notes.heard == [("look", 9), ("look", 9)]
    work_through(inbox)
    assert notes.heard[2:] == [("forget", 9)]


def test_a_look_that_fails_waits_no_longer(inbox: Inbox, notes: Notes) -> None:
    def fail(_: int, __: object) -> None:
        raise RuntimeError("no")

    notes.look_at = fail  # type: ignore[assignment] # this one fails
    inbox.process_started(7)
    with pytest.raises(RuntimeError):
        work_through(inbox)
    inbox.process_ended(7)
    work_through(inbox)
    assert notes.heard == []


def test_a_closed_inbox_ends_the_work_after_what_waits(inbox: Inbox, notes: Notes) -> None:
    inbox.process_started(7)
    inbox.close()
    inbox.process_started(8)
    assert not work_through(inbox)
    assert notes.heard == [("look", 7)]
    inbox.empty()
    assert work_through(inbox)


@given(st.integers(min_value=0, max_value=3 * MOST_AT_ONCE))
def test_a_flood_is_taken_in_parts_and_whole(count: int) -> None:
    notes = Notes()
    inbox = Inbox(notes)
    for pid in range(count):
        inbox.process_started(pid)
    for _ in range(1 + count // MOST_AT_ONCE):
        before = len(notes.heard)
        assert work_through(inbox)
        assert len(notes.heard) - before <= MOST_AT_ONCE + 1
    assert [pid for _, pid in notes.heard] == list(range(count))
