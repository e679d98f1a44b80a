"""Notes: what they can hold, what they cannot, and how they become bytes."""

import json
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.errors import BadInputError
from guard.session.phase import EndReason
from guard.wellbeing import days
from guard.wellbeing.coding import KINDS, VERSION, decode, encode, kind_of
from guard.wellbeing.entries import (
    MAX_TEXT,
    Body,
    End,
    Mood,
    Offline,
    Person,
    Reflection,
    SessionNote,
    When,
    rounded,
    session_note,
)
from guard.wellbeing.errors import NewerNoteError, NoteNotKeptError, UnreadableNoteError

SAID = st.sampled_from(["yes", "no", "not-said"])
MINUTES = st.integers(0, 288).map(lambda step: step * 5)
COUNTS = st.integers(0, 1000)
BODIES = st.one_of(
    st.builds(SessionNote, planned=MINUTES, live=MINUTES, end=st.sampled_from(End), asked=COUNTS,
              answered=COUNTS, extended=st.booleans(), late=st.booleans(), limits_kept=SAID),
    st.builds(Mood, when=st.sampled_from(When), energy=st.integers(-2, 2), pleasantness=st.integers(-2, 2)),
    st.builds(Reflection, prompt=st.just("joy.smile"), step=st.none() | st.integers(1, 5),
              text=st.text(st.characters(codec="utf-8"), max_size=MAX_TEXT)),
    st.builds(Offline, minutes=st.integers(0, 64).map(lambda step: step * 15), sleep_ok=SAID,
              activities=st.lists(st.sampled_from(["tea", "own.1a"]), max_size=20).map(tuple)),
    st.builds(Person, name=st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)),
)  # fmt: skip


@settings(deadline=None)
@given(BODIES)
def test_what_is_kept_comes_back(body: Body) -> None:
    assert decode(type(body), encode(body)) == body


@settings(deadline=None)
@given(st.sampled_from(list(KINDS.values())), st.binary(max_size=200))
def test_any_bytes_are_a_note_or_told(shape: type[Body], data: bytes) -> None:
    try:
        body = decode(shape, data)
    except (NewerNoteError, UnreadableNoteError):
        return
    assert isinstance(body, shape)


@settings(deadline=None)
@given(BODIES, st.integers(VERSION + 1, 2**40))
def test_a_newer_note_is_told_whatever_it_holds(body: Body, version: int) -> None:
    newer = json.dumps({"v": version, "note": {"of": "tomorrow"}, "more": [1]}).encode()
    with pytest.raises(NewerNoteError) as error:
        decode(type(body), newer)
    assert "newer Guard" in error.value.sentence


@pytest.mark.parametrize(
    "note",
    [
        '{"when": "after", "energy": 3, "pleasantness": 0}',
        '{"when": "after", "energy": 1, "pleasantness": 0, "names": []}',
        '{"when": "whenever", "energy": 1, "pleasantness": 0}',
        '{"energy": 1, "pleasantness": 0}',
        "[" * 100_000,
    ],
)
def test_a_note_out_of_its_form_is_unreadable(note: str) -> None:
    with pytest.raises(UnreadableNoteError):
        decode(Mood, f'{{"v": 1, "note": {note}}}'.encode())


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (Mood(when=When.AFTER, energy=3, pleasantness=0), "energy"),
        (Mood(when=When.AFTER, energy=0, pleasantness=0, word="Two words"), "word"),
        (SessionNote(planned=61, live=0, end=End.FINISHED), "planned"),
        (SessionNote(planned=60, live=-5, end=End.FINISHED), "live"),
        (Offline(minutes=20), "minutes"),
        (Reflection(prompt="joy.smile\n"), "prompt"),
        (Reflection(prompt="joy.smile", step=6), "step"),
        (Reflection(prompt="joy.smile", text="x" * (MAX_TEXT + 1)), "text"),
        (Person(name=""), "name"),
        (Person(name="\ud800"), "note"),
    ],
)
def test_a_value_out_of_bounds_is_refused_by_its_name(body: Body, field: str) -> None:
    with pytest.raises(NoteNotKeptError) as error:
        encode(body)
    assert error.value.field == field
    assert isinstance(error.value, BadInputError)
    assert "x" * 20 not in error.value.sentence


def test_a_sessions_note_has_no_room_for_names_places_content_or_times() -> None:
    fields = {field.name: field.type for field in msgspec.structs.fields(SessionNote)}
    assert set(fields) == {
        "planned", "live", "end", "asked", "answered", "extended", "late", "limits_kept",
    }  # fmt: skip
    assert str not in fields.values()


def test_words_stay_out_of_logs() -> None:
    told = f"{Person(name='Wren', reach='at the mill')!r} {[Reflection(prompt='joy.smile', text='a secret')]}"
    assert told == "Person(...) [Reflection(...)]"


def test_every_end_of_a_session_has_its_word_and_no_hard_one_is_taken_for_gentle() -> None:
    for reason in EndReason:
        assert End.of(reason.value).value == reason.value
        assert End.of(reason.value).hard or not reason.hard
    for unheard_of in ("of-tomorrow", "", None):
        assert End.of(unheard_of) is End.UNKNOWN
        assert End.of(unheard_of).hard


def test_kinds_are_words_that_the_journal_takes() -> None:
    assert all(kind_of(shape) == kind for kind, shape in KINDS.items())
    assert all(kind.isalpha() and kind.islower() for kind in KINDS)


@pytest.mark.parametrize(
    ("seconds", "minutes"),
    [(0, 0), (149, 0), (150, 5), (3333, 55), (1e9, 1440), (-60, 0), (1440 * 60 - 1, 1440)],
)
def test_minutes_are_round(seconds: float, minutes: int) -> None:
    assert rounded(seconds) == minutes


@pytest.mark.parametrize(
    ("hour", "minute", "live", "late"),
    [(22, 59, 60, False), (23, 0, 5, True), (4, 59, 5, True), (5, 10, 30, True), (5, 40, 30, False), (5, 30, 420, True), (12, 0, 0, False)],
)  # fmt: skip
def test_late_means_after_eleven(hour: int, minute: int, live: int, late: bool) -> None:  # noqa: FBT001 - a table's column
    ended = datetime(2026, 3, 1, hour, minute, tzinfo=UTC)
    note = session_note(
        ended=ended, planned_seconds=3600, live_seconds=live * 60, end=End.FINISHED, asked=2, answered=3
    )
    assert note.late is late
    assert (note.live, note.answered) == (live, 2)


def test_an_evening_lasts_until_five_in_the_morning() -> None:
    assert days.evening_of(datetime(2026, 3, 2, 4, 59, tzinfo=UTC)) == date(2026, 3, 1)
    assert days.evening_of(datetime(2026, 3, 2, 5, 0, tzinfo=UTC)) == date(2026, 3, 2)
    assert days.evening_of(datetime(1, 1, 1, 1, 0, tzinfo=UTC)) == date.min


@settings(deadline=None)
@given(st.dates())
def test_a_week_begins_on_monday(day: date) -> None:
    monday = days.week_of(day)
    assert monday.weekday() == 0
    assert timedelta(0) <= day - monday < timedelta(days=7)
