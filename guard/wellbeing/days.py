"""Days as people count them: an evening lasts until five in the morning, a week begins on Monday."""

from datetime import date, datetime, timedelta

MORNING_HOUR = 5
LATE_HOUR = 23
_LOOK_EVERY = 30


def evening_of(now: datetime) -> date:
    """Return the day to which the local time `now` belongs; before five in the morning it is still the day before."""
    day = now.toordinal()
    return date.fromordinal(day if now.hour >= MORNING_HOUR else max(1, day - 1))


def is_late(now: datetime) -> bool:
    """Tell whether the local time `now` is after 23:00 and before five in the morning."""
    return now.hour >= LATE_HOUR or now.hour < MORNING_HOUR


def reached_late(ended: datetime, minutes: int) -> bool:
    """Tell whether any part of the `minutes` before the local time `ended` was late."""
    looks = (*range(0, minutes, _LOOK_EVERY), minutes)
    return any(is_late(ended - timedelta(minutes=look)) for look in looks)


def week_of(day: date) -> date:
    """Return the Monday of the week of `day`."""
    return date.fromordinal(day.toordinal() - day.weekday())
