"""The item that says which of a record's two slots counts."""

import re
from dataclasses import dataclass

NOBODY = "none"
_FORM = re.compile(r"(a|b|none)-([0-9]{1,18})(-twice)?")


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which slot counts, and the generation written last. `slot` is `NOBODY` when nothing is stored.

    `twice`: the other slot holds the same.
    """

    slot: str
    generation: int
    twice: bool = False

    def __str__(self) -> str:
        return f"{self.slot}-{self.generation}{'-twice' if self.twice else ''}"


def parse(said: str | None) -> Pointer | None:
    """Read what `str` of a pointer wrote; None for anything else."""
    match = _FORM.fullmatch(said or "")
    return Pointer(match[1], int(match[2]), bool(match[3])) if match else None
