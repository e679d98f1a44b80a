"""What the notes tell, from five sessions on: about the day after before all else. Pure.

No sentence names a cause, nothing is a score, and where there is too little to tell it says so.
"""

from collections.abc import Callable, Iterable
from datetime import date

from guard.wellbeing import mood_insights, session_insights
from guard.wellbeing.entries import Mood, Note, Offline, SessionNote
from guard.wellbeing.evidence import Evidence, gather
from guard.wellbeing.figures import LEAST
from guard.wellbeing.insight import ORDER, Insight, InsightId, Insights, Wording, Words

HALF_A_YEAR = 182

_MAKERS: dict[InsightId, Callable[[Evidence, Words], Insight]] = {
    "hours": session_insights.hours,
    "after": mood_insights.after,
    "next-day": mood_insights.next_day,
    "late-nights": mood_insights.late_nights,
    "sleep": mood_insights.sleep,
    "limits": session_insights.limits,
    "check-ins": session_insights.check_ins,
}


def look(
    today: date,
    sessions: Iterable[Note[SessionNote]],
    moods: Iterable[Note[Mood]],
    offline: Iterable[Note[Offline]],
    wording: Wording,
    *,
    days: int | None = HALF_A_YEAR,
) -> Insights:
    """Return what the notes of the last `days` days (None for all) tell on the day `today`, in any order given."""
    evidence = gather(today, days, sessions, moods, offline)
    if evidence.session_count < LEAST:
        return wording.not_yet(evidence.session_count, LEAST)
    every = tuple(_MAKERS[each](evidence, wording.of[each]) for each in ORDER)
    return Insights(enough=True, about=wording.looked_at(days), every=every)
