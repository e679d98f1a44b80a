"""Words for a mood, read from `resources/wellbeing/feelings.toml`: a name for a feeling often eases it a little."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec

from guard import datafile, resources
from guard.wellbeing.entries import Feeling as Step


class Feeling(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One word, and where on energy and pleasantness (-2 to 2) it is offered first."""

    id: Annotated[str, msgspec.Meta(pattern=r"\A[a-z][a-z-]{0,23}\Z")]
    word: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    energy: Step
    pleasantness: Step


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    feeling: list[Feeling]


@dataclass(frozen=True, slots=True)
class Feelings:
    """All words, in their order."""

    every: tuple[Feeling, ...]

    def near(self, energy: int, pleasantness: int, count: int = 8) -> tuple[Feeling, ...]:
        """Return the `count` words that lie nearest to two choices, the nearest first."""
        return tuple(sorted(self.every, key=lambda word: _distance(word, energy, pleasantness))[:count])

    @property
    def texts(self) -> dict[str, str]:
        """What the ids of words mean, for an export."""
        return {feeling.id: feeling.word for feeling in self.every}


def load(file: Path | None = None) -> Feelings:
    """Read the words. Raises `DataFileError` for a file that breaks a rule."""
    path = resources.root() / "wellbeing" / "feelings.toml" if file is None else file
    found = datafile.read(path, _File).feeling
    _check_ids(path, [feeling.id for feeling in found])
    return Feelings(tuple(found))


def _check_ids(path: Path, ids: Sequence[str]) -> None:
    for place, one in enumerate(ids):
        if one in ids[:place]:
            raise datafile.error_at(path, ("feeling", place, "id"), f"“{one}” is there already")


def _distance(word: Feeling, energy: int, pleasantness: int) -> int:
    return (word.energy - energy) ** 2 + (word.pleasantness - pleasantness) ** 2
