"""Insights: what they tell, when they stay silent, and that nothing upsets them."""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard import resources
from guard.errors import DataFileError
from guard.wellbeing import insight, insights
from guard.wellbeing.entries import End, Mood, Note, Offline, SessionNote, When
from guard.wellbeing.insight import ORDER, Insight, Insights
from tests.wellbeing.helpers import TODAY, mood, offline, session

WORDING = insight.load()
Sessions: TypeAlias = Sequence[Note[SessionNote]]
Moods: TypeAlias = Sequence[Note[Mood]]
Away: TypeAlias = Sequence[Note[Offline]]


def look(sessions: Sessions = (), moods: Moods = (), away: Away = (), *, days: int | None = 182) -> Insights:
    return insights.look(TODAY, sessions, moods, away, WORDING, days=days)


def one(found: Insights, wanted: str) -> Insight:
    return next(each for each in found.every if each.id == wanted)


def said(found: Insight) -> list[str]:
    return [line.text for line in found.lines]


def pairs(changes: Sequence[int], when: When, *, after_days: int = 0) -> list[Note[Mood]]:
    befores = [mood(number, When.BEFORE, 0, ago=number + 1) for number in range(len(changes))]
    afters = [
        mood(number, when, change, ago=number + 1 - after_days) for number, change in enumerate(changes)
    ]
    return befores + afters


def test_below_five_sessions_it_says_how_many_there_are() -> None:
    found = look([session(number) for number in range(4)])
    assert not found.enough
    assert found.every == ()
    assert "notes of 4 sessions; from 5 on" in found.about.text


def test_from_five_on_each_insight_is_there_or_says_what_is_missing() -> None:
    found = look([session(number, ago=number) for number in range(5)])
    assert found.enough
    assert tuple(each.id for each in found.every) == ORDER
    assert {each.id for each in found.every if each.enough} == {"late-nights"}
    assert said(one(found, "after")) == [
        "Too little to tell yet: 0 of 5 sessions with a mood before and after."
    ]
    assert all(not each.series for each in found.every if not each.enough)
    assert found.about.text == "This looks at the last 182 days."


def test_moods_alone_make_sessions_too() -> None:
    assert look(moods=pairs([1] * 5, When.AFTER)).enough


def test_a_clear_change_is_told_with_its_spread() -> None:
    found = one(look(moods=pairs([1, 1, 2, 1, 2, 1], When.AFTER)), "after")
    assert said(found) == [
        "Of 6 sessions, the mood afterwards was brighter in 6, the same in 0 and lower in 0.",
        "The usual change is +1 steps. The middle half lies between +1 and +2.",
        "So far it leans to the brighter side.",
    ]
    assert found.suggestion is None
    typical, changes = found.series
    assert [(point.label, point.value) for point in typical.points] == [("before", 0), ("after", 1)]
    assert [point.value for point in changes.points] == [1, 2, 1, 2, 1, 1]
    assert [point.day for point in changes.points] == sorted(TODAY - timedelta(days=1 + n) for n in range(6))


def test_a_heavier_day_after_suggests_and_an_unclear_one_says_so() -> None:
    heavier = one(look(moods=pairs([-1] * 6, When.NEXT_DAY, after_days=1)), "next-day")
    assert said(heavier)[-1] == "So far the day after leans to the heavier side."
    assert heavier.suggestion is not None
    mixed = one(look(moods=pairs([-1, 1, -1, 1, 0, 0], When.NEXT_DAY, after_days=1)), "next-day")
    assert said(mixed)[-1] == "It goes both ways, with no clear lean."
    assert mixed.suggestion is None


def test_moods_of_no_session_are_never_paired() -> None:
    loose = [
        Note(f"x{number}", TODAY, "", Mood(when=when, energy=0, pleasantness=1))
        for number, when in enumerate([When.BEFORE, When.AFTER] * 6)
    ]
    found = look([session(number) for number in range(5)], loose)
    assert not one(found, "after").enough


