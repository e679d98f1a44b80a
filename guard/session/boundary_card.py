"""The boundary card: what a partner should know, warmly and in few words. Text here; others draw it.

It holds what its owner chose to say and nothing else: no date, no id, no trace of the computer.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from guard.session.boundaries import Channel, Level, Limits
from guard.session.topics import Topics


@dataclass(frozen=True, slots=True)
class CardGroup:
    """One level: its heading and what it holds for."""

    level: Level
    heading: str
    items: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on the card, from top to bottom; empty lines of words are left out."""

    title: str = field(repr=False)
    intro: str
    groups: tuple[CardGroup, ...]
    stop: str = field(repr=False)
    close: str

    @property
    def text(self) -> str:
        """The card as plain text."""
        parts = [f"{self.title}\n{self.intro}"]
        parts += ["\n".join([group.heading, *(f"- {item}" for item in group.items)]) for group in self.groups]
        return "\n\n".join([*parts, f"{self.stop}\n{self.close}"]) + "\n"


def card(limits: Limits, topics: Topics, *, name: str, pronouns: str = "", stop_word: str = "") -> Card:
    """Return the card; `name` is a pseudonym, `stop_word` what means stop to its owner ("" for the word itself)."""
    words = topics.card
    titled = words.titled if pronouns.strip() else words.title
    groups = [
        CardGroup(level, words.headings[level.value], items)
        for level in Level
        if (items := tuple(_items(limits, topics, level)))
    ]
    return Card(
        title=titled.format(name=_line(name), pronouns=_line(pronouns)),
        intro=words.intro,
        groups=tuple(groups),
        stop=words.stop_word.format(word=_line(stop_word)) if stop_word.strip() else words.stop,
        close=words.close,
    )


def _items(limits: Limits, topics: Topics, level: Level) -> Iterator[str]:
    """Yield what stands under a level; channels are named where a topic is not the same on all of them."""
    known = [topic.id for topic in topics.topics]
    order = {topic: place for place, topic in enumerate(known)}
    decided = dict.fromkeys(topic for topic, _channel in limits.levels)
    for topic in sorted(decided, key=lambda each: order.get(each, len(order))):
        channels = [each for each in Channel if limits.levels.get((topic, each)) is level]
        if not channels:
            continue
        about = topics.get(topic)
        name = _line(about.name if about is not None else limits.spelled.get(topic, topic))
        usual = set(about.channels) if about is not None else {each.value for each in Channel}
        if usual <= {each.value for each in channels}:
            yield name
        else:
            named = ", ".join(topics.card.channels[each.value] for each in channels)
            yield topics.card.some.format(topic=name, channels=named)


def _line(words: str) -> str:
    """Return `words` on one line, without anything that cannot be seen."""
    return "".join(each for each in " ".join(words.split()) if each.isprintable())
