"""The notebook over a real encrypted journal."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from guard.vault.journal.entry import Entry
from guard.vault.journal.journal import Journal
from guard.wellbeing import prompts
from guard.wellbeing.entries import (
    Body,
    End,
    Liked,
    Mood,
    Note,
    Offline,
    Person,
    Plan,
    Reflection,
    SessionNote,
    When,
)
from guard.wellbeing.errors import NoteNotKeptError
from guard.wellbeing.notebook import Notebook
from tests.wellbeing.helpers import TODAY

SESSION = SessionNote(
    planned=60, live=55, end=End.FINISHED, asked=2, answered=1, limits_kept="yes", late=True
)
BEFORE = Mood(when=When.BEFORE, energy=1, pleasantness=-1, word="tense")
SMILE = Reflection(prompt="joy.smile", text="the rain")
EVERY: tuple[Body, ...] = (
    SESSION,
    BEFORE,
    SMILE,
    Offline(minutes=60, activities=("tea", "own.1")),
    Plan(instead="tea"),
    Person(name="Wren", reach="by phone", when="evenings"),
    Liked(activity="own.1", words="Fold paper cranes"),
)


@dataclass
class Wanted:
    keep_sessions: bool = True
    keep_moods: bool = True
    keep_reflections: bool = True
    keep_reflection_text: bool = True
    keep_offline: bool = True


@pytest.fixture
def wanted() -> Wanted:
    return Wanted()


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal.create(tmp_path / "journal.db", bytes(32))
    yield journal
    journal.close()


@pytest.fixture
def notebook(journal: Journal, wanted: Wanted) -> Notebook[Entry]:
    numbers = itertools.count()
    return Notebook(journal, Entry, lambda: wanted, lambda: f"n{next(numbers)}")


@pytest.mark.parametrize("body", EVERY)
def test_each_kind_is_kept_found_changed_and_forgotten(notebook: Notebook[Entry], body: Body) -> None:
    note = notebook.keep(body, TODAY, "s1")
    assert note == Note("n0", TODAY, "s1", body)
    assert notebook.find(type(body)).notes == (note,)
    assert notebook.newest(type(body), 5).notes == (note,)
    assert notebook.find(type(body), last=TODAY - timedelta(days=1)).notes == ()
    assert notebook.change(note, body) == note
    assert notebook.forget([note.id]).notes == 1
    assert notebook.find(type(body)).notes == ()


@pytest.mark.parametrize(
    ("choice", "body"),
    [
        ("keep_sessions", SESSION),
        ("keep_moods", BEFORE),
        ("keep_reflections", SMILE),
        ("keep_offline", Offline(minutes=15)),
    ],
)
def test_what_is_turned_off_is_not_kept(
    notebook: Notebook[Entry], journal: Journal, wanted: Wanted, choice: str, body: Body
) -> None:
    standing = notebook.keep(body, TODAY)
    assert standing is not None
    setattr(wanted, choice, False)
    assert not notebook.keeps(type(body))
    assert notebook.keep(body, TODAY - timedelta(days=1)) is None
    assert notebook.change(standing, body) is None
    assert len(journal.between(date.min, date.max)) == 1, "what was kept before stays until it is deleted"


def test_own_words_are_left_out_unless_wanted(notebook: Notebook[Entry], wanted: Wanted) -> None:
    wanted.keep_reflection_text = False
    note = notebook.keep(SMILE, TODAY)
    assert note is not None
    assert note.body == Reflection(prompt="joy.smile")
    assert notebook.find(Reflection).notes[0].body.text == ""


def test_no_time_of_day_is_kept(notebook: Notebook[Entry], journal: Journal) -> None:
    for body in EVERY:
        notebook.keep(body, TODAY, "s1")
    entries = journal.between(date.min, date.max)
    assert len(entries) == len(EVERY)
    assert {entry.at for entry in entries} == {datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)}


def test_a_mood_of_the_same_time_takes_the_old_ones_place(notebook: Notebook[Entry]) -> None:
    next_day = Mood(when=When.NEXT_DAY, energy=0, pleasantness=1)
    notebook.keep(BEFORE, TODAY, "s1")
    notebook.keep(next_day, TODAY + timedelta(days=1), "s1")
    notebook.keep(Mood(when=When.NEXT_DAY, energy=0, pleasantness=2), TODAY + timedelta(days=2), "s1")
    notebook.keep(next_day, TODAY + timedelta(days=1), "s2")
    notebook.keep(next_day, TODAY, "")
    notebook.keep(next_day, TODAY, "")
    found = [(note.session, note.body.when, note.body.pleasantness) for note in notebook.find(Mood).notes]
    assert sorted(found) == [
        ("", "next-day", 1),
        ("", "next-day", 1),
        ("s1", "before", -1),
        ("s1", "next-day", 2),
        ("s2", "next-day", 1),
    ]


def test_a_day_has_one_offline_note_and_one_plan(notebook: Notebook[Entry]) -> None:
    for minutes in (15, 60):
        notebook.keep(Offline(minutes=minutes), TODAY)
        notebook.keep(Plan(), TODAY)
        notebook.keep(Offline(minutes=minutes), TODAY - timedelta(days=1))
    assert [note.body.minutes for note in notebook.find(Offline).notes] == [60, 60]
    assert len(notebook.find(Plan).notes) == 1


def test_a_question_is_answered_once_a_session_and_an_activity_liked_once(notebook: Notebook[Entry]) -> None:
    asked, answered = Reflection(prompt="joy.heard"), Reflection(prompt="joy.heard", step=4)
    for session in ("s1", "s2"):
        notebook.keep(asked, TODAY, session)
        notebook.keep(Reflection(prompt="joy.laugh"), TODAY, session)
        notebook.keep(answered, TODAY, session)
    assert sum(note.body == answered for note in notebook.find(Reflection).notes) == 2
    assert len(notebook.find(Reflection).notes) == 4
    for day in (TODAY, TODAY - timedelta(days=400)):
        notebook.keep(Liked(activity="tea"), day)
    notebook.keep(Liked(activity="walk-short"), TODAY)
    assert len(notebook.find(Liked).notes) == 2


def test_a_refused_note_changes_nothing(notebook: Notebook[Entry]) -> None:
    notebook.keep(Offline(minutes=15), TODAY)
    with pytest.raises(NoteNotKeptError):
        notebook.keep(Offline(minutes=17), TODAY)
    assert [note.body.minutes for note in notebook.find(Offline).notes] == [15]


def test_a_newer_and_a_broken_note_are_told_and_kept(notebook: Notebook[Entry], journal: Journal) -> None:
    at = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert notebook.find(Mood).notice == ""
    journal.add(Entry("broken", TODAY, at, "mood", "", b"\xff"))
    assert "cannot read a note" in notebook.find(Mood).notice
    journal.add(Entry("newer", TODAY, at, "mood", "", b'{"v": 9, "note": {}}'))
    note = notebook.keep(BEFORE, TODAY, "s1")
    found, diary = notebook.find(Mood), notebook.diary()
    assert found.notes == diary.moods == (note,)
    assert (found.newer, found.unreadable) == (diary.newer, diary.unreadable) == (1, 1)
    assert "newer Guard" in found.notice
    assert "left out here: 2" in notebook.export_text()
    assert [row.get("id") for row in notebook.export()] == [None, "broken", "newer", "n0"]
    assert notebook.forget_kind(Mood).notes == 3
    assert notebook.find(Mood).notice == ""


def test_a_diary_holds_what_insights_need(notebook: Notebook[Entry]) -> None:
    for body in EVERY:
        notebook.keep(body, TODAY, "s1")
    diary = notebook.diary(TODAY, TODAY)
    assert [note.body for note in (*diary.sessions, *diary.moods, *diary.offline)] == [
        SESSION,
        BEFORE,
        EVERY[3],
    ]
    assert notebook.diary(TODAY + timedelta(days=1)).sessions == ()


def test_a_session_and_everything_can_be_forgotten(notebook: Notebook[Entry]) -> None:
    for session in ("s1", "s2"):
        notebook.keep(SESSION, TODAY, session)
        notebook.keep(BEFORE, TODAY, session)
    assert notebook.forget_session("s1").notes == 2
    assert [note.session for note in notebook.find(Mood).notes] == ["s2"]
    assert notebook.forget_everything().notes == 2
    assert list(notebook.export()) == [{"about": "Private notes. Not a record of consent."}]


def test_an_export_is_values_that_json_can_hold(notebook: Notebook[Entry], journal: Journal) -> None:
    notebook.keep(BEFORE, TODAY, "s1")
    journal.add(Entry("other", TODAY, datetime(2026, 1, 1, tzinfo=UTC), "limit", "", b"{}"))
    told = json.loads(json.dumps(list(notebook.export())))
    assert told == [
        {"about": "Private notes. Not a record of consent."},
        {
            "id": "n0",
            "day": "2026-06-14",
            "kind": "mood",
            "session": "s1",
            "body": {"v": 1, "note": {"when": "before", "energy": 1, "pleasantness": -1, "word": "tense"}},
        },
    ]


def test_a_text_export_says_first_what_it_is_not(notebook: Notebook[Entry]) -> None:
    for body in EVERY:
        notebook.keep(body, TODAY, "s1")
    notebook.keep(Reflection(prompt="joy.heard", step=4), TODAY, "s1")
    notebook.keep(Reflection(prompt="joy.gone"), TODAY - timedelta(days=1), "s1")
    notebook.keep(Reflection(prompt="joy.again", choice="gladly"), TODAY, "s1")
    texts = {**prompts.load().texts, "tea": "Make tea"}
    assert notebook.export_text(texts).splitlines() == [
        "Private notes. Not a record of consent.",
        "",
        "2026-06-13",
        "  joy.gone (skipped)",
        "",
        "2026-06-14",
        "  Session of about 55 min, planned 60 min, ended: finished, check-ins 1 of 2, after 23:00, limits kept: yes",
        "  Mood (before): energy +1, pleasantness -1, tense",
        "  What made me smile? the rain",
        "  Good time offline: 60 min, enough sleep: not said, Make tea, own.1",
        "  Planned: not tonight, instead: Make tea",
        "  I felt heard. 4 of 5",
        "  Would I like a time like this again? Gladly",
        "",
        "People to turn to",
        "  Wren, by phone, evenings",
        "",
        "Things I like",
        "  Fold paper cranes",
    ]
