"""Life away from the screen: things to do, evenings planned to be free, and a pause before a session at such a time.

Nothing here forbids anything: a pause has an easy way out and an easy way on.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Annotated, Literal, Protocol

import msgspec

from guard import datafile, resources
from guard.wellbeing.days import evening_of
from guard.wellbeing.entries import DAY_MINUTES, Liked
from guard.wellbeing.errors import NoteNotKeptError

MAX_OWN = 60


class Activity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A thing to do. `minutes` is a good first go; `late`: fine for a quiet evening too."""

    id: Annotated[str, msgspec.Meta(pattern=r"\A[a-z][a-z-]{0,23}\Z")]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    minutes: Annotated[int, msgspec.Meta(ge=5, le=240, multiple_of=5)] = 30
    place: Literal["in", "out", "either"] = "either"
    company: Literal["alone", "people", "either"] = "either"
    late: bool = False


class _Activities(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    activity: list[Activity]


class _Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    why: Literal["quiet-hours", "not-tonight"]
    title: str
    text: str


class PauseWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long a pause is, and its words."""

    seconds: Annotated[int, msgspec.Meta(ge=1, le=60)]
    leave: str
    go: str
    pause: list[_Words]


class QuietHours(Protocol):
    """The hours to keep free, as minutes after midnight; none when both are equal. They may reach over midnight."""

    @property
    def quiet_from(self) -> int: ...  # noqa: D102 - the first minute

    @property
    def quiet_until(self) -> int: ...  # noqa: D102 - the first minute after them


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait `seconds` before `go` can be chosen; `leave` can be chosen at once and comes first."""

    why: Literal["quiet-hours", "not-tonight"]
    seconds: int
    title: str
    text: str
    leave: str
    go: str


def activities(file: Path | None = None) -> tuple[Activity, ...]:
    """Read the activities. Raises `DataFileError` for a file that breaks a rule."""
    path = resources.root() / "wellbeing" / "activities.toml" if file is None else file
    found: dict[str, Activity] = {}
    for place, one in enumerate(datafile.read(path, _Activities).activity):
        if one.id in found:
            raise datafile.error_at(path, ("activity", place, "id"), f"“{one.id}” is there already")
        found[one.id] = one
    return tuple(found.values())


def pause_words(file: Path | None = None) -> PauseWords:
    """Read the words of a pause. Raises `DataFileError` for a file that breaks a rule."""
    path = resources.root() / "wellbeing" / "pause.toml" if file is None else file
    words = datafile.read(path, PauseWords)
    if sorted(each.why for each in words.pause) != ["not-tonight", "quiet-hours"]:
        raise datafile.error_at(path, ("pause",), "each reason needs its words once")
    return words


def own_activity(words: str, new_id: str) -> Liked:
    """Return an activity in own words, under an id made from `new_id` (small letters and digits). Raises `NoteNotKeptError`."""
    said = " ".join(words.split())
    if not said or len(said) > MAX_OWN:
        raise NoteNotKeptError("activity", too_long=bool(said))
    return Liked(activity=f"own.{new_id}", words=said)


def with_own(known: Iterable[Activity], liked: Iterable[Liked]) -> tuple[Activity, ...]:
    """Return the known activities and those that their owner wrote."""
    own = {each.activity: each.words for each in liked if each.words}
    return (*known, *(Activity(id=own_id, name=name, late=True) for own_id, name in own.items()))


def ideas(
    known: Sequence[Activity], liked: Collection[str], random: Random, *, late: bool = False, count: int = 3
) -> tuple[Activity, ...]:
    """Return a few things to do, liked ones first; `late`: only what suits a quiet evening.

    `liked` holds ids. There is always room for one idea that is not among them.
    """
    fitting = [one for one in known if one.late or not late]
    loved = [one for one in fitting if one.id in liked]
    others = [one for one in fitting if one.id not in liked]
    random.shuffle(loved)
    random.shuffle(others)
    count = max(count, 0)
    taken = loved[: count - 1] if others and count > 1 else loved[:count]
    return tuple((taken + others + loved[len(taken) :])[:count])


def in_quiet_hours(now: datetime, hours: QuietHours) -> bool:
    """Tell whether the local time `now` is one to keep free."""
    start, end, minute = hours.quiet_from, hours.quiet_until, now.hour * 60 + now.minute
    if start <= end:
        return start <= minute < end
    return minute >= start or minute < end


def deliberate(
    now: datetime, hours: QuietHours, not_tonight: Collection[date], words: PauseWords
) -> Pause | None:
    """Return the pause before a session that would begin at the local time `now`; None for going straight on.

    `not_tonight` holds the days planned to be free; an evening lasts until five in the morning.
    """
    why: Literal["quiet-hours", "not-tonight"]
    if evening_of(now) in not_tonight:
        why = "not-tonight"
    elif in_quiet_hours(now, hours):
        why = "quiet-hours"
    else:
        return None
    said = next(each for each in words.pause if each.why == why)
    text = said.text.format(start=_clock(hours.quiet_from), end=_clock(hours.quiet_until))
    return Pause(why, words.seconds, said.title, text, words.leave, words.go)


def _clock(minute: int) -> str:
    return f"{minute % DAY_MINUTES // 60:02d}:{minute % 60:02d}"
