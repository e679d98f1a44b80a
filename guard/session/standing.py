"""What holds for one person now: limits that are kept, and before them what was said for today only.

A no and an "ask me first" are kept. "Not today" lasts until the day is over, "fine today" until a session or
the day is over; then what was kept holds again, so that nothing of today ever loosens a limit for good.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from guard.session.boundaries import (
    BoundaryRefused,
    Channel,
    Level,
    Limit,
    Limits,
    change,
    expired,
    likeness,
)

LASTING = frozenset({Level.NEVER, Level.ASK_FIRST})
"""The levels that are kept until their owner changes them."""

Place = tuple[str, Channel]


@dataclass(frozen=True, slots=True)
class Standing:
    """`kept` stays; `today` stands before it as long as it lasts."""

    kept: Limits = field(default_factory=Limits)
    today: Limits = field(default_factory=Limits)

    @property
    def holding(self) -> Limits:
        """Everything that holds now."""
        return Limits({**self.kept.levels, **self.today.levels}, {**self.today.spelled, **self.kept.spelled})

    def decided(self, topic: str, channel: Channel) -> Level | None:
        """Return what was decided; None where nothing was said, which counts as `UNDECIDED`."""
        place = (likeness(topic), channel)
        return self.today.levels.get(place, self.kept.levels.get(place))

    def later(self, topic: str, channel: Channel) -> Level | None:
        """Return the kept level that holds again when today's is over; None when that makes no difference."""
        place = (likeness(topic), channel)
        return self.kept.levels.get(place) if place in self.today.levels else None


@dataclass(frozen=True, slots=True)
class Edit:
    """What becomes of some places; None leaves a place undecided."""

    levels: Mapping[Place, Level | None] = field(default_factory=dict, repr=False)
    spelled: Mapping[str, str] = field(default_factory=dict, repr=False)

    def then(self, other: "Edit") -> "Edit":
        """Return both, one after the other."""
        return Edit({**self.levels, **other.levels}, {**self.spelled, **other.spelled})

    def without(self, done: "Edit") -> "Edit":
        """Return what is left when `done` has come about."""
        left = {place: level for place, level in self.levels.items() if _differs(done.levels, place, level)}
        return Edit(left, self.spelled if left else {})


def edit(before: Limits, after: Limits) -> Edit:
    """Return what leads from one to the other."""
    places = dict.fromkeys([*before.levels, *after.levels])
    changed = {
        place: after.levels.get(place)
        for place in places
        if after.levels.get(place) is not before.levels.get(place)
    }
    return Edit(changed, after.spelled)


def applied(limits: Limits, wanted: Edit) -> Limits:
    """Return the limits with an edit; a topic without any level is gone."""
    levels = dict(limits.levels)
    for place, level in wanted.levels.items():
        if level is None:
            levels.pop(place, None)
        else:
            levels[place] = level
    topics = {topic for topic, _channel in levels}
    spelled = {**wanted.spelled, **limits.spelled}
    return Limits(levels, {topic: words for topic, words in spelled.items() if topic in topics})


def decide(standing: Standing, wanted: Limit, *, in_session: bool) -> Standing:
    """Return the owner's limits with `wanted` in its place. Raises `BoundaryRefused`, as `change` does.

    During a session something that is looser than what is kept counts for today only.
    """
    change(standing.holding, wanted, by_owner=True, in_session=in_session)
    place = (likeness(wanted.topic), wanted.channel)
    kept = standing.kept.levels.get(place)
    looser = kept is not None and wanted.level.openness > kept.openness
    if wanted.level in LASTING and not (in_session and looser):
        lasting = change(standing.kept, wanted, by_owner=True, in_session=in_session)
        return Standing(lasting, applied(standing.today, Edit({place: None})))
    spelled = Limits(standing.today.levels, {**standing.kept.spelled, **standing.today.spelled})
    today = change(spelled, wanted, by_owner=True, in_session=False)
    return Standing(standing.kept, applied(today, Edit()))


def undecide(standing: Standing, topic: str, channels: Iterable[Channel], *, in_session: bool) -> Standing:
    """Return the limits with nothing said about a topic on some channels. Raises `BoundaryRefused`."""
    gone = Edit({(likeness(topic), channel): None for channel in channels})
    made = Standing(applied(standing.kept, gone), applied(standing.today, gone))
    return _allowed(standing, made, in_session=in_session)


def undone(standing: Standing, before: Standing, after: Standing, *, in_session: bool) -> Standing:
    """Return the limits without the step from `before` to `after`. Raises `BoundaryRefused`."""
    made = Standing(
        applied(standing.kept, edit(after.kept, before.kept)),
        applied(standing.today, edit(after.today, before.today)),
    )
    return _allowed(standing, made, in_session=in_session)


def after_session(standing: Standing) -> Standing:
    """Return what is left of it when a session ends: no yes."""
    return Standing(standing.kept, applied(expired(standing.today), _spelled(standing.today)))


def looser(before: Limits, after: Limits) -> bool:
    """Tell whether anything is looser in `after`."""
    places = {*before.levels, *after.levels}
    return any(after.level(*place).openness > before.level(*place).openness for place in places)


def _allowed(before: Standing, after: Standing, *, in_session: bool) -> Standing:
    if in_session and (looser(before.holding, after.holding) or looser(before.kept, after.kept)):
        raise BoundaryRefused(
            "A limit is not loosened during a session, so it stays. You can change it afterwards."
        )
    return after


def _spelled(limits: Limits) -> Edit:
    return Edit({}, limits.spelled)


def _differs(done: Mapping[Place, Level | None], place: Place, level: Level | None) -> bool:
    return place not in done or done[place] is not level
