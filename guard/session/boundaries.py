"""Limits: a topic, on a channel, at a level. No's persist, yeses expire, and only their owner loosens them.

Limits cross to other rooms as plain tuples (topic, channel, level), as a profile keeps them. What
nobody has decided counts as "ask me first": there is never a yes that was not said.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from guard.errors import GuardError

MOST_LETTERS = 80
MOST_LIMITS = 200


class BoundaryRefused(GuardError):  # noqa: N818 - named for what happened
    """A limit was not changed; the sentence says why."""


class Channel(StrEnum):
    """By which way something would be shared."""

    TEXT = "text"
    VOICE = "voice"
    PICTURE = "picture"
    LIVE = "live"


class Level(StrEnum):
    """How far a limit goes, the strictest first."""

    NEVER = "never"
    NOT_TODAY = "not-today"
    ASK_FIRST = "ask-first"
    FINE_TODAY = "fine-today"

    @property
    def openness(self) -> int:
        """Return 0 for the strictest level, and more the looser it is."""
        return list(Level).index(self)


UNDECIDED = Level.ASK_FIRST

Plain = tuple[str, str, str]
"""Topic, channel and level as other rooms keep them."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit. `topic` is a topic's id, or the owner's own words."""

    topic: str = field(repr=False)
    channel: Channel
    level: Level


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits of one person, each topic and channel once. They stay out of logs.

    `levels` by the topic's likeness and its channel; `spelled`: own topics as their owner wrote them.
    """

    levels: Mapping[tuple[str, Channel], Level] = field(default_factory=dict, repr=False)
    spelled: Mapping[str, str] = field(default_factory=dict, repr=False)

    def level(self, topic: str, channel: Channel) -> Level:
        """Return what holds; `UNDECIDED` where nothing was said."""
        return self.levels.get((likeness(topic), channel), UNDECIDED)

    def all(self) -> tuple[Limit, ...]:
        """Return every limit that was decided."""
        return tuple(
            Limit(self.spelled.get(topic, topic), channel, level)
            for (topic, channel), level in self.levels.items()
        )

    def plain(self) -> tuple[Plain, ...]:
        """Return the limits as other rooms keep them."""
        return tuple((limit.topic, limit.channel.value, limit.level.value) for limit in self.all())


def change(limits: Limits, wanted: Limit, *, by_owner: bool, in_session: bool) -> Limits:
    """Return the limits with `wanted` in its place.

    Tightening is always right. Raises `BoundaryRefused` when somebody else, or anybody during a
    session, would loosen a limit.
    """
    before = limits.level(wanted.topic, wanted.channel)
    looser = wanted.level.openness > before.openness
    if looser and not by_owner:
        raise BoundaryRefused("This limit belongs to somebody else, so only they can loosen it. It stays.")
    if looser and in_session:
        raise BoundaryRefused(
            "A limit is not loosened during a session, so it stays. You can change it afterwards."
        )
    topic = _topic(wanted.topic)
    if (topic, wanted.channel) not in limits.levels and len(limits.levels) >= MOST_LIMITS:
        raise BoundaryRefused(f"There is room for {MOST_LIMITS} limits. The others stay; remove one first.")
    spelled = {topic: one_line(wanted.topic), **limits.spelled}
    return Limits({**limits.levels, (topic, wanted.channel): wanted.level}, spelled)


def forget(limits: Limits, topic: str, *, by_owner: bool, in_session: bool) -> Limits:
    """Return the limits without `topic`. Raises `BoundaryRefused` where that would loosen one."""
    for channel in Channel:
        change(limits, Limit(topic, channel, UNDECIDED), by_owner=by_owner, in_session=in_session)
    like = likeness(topic)
    return Limits(
        {place: level for place, level in limits.levels.items() if place[0] != like},
        {each: words for each, words in limits.spelled.items() if each != like},
    )


def expired(limits: Limits) -> Limits:
    """Return what is left after a session: every no and every "ask me first", and no yes."""
    return Limits({place: level for place, level in limits.levels.items() if level is not Level.FINE_TODAY})


def merged(defaults: Iterable[Plain], today: Limits) -> Limits:
    """Return today's limits with a profile's defaults: the strictest holds, and a default is never a yes.

    A default that this Guard does not understand is taken as `NEVER` where its channel is known,
    and on every channel where it is not.
    """
    levels, spelled = dict(today.levels), dict(today.spelled)
    for topic, channel, level in defaults:
        known = Level(level) if level in set(Level) else Level.NEVER
        for each in [Channel(channel)] if channel in set(Channel) else list(Channel):
            place = (likeness(topic), each)
            if known is Level.FINE_TODAY or not place[0]:
                continue
            spelled.setdefault(place[0], one_line(topic))
            levels[place] = min(levels.get(place, known), known, key=lambda one: one.openness)
    return Limits(levels, spelled)


def from_plain(plain: Sequence[Plain]) -> Limits:
    """Return limits that were kept elsewhere; yeses among them have expired."""
    return merged(plain, Limits())


def likeness(topic: str) -> str:
    """Return what two spellings of one topic share: small letters on one line."""
    return unicodedata.normalize("NFC", one_line(topic).casefold())


def one_line(topic: str) -> str:
    """Return the topic composed, trimmed, and with single spaces."""
    return " ".join(unicodedata.normalize("NFC", topic).split())


def _topic(topic: str) -> str:
    kept = likeness(topic)
    if not kept or not any(letter.isalnum() for letter in kept):
        raise BoundaryRefused("A limit needs a word or two that say what it is about. Nothing was changed.")
    if len(kept) > MOST_LETTERS or not kept.isprintable():
        raise BoundaryRefused(
            f"What a limit is about fits into {MOST_LETTERS} ordinary letters. Nothing was changed."
        )
    return kept
