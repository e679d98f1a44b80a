"""The note of a session and the questions afterwards, over a real journal."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from guard.errors import GuardError
from guard.session.model import EndReason, Phase, Plan, Session
from guard.ui.pages.reflections.afterwards import Afterwards
from guard.ui.pages.reflections.sheet import Answers
from guard.ui.remembering import Remembering
from guard.wellbeing.entries import Mood, Reflection, SessionNote, When
from tests.ui.pages.reflections.notes_desk import DAY, EVENING, MORNING, Bench, bench, bright, evening

PLAN = Plan("p1", "Juniper", "signal", length=3600.0)
LIVE = Session(Phase.LIVE, PLAN)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Bench]:
    made = bench(tmp_path)
    yield made
    made.notes.close()


@pytest.fixture
def remembering(table: Bench) -> Remembering:
    return Remembering(table.desk, may_ask=lambda: True, new_id=lambda: "s1")


def over(reason: EndReason = EndReason.FINISHED, phase: Phase = Phase.AFTERCARE) -> Session:
    return Session(phase, PLAN, live_before=2700.0, end_reason=reason, asked=3, answered=2)


def play(remembering: Remembering, reason: EndReason = EndReason.FINISHED) -> Afterwards | None:
    remembering.follow(LIVE)
    remembering.follow(over(reason))
    reflect = over(reason, Phase.REFLECT)
    remembering.follow(reflect)
    return remembering.reflection(reflect)


def test_a_session_leaves_one_note_in_round_numbers(table: Bench, remembering: Remembering) -> None:
    play(remembering)
    remembering.follow(Session(Phase.CLOSED))
    (note,) = table.all(SessionNote)
    assert note == SessionNote(planned=60, live=45, end=evening().end, asked=3, answered=2)


def test_no_word_of_who_and_where_is_in_the_journal(table: Bench, remembering: Remembering) -> None:
    play(remembering)
    rows = str(list(table.desk.notebook().export()))
    assert "Juniper" not in rows
    assert "signal" not in rows
    assert "21:00" not in rows


@pytest.mark.parametrize("field", ["keep_sessions", "keep_moods", "keep_reflections"])
def test_what_is_turned_off_is_neither_asked_nor_kept(
    table: Bench, remembering: Remembering, field: str
) -> None:
    table.desk.preferences.change(**{field: False})
    asked = play(remembering)
    assert asked is not None
    assert bool(table.all(SessionNote)) is (field != "keep_sessions")
    assert (asked.sheet.mood is not None) is (field != "keep_moods")
    assert (asked.sheet.limits is not None) is (field != "keep_sessions")
    assert bool(asked.sheet.prompts) is (field != "keep_reflections")


def test_with_everything_off_no_journal_is_made(table: Bench, remembering: Remembering) -> None:
    table.desk.preferences.change(keep_sessions=False, keep_moods=False, keep_reflections=False)
    assert play(remembering) is None
    assert not table.notes.has_notebook()


def test_at_most_three_questions(remembering: Remembering) -> None:
    asked = play(remembering)
    assert asked is not None
    assert (asked.sheet.mood is not None) + (asked.sheet.limits is not None) + len(asked.sheet.prompts) == 3


@pytest.mark.parametrize("reason", [reason for reason in EndReason if reason.hard])
def test_after_a_hard_end_nothing_is_asked(table: Bench, remembering: Remembering, reason: EndReason) -> None:
    assert play(remembering, reason) is None
    assert len(table.all(SessionNote)) == (reason is not EndReason.INTERRUPTED)


def test_answers_are_kept_with_their_session(table: Bench, remembering: Remembering, qtbot: QtBot) -> None:
    asked = play(remembering)
    assert asked is not None
    qtbot.addWidget(asked)
    assert asked.sheet.mood is not None
    assert asked.sheet.limits is not None
    asked.sheet.mood.pleasant.pills()[4].click()
    asked.sheet.mood.energy.pills()[3].click()
    asked.sheet.limits.pills()[0].click()
    asked.keep()
    (note,) = table.desk.notebook().find(SessionNote).notes
    (mood,) = table.desk.notebook().find(Mood).notes
    assert note.body.limits_kept == "yes"
    assert (mood.session, mood.day) == (note.session, DAY)
    assert mood.body == Mood(when=When.AFTER, energy=1, pleasantness=2)


def test_skipping_keeps_only_that_it_was_asked(table: Bench, remembering: Remembering, qtbot: QtBot) -> None:
    asked = play(remembering)
    assert asked is not None
    qtbot.addWidget(asked)
    asked.sheet.mood.pleasant.pills()[0].click()  # type: ignore[union-attr] # it asks for the mood, see above
    asked.drop()
    assert table.all(Mood) == []
    assert [answer.answered for answer in table.all(Reflection) if isinstance(answer, Reflection)] == [False]


def test_the_same_question_does_not_come_the_next_evening(table: Bench) -> None:
    seen = []
    for evening_number in range(8):
        table.now[0] = EVENING + timedelta(days=evening_number)
        each = Remembering(table.desk, may_ask=lambda: True, new_id=lambda n=evening_number: f"s{n}")  # type: ignore[misc] # a default as a closure
        asked = play(each)
        assert asked is not None
        seen += [card.prompt.id for card in asked.sheet.prompts]
        asked.drop()
        asked.deleteLater()
    assert len(seen) == len(set(seen)) == 8


def test_the_mood_before_is_kept_with_the_session_only(table: Bench, remembering: Remembering) -> None:
    remembering.before = bright(When.BEFORE)
    remembering.follow(Session(Phase.CANCELLED))
    play(remembering)
    assert table.all(Mood) == []
    remembering.before = bright(When.BEFORE)
    play(remembering)
    assert table.all(Mood) == [bright(When.BEFORE)]


def test_a_journal_that_cannot_be_reached_costs_one_sentence(table: Bench, remembering: Remembering) -> None:
    table.worker.broken = GuardError("The keyring is locked.")
    assert play(remembering) is None
    assert play(remembering) is None
    assert table.told == ["Your notes could not be kept this time. The keyring is locked."]


def test_while_the_window_is_locked_the_journal_waits(table: Bench) -> None:
    open_now = [False]
    remembering = Remembering(table.desk, may_ask=lambda: open_now[0])
    assert play(remembering) is None
    assert not table.notes.has_notebook()
    open_now[0] = True
    remembering.unlocked()
    assert len(table.all(SessionNote)) == 1


def test_the_morning_after_is_due_once(table: Bench, remembering: Remembering) -> None:
    remembering.look()
    assert not table.notes.has_notebook()
    table.keep(evening(), DAY, "s1")
    table.now[0] = MORNING
    remembering.look()
    note = remembering.morning_after
    assert note is not None
    remembering.keep_morning(note, Answers(mood=bright(When.NEXT_DAY)))
    remembering.look()
    (mood,) = table.desk.notebook().find(Mood).notes
    assert (mood.day, mood.session) == (MORNING.date(), "s1")


def test_the_night_still_belongs_to_the_evening(table: Bench, remembering: Remembering) -> None:
    table.keep(evening(), DAY, "s1")
    table.now[0] = datetime.fromisoformat("2026-11-22T03:00")
    remembering.look()
    assert remembering.morning_after is None


def test_the_day_after_a_hard_end_asks_nothing(table: Bench, remembering: Remembering) -> None:
    table.keep(msgspec.structs.replace(evening(), end="discomfort"), DAY, "s1")
    table.now[0] = MORNING
    remembering.look()
    assert remembering.morning_after is None
