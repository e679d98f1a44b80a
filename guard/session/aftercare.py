"""What to say after a session: a few warm, concrete things, and never a question about why."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from guard import datafile, resources
from guard.session.phase import EndReason


class Aftercare(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words for one kind of ending; `hard` offers grounding and support only."""

    end: Literal["soft", "hard"]
    title: str
    intro: str
    suggestions: list[str]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    aftercare: list[Aftercare] = []


@dataclass(frozen=True, slots=True)
class Endings:
    """Both kinds of aftercare."""

    soft: Aftercare
    hard: Aftercare

    def after(self, reason: EndReason | None) -> Aftercare:
        """Return the words for how it ended; the gentlest ones when nobody knows."""
        return self.hard if reason is None or reason.hard else self.soft


def load(files: Sequence[Path] | None = None) -> Endings:
    """Read the words. Raises `DataFileError` for a file that breaks a rule."""
    paths = resources.files("aftercare") if files is None else list(files)
    found: dict[str, Aftercare] = {}
    for file in paths:
        for place, words in enumerate(datafile.read(file, _File).aftercare):
            if words.end in found:
                problem = f"there are other words for a {words.end} end"
                raise datafile.error_at(file, ("aftercare", place, "end"), problem)
            found[words.end] = words
    for end in ("soft", "hard"):
        if end not in found:
            raise datafile.error_at(paths[-1], ("aftercare",), f"the words for a {end} end are missing")
    return Endings(found["soft"], found["hard"])