def test_hours_here_and_away_lie_side_by_side() -> None:
    sessions = [session(number, ago=7 * number, live=90) for number in range(6)]
    away = [offline(ago=7 * number, minutes=60) for number in range(5)]
    found = one(look(sessions, away=away), "hours")
    assert said(found) == [
        "A session usually lasts about 90 min. The middle half lies between 90 and 90 min.",
        "On 5 days with a note, good time away was usually 1 h. The middle half lies between 1 and 1 h.",
    ]
    here, there = found.series
    assert [point.value for point in here.points] == [1.5] * 6
    assert [point.value for point in there.points] == [None, 1.0, 1.0, 1.0, 1.0, 1.0]
    assert found.suggestion is not None
    fuller = one(look(sessions, away=[offline(ago=7 * n, minutes=120) for n in range(5)]), "hours")
    assert fuller.suggestion is None


@pytest.mark.parametrize(("nights", "suggests"), [(2, False), (3, True), (4, True)])
def test_a_few_late_nights_suggest_an_early_one(nights: int, suggests: bool) -> None:  # noqa: FBT001 - a table's column
    sessions = [session(number, ago=number, late=number < nights) for number in range(6)]
    found = one(look(sessions), "late-nights")
    assert said(found)[0].startswith(f"Late nights in the last seven days: {nights}.")
    assert (found.suggestion is not None) is suggests


def test_two_late_sessions_of_a_night_are_one_late_night() -> None:
    found = one(look([session(number, ago=0, late=True) for number in range(6)]), "late-nights")
    assert "last seven days: 1." in said(found)[0]
    assert found.suggestion is None


def with_sleep(rested: Sequence[int], short: Sequence[int]) -> tuple[list[Note[Mood]], list[Note[Offline]]]:
    felt = [*rested, *short]
    moods = [mood(number, When.NEXT_DAY, value, ago=number) for number, value in enumerate(felt)]
    away = [offline(ago=number, sleep="yes" if number < len(rested) else "no") for number in range(len(felt))]
    return moods, away


def test_sleep_is_spoken_of_when_both_sides_have_enough_days() -> None:
    clear = one(look((), *with_sleep([1, 1, 2, 2, 2], [-1, -1, 0, -1, 0])), "sleep")
    assert said(clear) == [
        "Mood on the day after: usually +2 with enough sleep (5 days), and -1 with less (5 days).",
        "Days with enough sleep have been the brighter ones so far.",
    ]
    alike = one(look((), *with_sleep([0, 1, 0, 1, 0], [1, 0, 1, 0, 0])), "sleep")
    assert "look much alike" in said(alike)[-1]
    few = one(look((), *with_sleep([1, 1, 2, 2, 2], [-1, -1, 0, -1])), "sleep")
    assert said(few) == ["Too little to tell yet: 4 of 5 days of each kind, with a mood and a note on sleep."]


def test_late_nights_speak_of_sleep_only_when_the_notes_do() -> None:
    sessions = [session(number, ago=number, late=number < 4) for number in range(10)]
    clear = look(sessions, *with_sleep([1, 1, 2, 2, 2], [-1, -1, 0, -1, 0]))
    alike = look(sessions, *with_sleep([0, 1, 0, 1, 0], [1, 0, 1, 0, 0]))
    suggested = [one(found, "late-nights").suggestion for found in (clear, alike)]
    assert [each is not None and "enough sleep" in each.text for each in suggested] == [True, False]


def test_days_after_late_and_early_ends_are_compared() -> None:
    sessions = [session(number, ago=number + 1, late=number % 2 == 0) for number in range(12)]
    moods = [mood(number, When.NEXT_DAY, -1 if number % 2 == 0 else 1, ago=number) for number in range(12)]
    told = said(one(look(sessions, moods), "late-nights"))
    assert (
        told[1]
        == "Mood on the day after: usually -1 after a late end (6 days), and +1 after an early one (6 days)."
    )
    assert told[2] == "The days after early ends have been the brighter ones so far."


def test_limits_kept_and_slipped() -> None:
    kept = one(look([session(number, ago=number, limits="yes") for number in range(6)]), "limits")
    assert said(kept) == [
        "In 6 of 6 sessions with a note about it, your limits were kept.",
        "They were kept every time.",
    ]
    slipped = [session(number, ago=number, limits="no" if number < 2 else "yes") for number in range(6)]
    lately = one(look([*slipped, session(9)]), "limits")
    assert lately.suggestion is not None
    assert [series.points[-1].value for series in lately.series] == [4, 2]
    long_ago = [session(number, ago=number, limits="no" if number > 8 else "yes") for number in range(12)]
    assert one(look(long_ago), "limits").suggestion is None


