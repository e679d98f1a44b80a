"""Makes notes for tests."""

from datetime import date, timedelta

from guard.wellbeing.entries import End, Mood, Note, Offline, Said, SessionNote, When

TODAY = date(2026, 6, 14)
"""A Sunday."""


def session(number: int, *, ago: int = 0, end: End = End.FINISHED, live: int = 60, asked: int = 0, answered: int = 0,
            late: bool = False, limits: Said = "not-said") -> Note[SessionNote]:  # fmt: skip
    body = SessionNote(
        planned=60, live=live, end=end, asked=asked, answered=answered, late=late, limits_kept=limits
    )
    return Note(f"n{number}", TODAY - timedelta(days=ago), f"s{number}", body)


def mood(number: int, when: When, pleasantness: int, *, ago: int = 0) -> Note[Mood]:
    body = Mood(when=when, energy=0, pleasantness=pleasantness)
    return Note(f"m{number}{when.value}", TODAY - timedelta(days=ago), f"s{number}", body)


def offline(*, ago: int = 0, minutes: int = 60, sleep: Said = "not-said") -> Note[Offline]:
    return Note(f"o{ago}", TODAY - timedelta(days=ago), "", Offline(minutes=minutes, sleep_ok=sleep))
