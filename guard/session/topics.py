"""The topics that limits are about, and the words of the boundary card: data, with room for own topics."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from guard import datafile, resources
from guard.session.boundaries import likeness


class TopicGroup(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Topics that belong together. `icon` is the name of a picture."""

    id: str
    title: str
    icon: str


class Topic(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One topic. `id` never changes; `channels` are those on which it means something.

    `together` names it for two people who compare; "" where a shared yes would say nothing.
    """

    id: str
    group: str
    name: str
    hint: str
    channels: list[Literal["text", "voice", "picture", "live"]]
    together: str = ""


class CardWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words of the boundary card. `{name}`, `{pronouns}`, `{word}`, `{topic}`, `{channels}` are filled in."""

    title: str
    titled: str
    intro: str
    stop: str
    stop_word: str
    close: str
    some: str
    headings: dict[Literal["never", "not-today", "ask-first", "fine-today"], str]
    channels: dict[Literal["text", "voice", "picture", "live"], str]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    group: list[TopicGroup] = []
    topic: list[Topic] = []
    card: CardWords | None = None


@dataclass(frozen=True, slots=True)
class Topics:
    """All topics in the order of the data files, their groups, and the card's words."""

    topics: tuple[Topic, ...]
    card: CardWords
    groups: tuple[TopicGroup, ...] = ()

    def of(self, group: str) -> tuple[Topic, ...]:
        """Return the topics of one group."""
        return tuple(topic for topic in self.topics if topic.group == group)

    def get(self, topic: str) -> Topic | None:
        """Return the topic with this id; None for somebody's own words."""
        return next((each for each in self.topics if each.id == topic), None)

    def name(self, topic: str) -> str:
        """Return what a topic is called; own words are their own name."""
        known = self.get(topic)
        return known.name if known is not None else topic


def load(files: Sequence[Path] | None = None) -> Topics:
    """Read the topics. Raises `DataFileError` for a file that breaks a rule."""
    paths = resources.files("boundaries") if files is None else list(files)
    found: dict[str, Topic] = {}
    card: CardWords | None = None
    contents = [(file, datafile.read(file, _File)) for file in paths]
    groups = {group.id: group for _file, content in contents for group in content.group}
    for file, content in contents:
        for place, topic in enumerate(content.topic):
            if topic.id in found or topic.id != likeness(topic.id):
                problem = f"“{topic.id}” stands there twice, or is not written in small letters"
                raise datafile.error_at(file, ("topic", place, "id"), problem)
            if topic.group not in groups:
                raise datafile.error_at(file, ("topic", place, "group"), f"there is no group “{topic.group}”")
            if not topic.channels or len(set(topic.channels)) < len(topic.channels):
                raise datafile.error_at(file, ("topic", place, "channels"), "each channel once, at least one")
            found[topic.id] = topic
        card = content.card or card
    if card is None:
        raise datafile.error_at(paths[-1], ("card",), "the words of the card are missing")
    return Topics(tuple(found.values()), card, tuple(groups.values()))
