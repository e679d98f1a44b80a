"""Reads the journal for the Reflections page, on the thread that asks it, and hands over words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from guard.errors import GuardError
from guard.ui.notes import NotesDesk
from guard.ui.pages.reflections import telling
from guard.ui.pages.reflections.telling import Day, Week
from guard.wellbeing import insights
from guard.wellbeing.days import evening_of, week_of
from guard.wellbeing.entries import Mood, Note, Offline, Plan, Reflection, SessionNote
from guard.wellbeing.insight import Insights

WEEKS_AT_ONCE = 4
_SHAPES = (SessionNote, Mood, Reflection, Offline, Plan)

Failed = Callable[[GuardError], None]


@dataclass(frozen=True, slots=True)
class Past:
    """What was noted lately. `read_only` says why nothing can be changed, `notice` what cannot be shown; "" for neither."""

    weeks: tuple[Week, ...] = ()
    more: bool = False
    any_notes: bool = False
    read_only: str = ""
    notice: str = ""


class Reading:
    """Asks the journal; nothing here blocks, and no journal is made by looking."""

    def __init__(self, desk: NotesDesk) -> None:
        """Ask through `desk`."""
        self._desk = desk

    def past(self, weeks: int, done: Callable[[Past], None], failed: Failed) -> None:
        """Read the last `weeks` weeks."""
        self._desk.worker.run(lambda: self._past(weeks), done, failed)

    def insights(self, done: Callable[[Insights | None], None], failed: Failed) -> None:
        """Work out what all notes tell; None without a journal."""
        self._desk.worker.run(self._insights, done, failed)

    def forget(self, day: Day, done: Callable[[tuple[str, ...]], None], failed: Failed) -> None:
        """Forget a day with its sessions; `done` hears in which copies it still is."""

        def work() -> tuple[str, ...]:
            notebook = self._desk.notebook()
            left = [notebook.forget_session(session).left for session in day.sessions]
            left.append(notebook.forget(day.ids).left)
            return tuple(dict.fromkeys(words for some in left for words in some))

        self._desk.worker.run(work, done, failed)

    def forget_everything(self, done: Callable[[tuple[str, ...]], None], failed: Failed) -> None:
        """Delete all notes."""

        def work() -> tuple[str, ...]:
            if not self._desk.notes.has_notebook():
                return ()
            return self._desk.notebook().forget_everything().left

        self._desk.worker.run(work, done, failed)

    def _past(self, weeks: int) -> Past:
        if not self._desk.notes.has_notebook():
            return Past()
        notebook, today = self._desk.notebook(), evening_of(self._desk.now())
        first = week_of(today) - timedelta(weeks=weeks - 1)
        notes: list[Note[Any]] = []
        notices: dict[str, None] = {}
        for shape in _SHAPES:
            found = notebook.find(shape, first)
            notes += found.notes
            notices[found.notice] = None
        earlier = any(
            notebook.find(shape, date.min, first - timedelta(days=1)).notes for shape in _SHAPES[:1]
        )
        told = telling.weeks(notes, self._desk.library())
        return Past(
            told,
            more=earlier,
            any_notes=bool(notes) or earlier,
            read_only=self._desk.notes.read_only(),
            notice=" ".join(words for words in notices if words),
        )

    def _insights(self) -> Insights | None:
        if not self._desk.notes.has_notebook():
            return None
        today = evening_of(self._desk.now())
        diary = self._desk.notebook().diary(today - timedelta(days=insights.HALF_A_YEAR * 2))
        return insights.look(today, diary.sessions, diary.moods, diary.offline, self._desk.library().wording)
