"""Short exercises for coming down, and what to offer after a session, by how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from guard import datafile, resources
from guard.wellbeing.entries import End, Person

Kind = Literal["water", "light", "walk", "rest", "warmth", "grounding", "person", "help"]
_Id = Annotated[str, msgspec.Meta(pattern=r"\A[a-z][a-z-]{0,23}\Z")]


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step. `move` is what a quiet animation does; `still` is said instead of `say` where none is wanted."""

    say: str
    seconds: Annotated[int, msgspec.Meta(ge=2, le=60)]
    move: Literal["in", "out", "hold", "none"] = "none"
    still: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """Where an exercise is: its step, the step's number from 0, the round from 0, how much of the step is over (0 to 1)."""

    step: Step
    number: int
    round: int
    done: float

    def words(self, *, reduced_motion: bool = False) -> str:
        """Return what to say now."""
        return self.step.still or self.step.say if reduced_motion else self.step.say


class Exercise(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An exercise: its steps, gone through `rounds` times."""

    id: _Id
    title: str
    intro: str
    rounds: Annotated[int, msgspec.Meta(ge=1, le=20)]
    step: Annotated[list[Step], msgspec.Meta(min_length=1)]

    @property
    def seconds(self) -> int:
        """How long it takes."""
        return self.rounds * sum(step.seconds for step in self.step)

    def at(self, seconds: float) -> Moment | None:
        """Return where it is after so many seconds; None when it is over."""
        if not seconds < self.seconds:
            return None
        left = max(0.0, seconds)
        one_round = self.seconds // self.rounds
        turn, left = int(left // one_round), left % one_round
        for number, step in enumerate(self.step):
            if left < step.seconds:
                return Moment(step, number, turn, left / step.seconds)
            left -= step.seconds
        return None


class _Offer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: _Id
    kind: Kind
    text: str
    after: list[Literal["soft", "cut", "hard"]]
    exercise: str = ""
    someone: str = ""


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    exercise: list[Exercise]
    offer: list[_Offer]


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that may do good now. `exercise` is the one it opens; `person` is the one to write to, or None."""

    id: str
    kind: Kind
    text: str
    exercise: Exercise | None = None
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Grounding:
    """Exercises and offers."""

    exercises: tuple[Exercise, ...]
    offered: tuple[_Offer, ...]

    def get(self, exercise_id: str) -> Exercise | None:
        """Return the exercise with this id."""
        return next((each for each in self.exercises if each.id == exercise_id), None)

    def offers(self, end: End, people: Sequence[Person] = ()) -> tuple[Offer, ...]:
        """Return what to offer after this end; the first of `people` is the one to write to."""
        after = "hard" if end.hard else "cut" if end.cut else "soft"
        return tuple(self._offer(each, people) for each in self.offered if after in each.after)

    def _offer(self, found: _Offer, people: Sequence[Person]) -> Offer:
        person = people[0] if found.kind == "person" and people else None
        text = found.text.replace("{person}", person.name if person else found.someone)
        return Offer(found.id, found.kind, text, self.get(found.exercise), person)


def load(file: Path | None = None) -> Grounding:
    """Read exercises and offers. Raises `DataFileError` for a file that breaks a rule."""
    path = resources.root() / "wellbeing" / "grounding.toml" if file is None else file
    read = datafile.read(path, _File)
    for table, ids in (("exercise", [e.id for e in read.exercise]), ("offer", [o.id for o in read.offer])):
        for place, one in enumerate(ids):
            if one in ids[:place]:
                raise datafile.error_at(path, (table, place, "id"), f"“{one}” is there already")
    known = {each.id for each in read.exercise}
    for place, offer in enumerate(read.offer):
        if offer.exercise and offer.exercise not in known:
            raise datafile.error_at(path, ("offer", place, "exercise"), "there is no such exercise")
        if ("{person}" in offer.text) != bool(offer.someone):
            raise datafile.error_at(path, ("offer", place, "text"), "{person} and “someone” go together")
    return Grounding(tuple(read.exercise), tuple(read.offer))
