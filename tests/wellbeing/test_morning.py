from datetime import date, timedelta

import pytest

from guard.wellbeing.entries import End, When
from guard.wellbeing.morning import due
from tests.wellbeing.helpers import TODAY, mood, session


@pytest.mark.parametrize("ago", [1, 2])
def test_yesterdays_session_is_due(ago: int) -> None:
    note = session(1, ago=ago)
    assert due([note], [mood(1, When.AFTER, 1, ago=ago)], TODAY) == note


@pytest.mark.parametrize("ago", [0, 3, 400, -1])
def test_today_and_long_ago_are_not(ago: int) -> None:
    assert due([session(1, ago=ago)], [], TODAY) is None


def test_one_that_was_looked_back_on_is_not_due_again() -> None:
    assert due([session(1, ago=1)], [mood(1, When.NEXT_DAY, 1)], TODAY) is None


@pytest.mark.parametrize("end", [end for end in End if end.hard])
def test_nothing_is_asked_by_itself_after_a_hard_end(end: End) -> None:
    assert due([session(1, ago=1, end=end)], [], TODAY) is None


def test_only_the_last_session_counts() -> None:
    assert due([session(1, ago=2), session(2, ago=0)], [], TODAY) is None
    assert due([], [], TODAY) is None


def test_the_first_day_of_the_calendar_does_no_harm() -> None:
    assert due([session(1, ago=1)], [], date.min + timedelta(days=1)) is None
