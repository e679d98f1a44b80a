"""One insight: a few sentences and numbers for a chart. The words are data in `resources/wellbeing/insights.toml`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from guard import datafile, resources

InsightId = Literal["hours", "after", "next-day", "late-nights", "sleep", "limits", "check-ins"]
ORDER: tuple[InsightId, ...] = (
    "next-day", "after", "hours", "late-nights", "sleep", "limits", "check-ins",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as a pattern, which can be translated, and the values that stand in its braces."""

    pattern: str
    values: Mapping[str, str]

    @property
    def text(self) -> str:
        """The whole sentence."""
        said = self.pattern
        for name, value in self.values.items():
            said = said.replace(f"{{{name}}}", value)
        return said


@dataclass(frozen=True, slots=True)
class Point:
    """A number of a chart, at a `day` or under a `label`; `low` and `high` are the middle half, if it has one.

    `value` is None where nothing was noted, which is not zero.
    """

    value: float | None
    day: date | None = None
    label: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of one kind. `unit`: hours, mood (-2 to 2), change (-4 to 4), nights, sessions or percent; `per`: what a point is."""

    id: str
    name: str
    unit: Literal["hours", "mood", "change", "nights", "sessions", "percent"]
    per: Literal["week", "month", "session", "label"]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Insight:
    """What one question to the notes gives. With `enough` False, `lines` say what is still missing and there is no chart."""

    id: InsightId
    title: str
    enough: bool
    lines: tuple[Sentence, ...]
    suggestion: Sentence | None = None
    series: tuple[Series, ...] = ()


@dataclass(frozen=True, slots=True)
class Insights:
    """All insights. With fewer than five sessions there are none, and `about` says so; else it says what was looked at."""

    enough: bool
    about: Sentence
    every: tuple[Insight, ...] = ()


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words of one insight. `counts` names what there is too little of."""

    id: InsightId
    title: str
    counts: str
    lines: dict[str, str]
    suggestions: dict[str, str]
    series: dict[str, str]
    waiting: str = ""

    def line(self, name: str, **values: object) -> Sentence:
        """Return a sentence; `_` in a value's name stands for `-`."""
        return _sentence(self.lines[name], values)

    def suggest(self, name: str) -> Sentence:
        """Return a suggestion."""
        return Sentence(self.suggestions[name], {})

    def tell(
        self, lines: Iterable[Sentence], suggestion: Sentence | None, series: Iterable[Series]
    ) -> Insight:
        """Return the insight that tells this."""
        return Insight(
            self.id, self.title, enough=True, lines=tuple(lines), suggestion=suggestion, series=tuple(series)
        )

    def too_little(self, have: int, need: int) -> Insight:
        """Return what is said while there are too few notes."""
        said = _sentence(self.waiting, {"have": have, "need": need, "what": self.counts})
        return Insight(self.id, self.title, enough=False, lines=(said,))


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    too_few: str
    waiting: str
    window: str
    all_time: str
    insight: list[Words]


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of all insights."""

    of: Mapping[InsightId, Words]
    too_few: str
    window: str
    all_time: str

    def not_yet(self, have: int, need: int) -> Insights:
        """Return what is said while there are too few sessions."""
        return Insights(enough=False, about=_sentence(self.too_few, {"have": have, "need": need}))

    def looked_at(self, days: int | None) -> Sentence:
        """Return how far back it looks."""
        return _sentence(
            self.all_time if days is None else self.window, {} if days is None else {"days": days}
        )


def load(file: Path | None = None) -> Wording:
    """Read the words. Raises `DataFileError` for a file that breaks a rule."""
    path = resources.root() / "wellbeing" / "insights.toml" if file is None else file
    read = datafile.read(path, _File)
    words = {each.id: msgspec.structs.replace(each, waiting=read.waiting) for each in read.insight}
    if len(read.insight) != len(ORDER) or set(words) != set(ORDER):
        raise datafile.error_at(path, ("insight",), "each insight needs its words once")
    return Wording(words, read.too_few, read.window, read.all_time)


def spoken(number: float) -> str:
    """Return a number as people write it: at most one digit after the point, no minus zero."""
    near = round(number, 1)
    return str(int(near)) if near == int(near) else str(near)


def _sentence(pattern: str, values: Mapping[str, object]) -> Sentence:
    said = {
        name.replace("_", "-"): spoken(value) if isinstance(value, float) else str(value)
        for name, value in values.items()
    }
    return Sentence(pattern, said)
