"""The notes that insights look at, brought together by session and by day, in an order of their own."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from guard.wellbeing.entries import Mood, Note, Offline, Said, SessionNote, When


@dataclass(frozen=True, slots=True)
class MoodsOfSession:
    """How pleasant it was around one session, where that was noted; `day` is the first day that was."""

    day: date
    before: float | None
    after: float | None
    next_day: float | None
    next_day_on: date | None


@dataclass(frozen=True, slots=True)
class Away:
    """One day away from the screen."""

    minutes: int
    sleep_ok: Said


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that insights are made of. `late` holds the ids of sessions that were late, and `early` of those that were not."""

    today: date
    sessions: tuple[Note[SessionNote], ...]
    moods: dict[str, MoodsOfSession]
    away: dict[date, Away]
    late: frozenset[str]
    early: frozenset[str]
    session_count: int


def gather(
    today: date,
    days: int | None,
    sessions: Iterable[Note[SessionNote]],
    moods: Iterable[Note[Mood]],
    offline: Iterable[Note[Offline]],
) -> Evidence:
    """Bring together the notes of the last `days` days, or all; what lies in the future is left out."""
    first = date.min if days is None else date.fromordinal(max(1, today.toordinal() - max(days, 1) + 1))

    def is_in(note: Note[SessionNote] | Note[Mood] | Note[Offline]) -> bool:
        return first <= note.day <= today

    kept = sorted(filter(is_in, sessions), key=lambda note: (note.day, note.session, note.id))
    felt = _by_session(note for note in moods if note.session and is_in(note))
    late = frozenset(note.session for note in kept if note.body.late)
    named = {note.session for note in kept if note.session}
    return Evidence(
        today,
        tuple(kept),
        felt,
        _by_day(filter(is_in, offline)),
        late,
        frozenset(named - late),
        len(named | set(felt)) + sum(not note.session for note in kept),
    )


def _by_session(moods: Iterable[Note[Mood]]) -> dict[str, MoodsOfSession]:
    found: defaultdict[str, list[Note[Mood]]] = defaultdict(list)
    for note in moods:
        found[note.session].append(note)
    gathered = {session: _around(notes) for session, notes in found.items()}
    return dict(sorted(gathered.items(), key=lambda item: (item[1].day, item[0])))


def _around(notes: list[Note[Mood]]) -> MoodsOfSession:
    values: dict[When, list[int]] = {when: [] for when in When}
    for note in notes:
        values[note.body.when].append(note.body.pleasantness)
    typical = {when: float(median(some)) if some else None for when, some in values.items()}
    return MoodsOfSession(
        min(note.day for note in notes),
        typical[When.BEFORE],
        typical[When.AFTER],
        typical[When.NEXT_DAY],
        max((note.day for note in notes if note.body.when is When.NEXT_DAY), default=None),
    )


def _by_day(offline: Iterable[Note[Offline]]) -> dict[date, Away]:
    """Return the days; of several notes for one the fullest counts, and any word on sleep before none."""
    found: dict[date, Away] = {}
    rank: dict[Said, int] = {"not-said": 0, "yes": 1, "no": 2}
    for note in offline:
        other = found.get(note.day, Away(0, "not-said"))
        sleep: Said = max(note.body.sleep_ok, other.sleep_ok, key=lambda said: rank[said])
        found[note.day] = Away(max(note.body.minutes, other.minutes), sleep)
    return dict(sorted(found.items()))


def last_weeks(today: date, count: int) -> list[date]:
    """Return the Mondays of the last `count` weeks, this one included, the oldest first."""
    monday = today.toordinal() - today.weekday()
    return [date.fromordinal(start) for start in range(monday - 7 * (count - 1), monday + 1, 7) if start >= 1]


def last_months(today: date, count: int) -> list[date]:
    """Return the first days of the last `count` months, this one included, the oldest first."""
    number = today.year * 12 + today.month - 1
    months = range(max(12, number - count + 1), number + 1)
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def recently(today: date, day: date, days: int) -> bool:
    """Tell whether `day` is one of the last `days` days up to `today`."""
    return timedelta(0) <= today - day < timedelta(days=days)
