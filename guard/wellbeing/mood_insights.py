"""What moods tell: before and after, the day after, late ends, sleep. They go together or not; why, notes cannot say."""

from collections.abc import Callable, Sequence

from guard.wellbeing.days import week_of
from guard.wellbeing.evidence import Evidence, MoodsOfSession, last_weeks, recently
from guard.wellbeing.figures import LEAST, Spread, compare, leaning, spread
from guard.wellbeing.insight import Insight, Point, Sentence, Series, Words

SHOWN_PAIRS = 30
SHOWN_WEEKS = 12
MANY_LATE = 3
WEEK, MONTH = 7, 28
_LEANS = {1: "up", -1: "down", 0: "both"}

Pick = Callable[[MoodsOfSession], float | None]


def after(evidence: Evidence, words: Words) -> Insight:
    """Compare the moods before and after the same sessions."""
    return _change(evidence, words, lambda moods: moods.after, "after")


def next_day(evidence: Evidence, words: Words) -> Insight:
    """Compare the moods before sessions and on the day after the same sessions."""
    return _change(evidence, words, lambda moods: moods.next_day, "next-day")


def late_nights(evidence: Evidence, words: Words) -> Insight:
    """Count late nights, and compare the days after late and after earlier ends."""
    if len(evidence.sessions) < LEAST:
        return words.too_little(len(evidence.sessions), LEAST)
    nights = sorted({note.day for note in evidence.sessions if note.body.late})
    week = sum(recently(evidence.today, night, WEEK) for night in nights)
    month = sum(recently(evidence.today, night, MONTH) for night in nights)
    weeks = last_weeks(evidence.today, SHOWN_WEEKS)
    begun = week_of(evidence.sessions[0].day)
    points = tuple(
        Point(float(sum(week_of(night) == monday for night in nights)), monday)
        for monday in weeks
        if monday >= begun
    )
    sleep_helps = compare(*_by_sleep(evidence)) > 0
    suggestion = words.suggest("many-sleep" if sleep_helps else "many") if week >= MANY_LATE else None
    lines = [words.line("week", week=week, month=month), *_late_compared(evidence, words)]
    series = Series("late", words.series["late"], "nights", "week", points)
    return words.tell(lines, suggestion, (series,))


def sleep(evidence: Evidence, words: Words) -> Insight:
    """Compare the days after with enough sleep and with less."""
    rested, short = _by_sleep(evidence)
    enough, less = spread(rested), spread(short)
    if enough is None or less is None:
        return words.too_little(min(len(rested), len(short)), LEAST)
    compared = words.line(
        "compared",
        rested=signed(enough.typical),
        rested_count=enough.count,
        short=signed(less.typical),
        short_count=less.count,
    )
    lean = words.line(_LEANS[compare(rested, short)])
    points = (_point("enough-sleep", enough), _point("less-sleep", less))
    series = Series("typical", words.series["typical"], "mood", "label", points)
    return words.tell((compared, lean), None, (series,))


def signed(number: float) -> str:
    """Return a number with its sign, as moods are written."""
    near = round(number, 1) + 0.0
    return f"{near:+g}" if near else "0"


def _change(evidence: Evidence, words: Words, pick: Pick, later: str) -> Insight:
    pairs = [
        (moods.day, moods.before, afterwards)
        for moods in evidence.moods.values()
        if moods.before is not None and (afterwards := pick(moods)) is not None
    ]
    changes = [after - before for _, before, after in pairs]
    usual = spread(changes)
    earlier, later_on = spread([pair[1] for pair in pairs]), spread([pair[2] for pair in pairs])
    if usual is None or earlier is None or later_on is None:
        return words.too_little(len(pairs), LEAST)
    ups, downs = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
    lean = leaning(ups, downs)
    lines = (
        words.line("counts", count=usual.count, up=ups, same=usual.count - ups - downs, down=downs),
        words.line("typical", typical=signed(usual.typical), low=signed(usual.low), high=signed(usual.high)),
        words.line(_LEANS[lean]),
    )
    moods = (_point("before", earlier), _point(later, later_on))
    dots = tuple(Point(after - before, day) for day, before, after in pairs[-SHOWN_PAIRS:])
    series = (
        Series("typical", words.series["typical"], "mood", "label", moods),
        Series("changes", words.series["changes"], "change", "session", dots),
    )
    suggestion = words.suggest("down") if lean < 0 else None
    return words.tell(lines, suggestion, series)


def _late_compared(evidence: Evidence, words: Words) -> list[Sentence]:
    days_after = {
        session: moods.next_day for session, moods in evidence.moods.items() if moods.next_day is not None
    }
    late = [mood for session, mood in days_after.items() if session in evidence.late]
    early = [mood for session, mood in days_after.items() if session in evidence.early]
    after_late, after_early = spread(late), spread(early)
    if after_late is None or after_early is None:
        return []
    compared = words.line(
        "compared",
        late=signed(after_late.typical),
        late_count=after_late.count,
        early=signed(after_early.typical),
        early_count=after_early.count,
    )
    lean = {1: "late-up", -1: "late-down", 0: "both"}[compare(late, early)]
    return [compared, words.line(lean)]


def _by_sleep(evidence: Evidence) -> tuple[Sequence[float], Sequence[float]]:
    """Return the moods of days after with enough sleep and with less; each day once."""
    days: dict[object, list[float]] = {}
    for moods in evidence.moods.values():
        if moods.next_day is not None and moods.next_day_on in evidence.away:
            days.setdefault(moods.next_day_on, []).append(moods.next_day)
    rested: list[float] = []
    short: list[float] = []
    for day, felt in evidence.away.items():
        if day in days and felt.sleep_ok != "not-said":
            (rested if felt.sleep_ok == "yes" else short).append(sum(days[day]) / len(days[day]))
    return rested, short


def _point(label: str, usual: Spread) -> Point:
    return Point(usual.typical, None, label, usual.low, usual.high)
