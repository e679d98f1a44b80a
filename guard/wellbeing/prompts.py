"""Questions for looking back, read from `resources/prompts`, and the ways to answer them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import msgspec

from guard import datafile, resources

Fact = Literal["next-day", "late", "extended", "unanswered", "cut"]
"""What a question can be made for: the day after, a late end, a longer session, a missed check-in, an end nobody chose."""

_Word = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
_Id = Annotated[str, msgspec.Meta(pattern=r"\A[a-z][a-z-]{0,23}\Z")]


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What some questions are about."""

    id: _Id
    title: _Word


class Scale(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer in five steps, from `low` (1) to `high` (5)."""

    id: _Id
    low: _Word
    high: _Word


class Option(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of a few answers."""

    id: _Id
    text: _Word


class Choice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer that is one of a few."""

    id: _Id
    options: Annotated[list[Option], msgspec.Meta(min_length=2, max_length=8)]


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer in own words, at most `entries.MAX_TEXT` characters; `hint` says what to leave out."""

    id: _Id
    hint: str


Answers = Scale | Choice | Words
_A = TypeVar("_A", Group, Scale, Choice, Words)


class _Prompt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: Annotated[str, msgspec.Meta(pattern=r"\A[a-z]+\.[a-z-]{1,40}\Z")]
    text: str
    why: str
    answers: str
    suits: list[Fact] = []


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    group: list[Group] = []
    scale: list[Scale] = []
    choice: list[Choice] = []
    words: list[Words] = []
    prompt: list[_Prompt] = []


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question. `why` is a kind word beside it; `suits` is empty for one that fits after any gentle end."""

    id: str
    group: Group
    text: str
    why: str
    answers: Answers
    suits: frozenset[Fact] = frozenset()


@dataclass(frozen=True, slots=True)
class Prompts:
    """All questions, in their order."""

    every: tuple[Prompt, ...]

    def get(self, prompt_id: str) -> Prompt | None:
        """Return the question with this id; None for one that this Guard does not know."""
        return next((prompt for prompt in self.every if prompt.id == prompt_id), None)

    @property
    def texts(self) -> dict[str, str]:
        """What the ids of questions mean, and `question=choice` for their choices, for an export."""
        told = {prompt.id: prompt.text for prompt in self.every}
        for prompt in self.every:
            if isinstance(prompt.answers, Choice):
                told |= {f"{prompt.id}={option.id}": option.text for option in prompt.answers.options}
        return told


def load(files: Sequence[Path] | None = None) -> Prompts:
    """Read the questions. Raises `DataFileError` for a file that breaks a rule."""
    paths = resources.files("prompts") if files is None else list(files)
    read = [(path, datafile.read(path, _File)) for path in paths]
    groups: dict[str, Group] = {}
    answers: dict[str, Answers] = {}
    for path, file in read:
        _gather(path, "group", file.group, groups)
        _gather(path, "scale", file.scale, answers)
        _gather(path, "choice", file.choice, answers)
        _gather(path, "words", file.words, answers)
    prompts: dict[str, Prompt] = {}
    for path, file in read:
        for place, prompt in enumerate(file.prompt):
            problem, field = _problem(prompt, groups, answers, prompts)
            if problem:
                raise datafile.error_at(path, ("prompt", place, field), problem)
            group = groups[prompt.id.partition(".")[0]]
            suits = frozenset(prompt.suits)
            prompts[prompt.id] = Prompt(
                prompt.id, group, prompt.text, prompt.why, answers[prompt.answers], suits
            )
    return Prompts(tuple(prompts.values()))


def _gather(path: Path, table: str, found: Sequence[_A], into: dict[str, _A] | dict[str, Answers]) -> None:
    for place, one in enumerate(found):
        if one.id in into:
            raise datafile.error_at(path, (table, place, "id"), f"“{one.id}” is there already")
        into[one.id] = one  # type: ignore[assignment] # both kinds of dict take what is gathered into them


def _problem(
    prompt: _Prompt, groups: dict[str, Group], answers: dict[str, Answers], known: dict[str, Prompt]
) -> tuple[str, str]:
    """Return what is wrong and in which field; empty when nothing is."""
    if prompt.id in known:
        return f"“{prompt.id}” is there already", "id"
    if prompt.id.partition(".")[0] not in groups:
        return "there is no such group", "id"
    if prompt.answers not in answers:
        return "there are no such answers", "answers"
    return "", ""
