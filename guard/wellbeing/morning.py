"""The day after: which session is worth one more question now. Pure."""

from collections.abc import Iterable
from datetime import date

from guard.wellbeing.entries import Mood, Note, SessionNote, When

LATEST_DAYS = 2


def due(
    sessions: Iterable[Note[SessionNote]], moods: Iterable[Note[Mood]], today: date
) -> Note[SessionNote] | None:
    """Return the last session when it was yesterday or the day before and nobody has looked back at it yet.

    After a hard end nothing is asked by itself, on the day after either.
    """
    last = max(sessions, key=lambda note: (note.day, note.id), default=None)
    if last is None or not last.session or last.body.end.hard:
        return None
    if not 1 <= (today - last.day).days <= LATEST_DAYS:
        return None
    seen = any(mood.session == last.session and mood.body.when is When.NEXT_DAY for mood in moods)
    return None if seen else last
