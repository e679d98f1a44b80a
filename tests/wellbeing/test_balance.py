"""Things to do, evenings kept free, and the pause before a session."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.errors import DataFileError
from guard.wellbeing import balance, feelings
from guard.wellbeing.coding import decode, encode
from guard.wellbeing.entries import Liked, Offline, Plan
from guard.wellbeing.errors import NoteNotKeptError

KNOWN = balance.activities()
WORDS = balance.pause_words()


@dataclass(frozen=True)
class Hours:
    quiet_from: int = 0
    quiet_until: int = 0


NIGHT = Hours(22 * 60 + 30, 7 * 60)
NOON = Hours(12 * 60, 14 * 60)


def at(hour: int, minute: int = 0, day: int = 10) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "hours", "quiet"),
    [
        (at(22, 29), NIGHT, False),
        (at(22, 30), NIGHT, True),
        (at(0), NIGHT, True),
        (at(6, 59), NIGHT, True),
        (at(7), NIGHT, False),
        (at(11, 59), NOON, False),
        (at(12), NOON, True),
        (at(14), NOON, False),
        (at(0), Hours(), False),
        (at(12), Hours(600, 600), False),
    ],
)
def test_quiet_hours_may_reach_over_midnight(now: datetime, hours: Hours, quiet: bool) -> None:  # noqa: FBT001 - a table's column
    assert balance.in_quiet_hours(now, hours) is quiet
    assert (balance.deliberate(now, hours, (), WORDS) is not None) is quiet


@settings(deadline=None)
@given(st.datetimes(), st.integers(0, 1440), st.integers(0, 1440))
def test_every_moment_is_quiet_in_the_hours_or_in_their_rest(now: datetime, start: int, end: int) -> None:
    inside = balance.in_quiet_hours(now, Hours(start, end))
    outside = balance.in_quiet_hours(now, Hours(end, start))
    assert (inside != outside) if start != end else not (inside or outside)


def test_a_pause_has_an_easy_way_out_and_says_whose_wish_it_was() -> None:
    pause = balance.deliberate(at(23), NIGHT, (), WORDS)
    assert pause is not None
    assert (pause.why, pause.seconds, pause.leave, pause.go) == (
        "quiet-hours",
        10,
        "Not tonight",
        "Begin anyway",
    )
    assert "22:30 to 07:00" in pause.text


@pytest.mark.parametrize(
    ("now", "paused"),
    [(at(4, 59), False), (at(5), True), (at(20), True), (at(4, 59, 11), True), (at(5, 0, 11), False)],
)
def test_a_free_evening_lasts_until_the_morning(now: datetime, paused: bool) -> None:  # noqa: FBT001 - a table's column
    pause = balance.deliberate(now, Hours(), {date(2026, 6, 10)}, WORDS)
    assert (pause is not None) is paused
    assert pause is None or pause.why == "not-tonight"


def test_there_are_many_things_to_do_and_each_can_be_kept() -> None:
    assert len(KNOWN) >= 40
    assert len({one.name for one in KNOWN}) == len(KNOWN)
    assert sum(one.late for one in KNOWN) >= 10
    for one in KNOWN:
        for note in (Liked(activity=one.id), Plan(instead=one.id), Offline(activities=(one.id,))):
            assert decode(type(note), encode(note)) == note


def test_own_ones_stand_beside_the_known() -> None:
    own = balance.own_activity("  Fold   paper cranes ", "1a")
    assert decode(Liked, encode(own)) == own
    every = balance.with_own(KNOWN, [own, Liked(activity="tea")])
    assert len(every) == len(KNOWN) + 1
    assert (every[-1].id, every[-1].name) == ("own.1a", "Fold paper cranes")
    for words in ("  ", "x" * 61):
        with pytest.raises(NoteNotKeptError):
            balance.own_activity(words, "1a")


LIKED = st.sets(st.sampled_from([one.id for one in KNOWN]))


@settings(deadline=None)
@given(LIKED, st.randoms(), st.booleans(), st.integers(-1, 60))
def test_ideas_begin_with_what_is_liked_and_leave_room_for_one_more(
    liked: set[str],
    random: Random,
    late: bool,  # noqa: FBT001 - drawn
    count: int,
) -> None:
    found = balance.ideas(KNOWN, liked, random, late=late, count=count)
    fitting = [one for one in KNOWN if one.late or not late]
    assert len(found) == min(max(count, 0), len(fitting))
    assert len(set(found)) == len(found)
    assert all(one.late for one in found if late)
    loved = [one.id in liked for one in found]
    first_other = loved.index(False) if False in loved else len(loved)
    at_hand = sum(one.id in liked for one in fitting)
    assert first_other == min(at_hand, max(count - 1, 0)) or (False not in loved) or count == 1
    if count > 1 and at_hand < len(fitting):
        assert False in loved


def test_the_words_for_a_mood_lie_near_the_two_choices() -> None:
    words = feelings.load()
    assert len(words.every) >= 24
    for energy in range(-2, 3):
        for pleasantness in range(-2, 3):
            near = words.near(energy, pleasantness)
            assert len(near) == 8
            assert all((word.pleasantness > 0) == (pleasantness > 0) for word in near[:2] if pleasantness)
    assert words.near(2, 2)[0].id == "playful"
    assert words.texts["playful"] == "playful"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('activity = [{ id = "a", name = "A" }, { id = "a", name = "B" }]', "“a” is there already"),
        ('activity = [{ id = "own.a", name = "A" }]', "id"),
        ('activity = [{ id = "a", name = "A", minutes = 7 }]', "minutes"),
    ],
)
def test_broken_activities_are_named(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "activities.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as error:
        balance.activities(file)
    assert says in error.value.sentence


def test_broken_words_of_a_pause_and_feelings_are_named(tmp_path: Path) -> None:
    file = tmp_path / "words.toml"
    file.write_text('seconds = 10\nleave = "l"\ngo = "g"\npause = []\n', encoding="utf-8")
    with pytest.raises(DataFileError, match="each reason"):
        balance.pause_words(file)
    one = '[[feeling]]\nid = "a"\nword = "a"\nenergy = 0\npleasantness = 0\n'
    file.write_text(one + one, encoding="utf-8")
    with pytest.raises(DataFileError, match="“a” is there already"):
        feelings.load(file)
