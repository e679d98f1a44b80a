"""What levels, channels and limits are called on the pages."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication

from guard.session.boundaries import Channel, Level
from guard.session.standing import Standing
from guard.session.topics import Topic, Topics

translate = QCoreApplication.translate

_FEW = 4  # topics that a line names before it counts


def level(which: Level) -> str:
    """Return a level's short name."""
    return {
        Level.NEVER: translate("boundaries", "Never"),
        Level.NOT_TODAY: translate("boundaries", "Not today"),
        Level.ASK_FIRST: translate("boundaries", "Ask first"),
        Level.FINE_TODAY: translate("boundaries", "Fine today"),
    }[which]


def lasting(which: Level) -> str:
    """Return how long a level holds, as a sentence."""
    return {
        Level.NEVER: translate("boundaries", "Stays until you change it."),
        Level.NOT_TODAY: translate("boundaries", "Until tomorrow morning."),
        Level.ASK_FIRST: translate("boundaries", "Stays until you change it."),
        Level.FINE_TODAY: translate("boundaries", "Until the session or the day is over."),
    }[which]


def channel(which: Channel) -> str:
    """Return a channel's name as it stands in front of its level."""
    return {
        Channel.TEXT: translate("boundaries", "In writing"),
        Channel.VOICE: translate("boundaries", "By voice"),
        Channel.PICTURE: translate("boundaries", "In pictures"),
        Channel.LIVE: translate("boundaries", "Live on camera"),
    }[which]


def channels_of(topic: Topic | None) -> list[Channel]:
    """Return the channels on which a topic means something; all of them for one in own words."""
    return [Channel(each) for each in topic.channels] if topic is not None else list(Channel)


def common(standing: Standing, topic: str, channels: Iterable[Channel]) -> tuple[bool, Level | None]:
    """Return whether all channels have the same level, and that level (None: undecided)."""
    levels = {standing.decided(topic, each) for each in channels}
    return (True, next(iter(levels))) if len(levels) == 1 else (False, None)


def state(standing: Standing, topic: str, channels: Sequence[Channel]) -> str:
    """Say what holds for a topic, in a few words."""
    same, held = common(standing, topic, channels)
    if not same:
        return translate("boundaries", "Different by channel")
    if held is None:
        return translate("boundaries", "Open, so it counts as “ask first”")
    later = {standing.later(topic, each) for each in channels} - {None, held}
    if len(later) == 1:
        after = level(next(each for each in later if each is not None))
        return translate("boundaries", "{now}. Afterwards again: {later}").format(
            now=level(held), later=after
        )
    return level(held)


def own_topics(standing: Standing, topics: Topics) -> list[str]:
    """Return what somebody has added in own words."""
    known = {topic.id for topic in topics.topics}
    held = standing.holding
    return [
        held.spelled.get(each, each)
        for each in dict.fromkeys(topic for topic, _ in held.levels)
        if each not in known
    ]


def by_level(standing: Standing, topics: Topics, only: Iterable[str] | None = None) -> dict[Level, list[str]]:
    """Return the names of the decided topics under each level that occurs, the strictest first."""
    names = (
        [*(topic.id for topic in topics.topics), *own_topics(standing, topics)] if only is None else [*only]
    )
    found: dict[Level, list[str]] = {}
    for each in Level:
        for topic in names:
            if any(standing.decided(topic, one) is each for one in channels_of(topics.get(topic))):
                found.setdefault(each, []).append(topics.name(topic))
    return found


def summary(found: dict[Level, list[str]]) -> str:
    """Say in a line or two what was decided."""
    if not found:
        return translate("boundaries", "Nothing decided: ask me first.")
    return " · ".join(f"{level(each)}: {_some(names)}" for each, names in found.items())


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:_FEW])
    if len(names) <= _FEW:
        return shown
    more = translate("boundaries", "%n more", "", len(names) - _FEW)
    return f"{shown}, {more}"
