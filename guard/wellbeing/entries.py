"""What a note may hold: closed lists, rounded numbers, and only the words that its owner writes down.

None of them has a place for names of others, platforms, content or a time of day. The day
and the session a note belongs to stand beside it, see `Note`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Generic, Literal, TypeVar

import msgspec
from msgspec import Meta

from guard.wellbeing.days import reached_late

STEP_MINUTES = 5
OFFLINE_STEP_MINUTES = 15
MAX_TEXT = 280
DAY_MINUTES = 24 * 60

Minutes = Annotated[int, Meta(ge=0, le=DAY_MINUTES, multiple_of=STEP_MINUTES)]
OfflineMinutes = Annotated[int, Meta(ge=0, le=16 * 60, multiple_of=OFFLINE_STEP_MINUTES)]
Count = Annotated[int, Meta(ge=0, le=1000)]
Feeling = Annotated[int, Meta(ge=-2, le=2)]
Step = Annotated[int, Meta(ge=1, le=5)]
Id = Annotated[str, Meta(pattern=r"\A[a-z0-9][a-z0-9.-]{0,59}\Z")]
IdOrNone = Annotated[str, Meta(pattern=r"\A([a-z0-9][a-z0-9.-]{0,59})?\Z")]
Text = Annotated[str, Meta(max_length=MAX_TEXT)]
Said = Literal["yes", "no", "not-said"]


class End(StrEnum):
    """Why a session ended, in the words of the session; `UNKNOWN` for a word that is not known here."""

    FINISHED = "finished"
    TIME_UP = "time-up"
    STOPPED = "stopped"
    DISCOMFORT = "discomfort"
    QUIT = "quit"
    UNANSWERED = "unanswered"
    INTERRUPTED = "interrupted"
    NO_FRESH_YES = "no-fresh-yes"
    SLEPT = "slept"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, word: str | None) -> "End":
        """Return the end that `word` names."""
        return cls(word) if word in {end.value for end in cls} else cls.UNKNOWN

    @property
    def hard(self) -> bool:
        """True when it may have been hard, or nobody can say: then nothing is asked."""
        return self not in {End.FINISHED, End.TIME_UP, End.SLEPT}

    @property
    def cut(self) -> bool:
        """True when the computer ended it and nobody chose to."""
        return self is End.SLEPT


class When(StrEnum):
    """When a mood was noted, seen from its session."""

    BEFORE = "before"
    AFTER = "after"
    NEXT_DAY = "next-day"


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is kept of one note. Its words stay out of logs."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"


class SessionNote(Body, frozen=True, kw_only=True):
    """One session in round numbers. `planned` is 0 without a plan; `late`: some of it lay after 23:00."""

    planned: Minutes
    live: Minutes
    end: End
    asked: Count = 0
    answered: Count = 0
    extended: bool = False
    late: bool = False
    limits_kept: Said = "not-said"


class Mood(Body, frozen=True, kw_only=True):
    """How it felt: energy and pleasantness from -2 to 2, and the id of a word from `feelings`, or ""."""

    when: When
    energy: Feeling
    pleasantness: Feeling
    word: IdOrNone = ""


class Reflection(Body, frozen=True, kw_only=True):
    """A question that was asked and its answer: a step from 1 to 5, a choice's id or a text; nothing when it was skipped."""

    prompt: Id
    step: Step | None = None
    choice: IdOrNone = ""
    text: Text = ""

    @property
    def answered(self) -> bool:
        """True unless it was skipped."""
        return self.step is not None or bool(self.choice or self.text)


class Offline(Body, frozen=True, kw_only=True):
    """A day away from the screen: its good minutes, whether sleep was enough, ids of activities."""

    minutes: OfflineMinutes = 0
    sleep_ok: Said = "not-said"
    activities: Annotated[tuple[Id, ...], Meta(max_length=20)] = ()


class Person(Body, frozen=True, kw_only=True):
    """Somebody to turn to: a name, how to reach them, and when that is fine, in the owner's words."""

    name: Annotated[str, Meta(min_length=1, max_length=60)]
    reach: Annotated[str, Meta(max_length=120)] = ""
    when: Annotated[str, Meta(max_length=80)] = ""


class Plan(Body, frozen=True, kw_only=True):
    """A planned "not tonight" for the day of the note, and the id of what to do instead, or "" for none."""

    instead: IdOrNone = ""


class Liked(Body, frozen=True, kw_only=True):
    """An activity that its owner likes: the id of a known one, or an own id with own words."""

    activity: Id
    words: Annotated[str, Meta(max_length=60)] = ""


B_co = TypeVar("B_co", bound=Body, covariant=True)


@dataclass(frozen=True, slots=True)
class Note(Generic[B_co]):
    """A kept note: `day` as its owner counts days (see `days.evening_of`), `session` the session's id or ""."""

    id: str
    day: date
    session: str
    body: B_co


def rounded(seconds: float, step: int = STEP_MINUTES) -> int:
    """Return `seconds` as minutes, rounded to `step` minutes, within one day."""
    minutes = step * int(max(0.0, min(seconds, DAY_MINUTES * 60.0)) / 60 / step + 0.5)
    return min(minutes, DAY_MINUTES)


def session_note(
    *,
    ended: datetime,
    planned_seconds: float,
    live_seconds: float,
    end: End,
    asked: int = 0,
    answered: int = 0,
    extended: bool = False,
    limits_kept: Said = "not-said",
) -> SessionNote:
    """Return the note of a session that ended at the local time `ended`, which is not kept itself."""
    live = rounded(live_seconds)
    return SessionNote(
        planned=rounded(planned_seconds),
        live=live,
        end=end,
        asked=asked,
        answered=min(asked, answered),
        extended=extended,
        late=reached_late(ended, live),
        limits_kept=limits_kept,
    )
