"""What a check-up comes to: order, counts, the one thing to do, what was set aside, what has changed. Pure.

There is never a share of anything: what Guard cannot read is no part of a whole.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, get_args

import msgspec

from guard.checkup.check import Answer, Check, Group, Result

GROUPS: tuple[Group, ...] = get_args(Group)
Reason = Literal["later", "wanted", "others", "cannot", "looked"]
"""Why something is set aside: remind me later, I want it so, somebody else decides, it cannot be changed here, I looked myself."""

_WORST_FIRST = (Answer.UNSAFE, Answer.UNKNOWN, Answer.SAFE, Answer.NOT_APPLICABLE)
_TELLING = (Answer.UNSAFE, Answer.UNKNOWN, Answer.SAFE)


class Show(StrEnum):
    """What a list of checks is limited to."""

    TO_DO = "to-do"
    UNKNOWN = "unknown"
    SAFE = "safe"
    ALL = "all"


class Skip(msgspec.Struct, frozen=True, kw_only=True):
    """One check that its user has set aside: the answer it had then, why, and until which day (None: no reminder)."""

    id: str
    answer: Answer
    reason: Reason
    until: date | None = None


class Seen(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one check said last. After a change: what it said before, when that was, and when the change was noticed."""

    answer: Answer
    was: Answer | None = None
    since: datetime | None = None
    noticed: datetime | None = None


class Last(msgspec.Struct, frozen=True, kw_only=True):
    """The last answers by check, and when they were read; ids and answers, nothing else."""

    at: datetime
    seen: dict[str, Seen] = {}


@dataclass(frozen=True, slots=True)
class Told:
    """A check with its answer, and whether its user has set it aside."""

    check: Check
    result: Result
    skip: Skip | None = None

    @property
    def title(self) -> str:
        """The title for the answer."""
        return self.check.title.of(self.result.answer)

    @property
    def rest(self) -> str:
        """What the answer says beyond its title; "" for nothing."""
        return self.result.says.removeprefix(self.title).lstrip(". ")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answers of each kind there are; what was set aside counts by itself."""

    safe: int = 0
    to_do: int = 0
    unknown: int = 0
    aside: int = 0
    not_applicable: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A check whose answer is another one than at `since`."""

    told: Told
    was: Answer
    since: datetime


def tell(
    checks: Sequence[Check], results: Mapping[str, Result], skips: Iterable[Skip], today: date
) -> tuple[Told, ...]:
    """Put checks, answers and what was set aside together, worst first: then by weight, what can be fixed, and group."""
    aside = {skip.id: skip for skip in skips}
    told = []
    for check in checks:
        result = results.get(check.id)
        if result is not None:
            skip = aside.get(check.id)
            told.append(Told(check, result, skip if skip and holds(skip, result.answer, today) else None))
    return tuple(sorted(told, key=_place))


def holds(skip: Skip, answer: Answer, today: date) -> bool:
    """Tell whether a check is set aside: until its day, and never when it has become worse or is well."""
    if skip.until is not None and today >= skip.until:
        return False
    if answer not in (Answer.UNSAFE, Answer.UNKNOWN):
        return False
    return _WORST_FIRST.index(answer) >= _WORST_FIRST.index(skip.answer)


def tally(told: Iterable[Told]) -> Tally:
    """Count answers, for “12 safe, 2 to do, 3 cannot tell”."""
    every = tuple(told)
    open_ = [one.result.answer for one in every if one.skip is None]
    return Tally(
        safe=open_.count(Answer.SAFE),
        to_do=open_.count(Answer.UNSAFE),
        unknown=open_.count(Answer.UNKNOWN),
        aside=len(every) - len(open_),
        not_applicable=open_.count(Answer.NOT_APPLICABLE),
    )


def one_thing(told: Iterable[Told]) -> Told | None:
    """Return what is worth doing now: the weightiest thing to do that was not set aside."""
    return min(
        (one for one in told if one.result.answer is Answer.UNSAFE and not one.skip), key=_place, default=None
    )


def shown(
    told: Iterable[Told], show: Show, search: str = "", keep: Collection[str] = ()
) -> dict[Group, tuple[Told, ...]]:
    """Return what a list shows, by group; `keep` holds ids that stay in sight whatever their answer is now.

    What does not apply and what was set aside is never among it.
    """
    words = search.casefold().split()
    found: dict[Group, list[Told]] = {group: [] for group in GROUPS}
    for one in told:
        stays = one.check.id in keep or (one.skip is None and _fits(one.result.answer, show))
        if stays and _speaks_of(one, words):
            found[one.check.group].append(one)
    return {group: tuple(ones) for group, ones in found.items() if ones}


def remember(last: Last | None, results: Iterable[Result], now: datetime) -> Last:
    """Note what was read now. A change of the same day that was taken back is no change."""
    before = last.seen if last else {}
    seen = dict(before)
    for result in results:
        old = before.get(result.id)
        seen[result.id] = _noted(old, result.answer, last.at if last else now, now)
    return Last(at=now, seen=seen)


def take_over(last: Last | None, result: Result) -> Last | None:
    """Note an answer that Guard itself has brought about at its user's wish, which is no news."""
    if last is None:
        return None
    return Last(at=last.at, seen={**last.seen, result.id: Seen(answer=result.answer)})


def changes(last: Last | None, told: Iterable[Told], now: datetime) -> tuple[Change, ...]:
    """Return what has changed since the check-ups before today's, what has become worse first."""
    found = []
    for one in told:
        seen = last.seen.get(one.check.id) if last else None
        if (
            seen is None
            or seen.was is None
            or seen.since is None
            or not _of_today(seen, now)
            or seen.answer is not one.result.answer
        ):
            continue
        if seen.was in _TELLING and seen.answer in _TELLING:
            found.append(Change(one, seen.was, seen.since))
    return tuple(sorted(found, key=lambda each: _place(each.told)))


def _noted(old: Seen | None, answer: Answer, read: datetime, now: datetime) -> Seen:
    if old is None:
        return Seen(answer=answer)
    today = _of_today(old, now)
    if old.answer is answer:
        return old if today else Seen(answer=answer)
    was, since = (old.was, old.since) if today else (old.answer, read)
    return Seen(answer=answer) if was is answer else Seen(answer=answer, was=was, since=since, noticed=now)


def _of_today(seen: Seen, now: datetime) -> bool:
    return seen.noticed is not None and seen.noticed.astimezone(now.tzinfo).date() == now.date()


def _place(one: Told) -> tuple[int, int, bool, int, str]:
    worst = _WORST_FIRST.index(one.result.answer)
    return worst, -one.check.weight, not one.result.fixable, GROUPS.index(one.check.group), one.check.id


def _fits(answer: Answer, show: Show) -> bool:
    if show is Show.ALL:
        return answer is not Answer.NOT_APPLICABLE
    return answer is {Show.TO_DO: Answer.UNSAFE, Show.UNKNOWN: Answer.UNKNOWN, Show.SAFE: Answer.SAFE}[show]


def _speaks_of(one: Told, words: Sequence[str]) -> bool:
    if not words:
        return True
    said = (one.result.says, one.check.why, one.check.guide, one.check.id, *one.result.evidence)
    text = " ".join(said).casefold()
    return all(word in text for word in words)
