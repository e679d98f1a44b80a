"""What to do if something goes wrong: a few calm steps, the first of them for right now."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from guard import datafile, resources
from guard.knowledge.dated import Dated, Id, Words
from guard.knowledge.services import Need


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing to do. `id` keeps its meaning when the words change."""

    id: Id
    when: Literal["right-now", "next", "later"]
    text: Words


class Guide(Dated, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One "what to do if ...".

    `title`: the situation in the words of the person in it, `opening`: one sentence before the
    steps, `avoid`: what tends to make it worse, `needs`: the kinds of service to offer beside
    it, most useful first.
    """

    id: Id
    title: Words
    opening: Words
    step: Annotated[tuple[Step, ...], msgspec.Meta(min_length=4, max_length=8)]
    avoid: Annotated[tuple[Words, ...], msgspec.Meta(min_length=1)]
    needs: Annotated[tuple[Need, ...], msgspec.Meta(min_length=1)]

    def __post_init__(self) -> None:
        """Refuse steps out of order, without one for right now, or with one id twice."""
        super().__post_init__()
        order = [("right-now", "next", "later").index(step.when) for step in self.step]
        if order[0] != 0 or order != sorted(order):
            raise ValueError("the steps do not go from right-now to next to later")
        if len({step.id for step in self.step}) != len(self.step):
            raise ValueError("two steps have the same id")


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    guide: list[Guide]


def load(files: Sequence[Path] | None = None) -> tuple[Guide, ...]:
    """Return every guide in the order of the file. Raises `DataFileError`."""
    found: dict[str, Guide] = {}
    for file in [resources.root() / "help" / "guides.toml"] if files is None else files:
        for index, guide in enumerate(datafile.read(file, _File).guide):
            if guide.id in found:
                raise datafile.error_at(file, ("guide", index, "id"), f"there is another guide “{guide.id}”")
            found[guide.id] = guide
    return tuple(found.values())