def test_check_ins_answered() -> None:
    found = one(look([session(number, ago=number, asked=4, answered=3) for number in range(5)]), "check-ins")
    assert said(found)[0] == "In 5 sessions, 15 of 20 check-ins were answered."
    assert found.suggestion is None
    few = one(look([session(number, asked=4, answered=1) for number in range(5)]), "check-ins")
    assert few.suggestion is not None


def test_old_and_future_notes_are_left_out() -> None:
    old = [session(number, ago=200 + number) for number in range(5)]
    future = [session(10 + number, ago=-1 - number) for number in range(5)]
    assert not look([*old, *future]).enough
    assert look(old, days=None).about.text == "This looks at all of your notes."
    assert not look(future, days=None).enough


DAYS = st.dates() | st.integers(-3, 200).map(lambda ago: TODAY - timedelta(days=ago))
IDS = st.sampled_from(["", *(f"s{number}" for number in range(12))])
NOTE_IDS = st.text("abc", min_size=1, max_size=3)
ANY_SESSION = st.builds(
    SessionNote, planned=st.just(60), live=st.integers(0, 288).map(lambda step: step * 5), end=st.sampled_from(End),
    asked=st.integers(0, 9), answered=st.integers(0, 9), late=st.booleans(), limits_kept=st.sampled_from(["yes", "no", "not-said"]),
)  # fmt: skip
ANY_MOOD = st.builds(
    Mood, when=st.sampled_from(When), energy=st.integers(-2, 2), pleasantness=st.integers(-2, 2)
)
ANY_AWAY = st.builds(
    Offline, minutes=st.integers(0, 64).map(lambda step: step * 15), sleep_ok=st.sampled_from(["yes", "no", "not-said"])
)  # fmt: skip
SESSIONS = st.lists(st.builds(Note, NOTE_IDS, DAYS, IDS, ANY_SESSION), max_size=30)
MOODS = st.lists(st.builds(Note, NOTE_IDS, DAYS, IDS, ANY_MOOD), max_size=60)
AWAY = st.lists(st.builds(Note, NOTE_IDS, DAYS, st.just(""), ANY_AWAY), max_size=30)


def numbers(found: Insights) -> list[float]:
    points = [point for each in found.every for series in each.series for point in series.points]
    values = [value for point in points for value in (point.value, point.low, point.high)]
    return [value for value in values if value is not None]


ANY_NOTES = st.tuples(SESSIONS, MOODS, AWAY)


@settings(max_examples=200, deadline=None)
@given(st.just(TODAY) | st.dates(), ANY_NOTES, st.none() | st.integers(-1, 10**7), st.randoms())
def test_nothing_upsets_them_and_order_does_not_matter(
    today: date, notes: tuple[Sessions, Moods, Away], days: int | None, random: Random
) -> None:
    found = insights.look(today, *notes, WORDING, days=days)
    assert all(math.isfinite(number) for number in numbers(found))
    texts = [line.text for each in found.every for line in each.lines] + [found.about.text]
    texts += [each.suggestion.text for each in found.every if each.suggestion]
    for text in texts:
        assert "{" not in text
        assert "nan" not in text
        assert "-0 " not in text
    sessions, moods, away = notes
    mixed = (
        random.sample(sessions, len(sessions)),
        random.sample(moods, len(moods)),
        random.sample(away, len(away)),
    )
    assert insights.look(today, *mixed, WORDING, days=days) == found


def test_words_that_are_missing_are_named(tmp_path: Path) -> None:
    file = resources.root() / "wellbeing" / "insights.toml"
    broken = tmp_path / "insights.toml"
    broken.write_text(
        file.read_text(encoding="utf-8").replace('id = "sleep"', 'id = "limits"'), encoding="utf-8"
    )
    with pytest.raises(DataFileError, match="each insight needs its words once"):
        insight.load(broken)
