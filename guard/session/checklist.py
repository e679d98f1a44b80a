"""The questions before a session, and the verdict on their answers.

Nothing is answered beforehand. A must item opens the gate only with a person's own answer;
what a sensor sees answers its own advice item and never a must item. An answer is a
person's word: it is not age assurance and no proof of anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Literal

import msgspec

from guard import datafile, resources


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page of the checklist: its title and one line that says what it is for."""

    id: str
    title: str
    intro: str


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question. `id` is its group's id, a dot and a name, and never changes.

    `kind`: answered with yes, or by picking from `options` (and words of one's own with
    `own_words`). `fact`: the name of the live fact that can answer it.
    """

    id: str
    group: str
    text: str
    why: str
    need: Literal["must", "advice"]
    kind: Literal["yes", "pick"] = "yes"
    fact: str = ""
    options: list[str] = []
    own_words: bool = False


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    group: list[Group] = []
    item: list[Item] = []


class Answer(StrEnum):
    """What a person, or a sensor, answers."""

    UNANSWERED = "unanswered"
    YES = "yes"
    NOT_SURE = "not-sure"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Reply:
    """A person's answer; kept in memory for one session and never written or logged."""

    answer: Answer = Answer.UNANSWERED
    picks: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """What this computer shows by itself; NOT_SURE means that it cannot tell. `says`: how it is known."""

    answer: Answer
    says: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the gate is open, and the ids of the items that keep it shut or are still advice."""

    open: bool
    missing: tuple[str, ...]
    refused: tuple[str, ...]
    not_sure: tuple[str, ...]
    advice_open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """All groups and items, in the order of the data files."""

    groups: tuple[Group, ...]
    items: tuple[Item, ...]

    def by_group(self) -> dict[Group, tuple[Item, ...]]:
        """Return every group with its items."""
        return {group: tuple(item for item in self.items if item.group == group.id) for group in self.groups}

    def item(self, item_id: str) -> Item:
        """Return the item with this id. Raises `KeyError` when there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)


def load(files: Sequence[Path] | None = None) -> Checklist:
    """Read the checklist. Raises `DataFileError` for a file that breaks a rule."""
    paths = resources.files("checklists") if files is None else files
    contents = [(file, datafile.read(file, _File)) for file in paths]
    groups: dict[str, Group] = {}
    for file, content in contents:
        for place, group in enumerate(content.group):
            if group.id in groups:
                raise datafile.error_at(file, ("group", place, "id"), f"there is another group “{group.id}”")
            groups[group.id] = group
    items: dict[str, Item] = {}
    for file, content in contents:
        for place, item in enumerate(content.item):
            if broken := _broken_rule(item, groups, items):
                name, problem = broken
                raise datafile.error_at(file, ("item", place, name), problem)
            items[item.id] = item
    return Checklist(tuple(groups.values()), tuple(items.values()))


def answer_of(item: Item, reply: Reply | None, fact: Fact | None = None) -> Answer:
    """Return what counts for `item`: a live fact first (advice only), else the person's reply."""
    if fact is not None and item.fact and item.need == "advice" and fact.answer in {Answer.YES, Answer.NO}:
        return fact.answer
    if reply is None:
        return Answer.UNANSWERED
    if item.kind == "yes" or reply.answer in {Answer.NO, Answer.NOT_SURE}:
        return reply.answer
    picked = any(pick in item.options or (item.own_words and pick.strip()) for pick in reply.picks)
    return Answer.YES if picked else Answer.UNANSWERED


def judge(checklist: Checklist, replies: Mapping[str, Reply], facts: Mapping[str, Fact]) -> Verdict:
    """Return the verdict; `replies` by item id, `facts` by fact name."""
    answers = {
        item.id: answer_of(item, replies.get(item.id), facts.get(item.fact)) for item in checklist.items
    }
    musts = [item.id for item in checklist.items if item.need == "must"]

    def those(answer: Answer) -> tuple[str, ...]:
        return tuple(must for must in musts if answers[must] is answer)

    return Verdict(
        open=bool(musts) and all(answers[must] is Answer.YES for must in musts),
        missing=those(Answer.UNANSWERED),
        refused=those(Answer.NO),
        not_sure=those(Answer.NOT_SURE),
        advice_open=tuple(
            item.id
            for item in checklist.items
            if item.need == "advice" and answers[item.id] is not Answer.YES
        ),
    )


def _broken_rule(
    item: Item, groups: Mapping[str, Group], items: Mapping[str, Item]
) -> tuple[str, str] | None:
    """Return the field and the problem of the first rule that `item` breaks."""
    facts = {other.fact for other in items.values()}
    rules = (
        (item.id in items, "id", f"there is another item “{item.id}”"),
        (item.group not in groups, "group", f"there is no group “{item.group}”"),
        (not item.id.startswith(f"{item.group}."), "id", f"it must begin with “{item.group}.”"),
        (
            item.kind == "pick" and not item.options and not item.own_words,
            "options",
            "there is nothing to pick",
        ),
        (item.kind == "yes" and bool(item.options), "options", "only a pick has options"),
        (item.kind == "yes" and item.own_words, "own_words", "only a pick has room for own words"),
        (len(set(item.options)) < len(item.options), "options", "the same option stands there twice"),
        (bool(item.fact) and item.need == "must", "fact", "a must item is answered by a person only"),
        (bool(item.fact) and item.kind == "pick", "fact", "a fact cannot pick"),
        (bool(item.fact) and item.fact in facts, "fact", "another item is answered by this fact"),
    )
    return next(((name, problem) for broken, name, problem in rules if broken), None)
