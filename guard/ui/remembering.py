"""Keeps the private note of each session, asks a little afterwards, and knows what the morning after is for.

Everything that touches the journal happens on the one thread that asks it. A journal that cannot
be reached costs the note, never the session.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from secrets import token_hex
from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec
from PySide6.QtCore import QObject, Signal

from guard.errors import GuardError
from guard.session.model import EndReason, Phase, Session
from guard.ui.notes import NotesDesk
from guard.wellbeing import morning
from guard.wellbeing.choosing import MOST, Occasion, choose, occasion
from guard.wellbeing.days import evening_of
from guard.wellbeing.entries import End, Mood, Note, Reflection, SessionNote, When, session_note
from guard.wellbeing.prompts import Prompt

if TYPE_CHECKING:
    from guard.ui.pages.reflections.afterwards import Afterwards
    from guard.ui.pages.reflections.sheet import Answers, Asked

T = TypeVar("T")
_OVER = frozenset({Phase.PREPARE, Phase.CLOSED, Phase.CANCELLED})
_ASKED_DAYS = 60


@dataclass(frozen=True, slots=True)
class Evening:
    """One session that is over. `questions` is None until the journal has told which were asked lately."""

    session: str
    day: date
    note: SessionNote
    kept: Note[SessionNote] | None = None
    questions: tuple[Prompt, ...] | None = None


class Remembering(QObject):
    """Follows the session. `changed`: there are new notes, or another morning after."""

    changed = Signal()

    def __init__(
        self,
        desk: NotesDesk,
        *,
        may_ask: Callable[[], bool],
        random: Random | None = None,
        new_id: Callable[[], str] = lambda: token_hex(8),
        parent: QObject | None = None,
    ) -> None:
        """`may_ask` is False while the window is locked: then the journal waits; `new_id` names a session."""
        super().__init__(parent)
        self._desk, self._may_ask = desk, may_ask
        self._random, self._new_id = random or Random(), new_id  # noqa: S311 - which question comes is no secret
        self._phase: Phase | None = None
        self._evening: Evening | None = None
        self._waiting: list[Callable[[], None]] = []
        self._told = False
        self.before: Mood | None = None
        """How it felt before the session; kept with its note only."""
        self.morning_after: Note[SessionNote] | None = None
        """The session that is worth one more question today."""

    def follow(self, session: Session) -> None:
        """Note a session that has just ended."""
        before, self._phase = self._phase, session.phase
        if session.phase is Phase.AFTERCARE and before is not Phase.AFTERCARE:
            self._end(session)
        elif session.phase in _OVER:
            self._evening = self.before = None

    def unlocked(self) -> None:
        """The window is open again: do what had to wait."""
        waiting, self._waiting = self._waiting, []
        for work in waiting:
            work()
        self.look()

    def look(self) -> None:
        """See whether a session is worth a question today; opens no journal that is not there."""
        if self._may_ask() and self._desk.notes.has_notebook() and self._desk.preferences.now.keep_moods:
            self._desk.worker.run(self._find_morning, self._take_morning, lambda _error: None)

    def forgot(self) -> None:
        """Some notes are gone, maybe the one of the last session."""
        self.morning_after = None
        self.changed.emit()
        self.look()

    def reflection(self, session: Session) -> "Afterwards | None":
        """Return what is asked after this session; None when nothing is."""
        evening = self._evening
        if evening is None or evening.questions is None or session.phase is not Phase.REFLECT:
            return None
        asked = self._asked(When.AFTER, evening.questions, limits=evening.kept is not None)
        if not asked or evening.note.end.hard:
            return None
        afterwards = cast("type[Afterwards]", _load("afterwards").Afterwards)
        return afterwards(asked, self._desk.library().feelings, lambda answers: self.keep(evening, answers))

    def asked_in_the_morning(self, questions: tuple[Prompt, ...]) -> "Asked":
        """Return what the day after asks."""
        return self._asked(When.NEXT_DAY, questions, limits=False)

    def keep(self, evening: Evening, answers: "Answers") -> None:
        """Keep what was answered after a session."""

        def work() -> None:
            notebook = self._desk.notebook()
            if evening.kept is not None and answers.limits != "not-said":
                body = msgspec.structs.replace(evening.kept.body, limits_kept=answers.limits)
                notebook.change(evening.kept, body)
            if answers.mood is not None:
                notebook.keep(answers.mood, evening.day, evening.session)
            for each in answers.reflections:
                notebook.keep(each, evening.day, evening.session)

        self._when_open(work, lambda _: self.changed.emit())

    def keep_morning(self, note: Note[SessionNote], answers: "Answers") -> None:
        """Keep what was answered on the day after."""
        today = evening_of(self._desk.now())

        def work() -> None:
            notebook = self._desk.notebook()
            if answers.mood is not None:
                notebook.keep(answers.mood, today, note.session)
            for each in answers.reflections:
                notebook.keep(each, today, note.session)

        if self.morning_after is not None and self.morning_after.session == note.session:
            self.morning_after = None
        self._when_open(work, lambda _: self.changed.emit())

    def morning_questions(self, note: Note[SessionNote], then: Callable[[tuple[Prompt, ...]], None]) -> None:
        """Choose what to ask on the day after, and hand it to `then`."""
        self._desk.worker.run(
            lambda: self._choose(occasion(note.body, next_day=True), MOST - 1), then, self._tell
        )

    def _end(self, session: Session) -> None:
        settings, now = self._desk.preferences.now, self._desk.now()
        if session.end_reason is EndReason.INTERRUPTED:
            return  # nobody knows when that was, and it may have been noted when it ended
        if not (settings.keep_sessions or settings.keep_moods or settings.keep_reflections):
            return
        end = End.of(session.end_reason)
        body = session_note(
            ended=now,
            planned_seconds=session.plan.length if session.plan is not None else 0.0,
            live_seconds=session.live_before,
            end=end,
            asked=session.asked,
            answered=session.answered,
            extended=session.extended,
        )
        evening = self._evening = Evening(self._new_id(), evening_of(now), body)
        before, self.before = self.before, None

        def work() -> Evening:
            notebook = self._desk.notebook()
            kept = notebook.keep(body, evening.day, evening.session)
            if before is not None:
                notebook.keep(before, evening.day, evening.session)
            questions = () if end.hard else self._choose(occasion(body), self._most(kept=kept is not None))
            return replace(evening, kept=kept, questions=questions)

        self._when_open(work, self._ready)

    def _ready(self, evening: Evening) -> None:
        if self._evening is not None and self._evening.session == evening.session:
            self._evening = evening
        self.changed.emit()

    def _most(self, *, kept: bool) -> int:
        """Return for how many questions there is room beside mood and limits."""
        return max(1, MOST - (1 if self._desk.preferences.now.keep_moods else 0) - (1 if kept else 0))

    def _choose(self, now: Occasion, most: int) -> tuple[Prompt, ...]:
        """On the worker: choose questions that were not asked lately."""
        settings = self._desk.preferences.now
        if not settings.keep_reflections:
            return ()
        today = evening_of(self._desk.now())
        asked = self._desk.notebook().find(Reflection, today - timedelta(days=_ASKED_DAYS)).notes
        every = self._desk.library().prompts.every
        return choose(every, now, asked, today, self._random, words=settings.keep_reflection_text, most=most)

    def _asked(self, when: When, questions: tuple[Prompt, ...], *, limits: bool) -> "Asked":
        settings = self._desk.preferences.now
        return cast("type[Asked]", _load("sheet").Asked)(
            when if settings.keep_moods else None,
            limits and settings.keep_sessions,
            questions if settings.keep_reflections else (),
        )

    def _find_morning(self) -> Note[SessionNote] | None:
        notebook, today = self._desk.notebook(), evening_of(self._desk.now())
        sessions = notebook.newest(SessionNote, 1).notes
        first = today - timedelta(days=morning.LATEST_DAYS)
        return morning.due(sessions, notebook.find(Mood, first).notes, today)

    def _take_morning(self, note: Note[SessionNote] | None) -> None:
        if note != self.morning_after:
            self.morning_after = note
            self.changed.emit()

    def _when_open(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Do `work` on the worker now, or once the window is open again."""

        def begin() -> None:
            self._desk.worker.run(work, done, self._tell)

        if self._may_ask():
            begin()
        else:
            self._waiting.append(begin)

    def _tell(self, error: GuardError) -> None:
        """Say once what could not be noted."""
        if not self._told:
            self._told = True
            self._desk.tell(
                self.tr("Your notes could not be kept this time. {why}").format(why=error.sentence)
            )


def _load(page: str) -> Any:
    """Load the module of what is asked together with the first question."""
    return importlib.import_module(f"guard.ui.pages.reflections.{page}")
