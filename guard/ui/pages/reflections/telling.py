"""Notes in plain words, a line each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from guard.ui.pages.settings.dates import day as long_day
from guard.wellbeing import entries, prompts
from guard.wellbeing.days import week_of
from guard.wellbeing.entries import End, Mood, Note, Offline, Plan, SessionNote, When
from guard.wellbeing.insight import spoken
from guard.wellbeing.library import Library

translate = QCoreApplication.translate
AnyNote = Note[Any]


@dataclass(frozen=True, slots=True)
class Day:
    """What was noted for one day, in words; `ids` are the notes that the words come from."""

    day: date
    title: str
    lines: tuple[str, ...]
    ids: tuple[str, ...]
    sessions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """A week's days, the latest first."""

    title: str
    days: tuple[Day, ...]


def weeks(notes: Sequence[AnyNote], library: Library) -> tuple[Week, ...]:
    """Return the notes by week and day, the latest first."""
    by_day: dict[date, list[AnyNote]] = {}
    for note in notes:
        by_day.setdefault(note.day, []).append(note)
    by_week: dict[date, list[Day]] = {}
    for day in sorted(by_day, reverse=True):
        told = _day(day, by_day[day], library)
        by_week.setdefault(week_of(day), []).append(told)
    named = translate("telling", "Week of {day}")
    return tuple(Week(named.format(day=long_day(monday)), tuple(days)) for monday, days in by_week.items())


def line(body: entries.Body, library: Library) -> str:
    """Say one note; "" for one that has nothing to say."""
    tell: dict[type[entries.Body], Callable[[Any], str]] = {
        SessionNote: _session,
        Mood: lambda mood: _mood(mood, library),
        entries.Reflection: lambda answer: _answer(answer, library),
        Offline: lambda offline: _offline(offline, library),
        Plan: lambda _: translate("telling", "An evening that was planned to be free."),
    }
    return tell[type(body)](body) if type(body) in tell else ""


def pleasantness(step: int) -> str:
    """Name a step from heavy to bright."""
    return (
        translate("telling", "heavy"),
        translate("telling", "rather heavy"),
        translate("telling", "in between"),
        translate("telling", "rather bright"),
        translate("telling", "bright"),
    )[min(max(step, -2), 2) + 2]


def energy(step: int) -> str:
    """Name how much energy there was."""
    return (
        translate("telling", "very little energy"),
        translate("telling", "little energy"),
        translate("telling", "some energy"),
        translate("telling", "much energy"),
        translate("telling", "very much energy"),
    )[min(max(step, -2), 2) + 2]


_ORDER = (SessionNote, Mood, entries.Reflection, Offline, Plan)


def _day(day: date, notes: Sequence[AnyNote], library: Library) -> Day:
    known = [note for note in notes if isinstance(note.body, _ORDER)]
    known.sort(key=lambda note: (_ORDER.index(type(note.body)), _moment(note.body)))
    said = tuple(words for note in known if (words := line(note.body, library)))
    sessions = tuple(dict.fromkeys(note.session for note in known if note.session))
    shown = QLocale().toString(QDate(day.year, day.month, day.day), "dddd")
    title = f"{shown}, {long_day(day)}"
    return Day(day, title, said, tuple(note.id for note in known), sessions)


def _moment(body: entries.Body) -> int:
    return list(When).index(body.when) if isinstance(body, Mood) else 0


def _session(note: SessionNote) -> str:
    parts = [translate("telling", "A session of about %n minutes", None, note.live) if note.live
             else translate("telling", "A short session")]  # fmt: skip
    parts.append(_end(note.end))
    if note.extended:
        parts.append(translate("telling", "made longer once"))
    if note.asked:
        answered = translate("telling", "{answered} of {asked} check-ins answered")
        parts.append(answered.format(answered=note.answered, asked=note.asked))
    if note.late:
        parts.append(translate("telling", "late in the evening"))
    if note.limits_kept != "not-said":
        kept = note.limits_kept == "yes"
        parts.append(
            translate("telling", "limits kept") if kept else translate("telling", "not all limits kept")
        )
    return ", ".join(part for part in parts if part) + "."


def _end(end: End) -> str:
    return {
        End.FINISHED: translate("telling", "it came to its end"),
        End.TIME_UP: translate("telling", "its time was up"),
        End.STOPPED: translate("telling", "stopped"),
        End.DISCOMFORT: translate("telling", "stopped because somebody was not comfortable"),
        End.UNANSWERED: translate("telling", "ended because nobody answered"),
        End.NO_FRESH_YES: translate("telling", "ended without a fresh yes"),
        End.SLEPT: translate("telling", "ended when the computer slept"),
        End.QUIT: translate("telling", "ended when Guard was closed"),
    }.get(end, "")


def _mood(mood: Mood, library: Library) -> str:
    when = {
        When.BEFORE: translate("telling", "Before: {how}."),
        When.AFTER: translate("telling", "Afterwards: {how}."),
        When.NEXT_DAY: translate("telling", "Looking back on the day after: {how}."),
    }[mood.when]
    word = library.feelings.texts.get(mood.word, "")
    how = ", ".join(part for part in (pleasantness(mood.pleasantness), energy(mood.energy), word) if part)
    return when.format(how=how)


def _answer(answer: entries.Reflection, library: Library) -> str:
    prompt = library.prompts.get(answer.prompt)
    if prompt is None or not answer.answered:
        return ""
    if answer.step is not None:
        said = translate("telling", "{step} of 5").format(step=answer.step)
        if isinstance(prompt.answers, prompts.Scale):
            said = translate("telling", "{step} of 5, from {low} to {high}").format(
                step=answer.step, low=prompt.answers.low, high=prompt.answers.high
            )
    else:
        said = answer.text or library.prompts.texts.get(f"{answer.prompt}={answer.choice}", "")
    return translate("telling", "{question} {answer}").format(question=prompt.text, answer=said)


def _offline(offline: Offline, library: Library) -> str:
    parts = []
    if offline.minutes:
        parts.append(
            translate("telling", "Good hours away: about {hours}").format(hours=spoken(offline.minutes / 60))
        )
    if offline.sleep_ok != "not-said":
        enough = offline.sleep_ok == "yes"
        parts.append(
            translate("telling", "enough sleep") if enough else translate("telling", "too little sleep")
        )
    names = {one.id: one.name for one in library.activities}
    parts += [names[each] for each in offline.activities if each in names]
    said = ", ".join(parts)
    return said[:1].upper() + said[1:] + "." if said else ""
