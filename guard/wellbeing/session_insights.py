"""What sessions and days tell: time here and away, limits kept, check-ins answered."""

from collections import Counter
from datetime import date

from guard.wellbeing.days import week_of
from guard.wellbeing.evidence import Evidence, last_months, last_weeks
from guard.wellbeing.figures import LEAST, spread
from guard.wellbeing.insight import Insight, Point, Sentence, Series, Words

SHOWN_WEEKS = 12
SHOWN_MONTHS = 12
SHOWN_SESSIONS = 30
MOSTLY = 0.5
LATELY = 5
SLIPPED = 2


def hours(evidence: Evidence, words: Words) -> Insight:
    """Lay the hours of sessions beside the good hours away, week by week."""
    away = spread([day.minutes / 60 for day in evidence.away.values()])
    live = spread([float(note.body.live) for note in evidence.sessions if note.body.live])
    if away is None or live is None:
        return words.too_little(len(evidence.away) if away is None else len(evidence.sessions), LEAST)
    here_minutes, away_minutes = Counter[date](), Counter[date]()
    for note in evidence.sessions:
        here_minutes[week_of(note.day)] += note.body.live
    for day, felt in evidence.away.items():
        away_minutes[week_of(day)] += felt.minutes
    begun = min(*here_minutes, *away_minutes)
    weeks = [monday for monday in last_weeks(evidence.today, SHOWN_WEEKS) if monday >= begun]
    here_points = tuple(Point(here_minutes[monday] / 60, monday) for monday in weeks)
    away_points = tuple(
        Point(away_minutes[monday] / 60 if monday in away_minutes else None, monday) for monday in weeks
    )
    noted = [monday for monday in weeks if monday in away_minutes]
    fuller = sum(here_minutes[monday] > away_minutes[monday] for monday in noted)
    leans = len(noted) >= LEAST and fuller > len(noted) * MOSTLY
    lines = (
        words.line("session", typical=live.typical, low=live.low, high=live.high),
        words.line("away", count=away.count, typical=away.typical, low=away.low, high=away.high),
    )
    series = (
        Series("here", words.series["here"], "hours", "week", here_points),
        Series("away", words.series["away"], "hours", "week", away_points),
    )
    suggestion = words.suggest("more-here") if leans else None
    return words.tell(lines, suggestion, series)


def limits(evidence: Evidence, words: Words) -> Insight:
    """Count in how many sessions limits were kept, of those that say."""
    said = [note for note in evidence.sessions if note.body.limits_kept != "not-said"]
    if len(said) < LEAST:
        return words.too_little(len(said), LEAST)
    kept = [note for note in said if note.body.limits_kept == "yes"]
    lines = [words.line("counts", kept=len(kept), count=len(said))]
    if len(kept) == len(said):
        lines.append(words.line("all"))
    slipped = sum(note.body.limits_kept == "no" for note in said[-LATELY:]) >= SLIPPED
    by_month: Counter[tuple[date, str]] = Counter(
        (note.day.replace(day=1), note.body.limits_kept) for note in said
    )
    months = [
        month for month in last_months(evidence.today, SHOWN_MONTHS) if month >= said[0].day.replace(day=1)
    ]
    series = tuple(
        Series(
            name,
            words.series[name],
            "sessions",
            "month",
            tuple(Point(float(by_month[month, word]), month) for month in months),
        )
        for name, word in (("kept", "yes"), ("slipped", "no"))
    )
    return words.tell(lines, _if(slipped, words, "lately"), series)


def check_ins(evidence: Evidence, words: Words) -> Insight:
    """Count how many check-ins were answered."""
    asked = [note for note in evidence.sessions if note.body.asked]
    shares = [100 * min(note.body.answered, note.body.asked) / note.body.asked for note in asked]
    usual = spread(shares)
    if usual is None:
        return words.too_little(len(asked), LEAST)
    total = sum(note.body.asked for note in asked)
    answered = sum(min(note.body.answered, note.body.asked) for note in asked)
    lines = (
        words.line("counts", count=usual.count, answered=answered, asked=total),
        words.line("typical", typical=usual.typical, low=usual.low, high=usual.high),
    )
    points = tuple(Point(share, note.day) for share, note in zip(shares, asked, strict=True))
    series = Series("share", words.series["share"], "percent", "session", points[-SHOWN_SESSIONS:])
    few = answered < total * MOSTLY
    return words.tell(lines, _if(few, words, "few"), (series,))


def _if(holds: bool, words: Words, name: str) -> Sentence | None:  # noqa: FBT001 - reads as it is said
    return words.suggest(name) if holds else None
