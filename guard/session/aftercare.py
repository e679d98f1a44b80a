"""What to say after a session: a few warm, concrete things, and never a question about why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from guard import datafile, resources
from guard.session.phase import EndReason


class Aftercare(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words for one kind of ending; `hard` offers grounding and support only.

    With `after` they are for these endings alone; without `suggestions` they take the kind's own.
    """

    end: Literal["soft", "hard"]
    title: str
    intro: str
    suggestions: list[str] = []
    after: list[EndReason] = []


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    aftercare: list[Aftercare] = []


@dataclass(frozen=True, slots=True)
class Endings:
    """Both kinds of aftercare, and what is said after some endings instead."""

    soft: Aftercare
    hard: Aftercare
    special: tuple[Aftercare, ...] = ()

    def after(self, reason: EndReason | None) -> Aftercare:
        """Return the words for how it ended; the gentlest ones when nobody knows."""
        special = (words for words in self.special if reason in words.after)
        return next(special, self.hard if reason is None or reason.hard else self.soft)


def load(files: Sequence[Path] | None = None) -> Endings:
    """Read the words. Raises `DataFileError` for a file that breaks a rule."""
    paths = resources.files("aftercare") if files is None else list(files)
    found: dict[str, Aftercare] = {}
    special: list[Aftercare] = []
    for file in paths:
        for place, words in enumerate(datafile.read(file, _File).aftercare):
            if broken := _broken_rule(words, found, special):
                name, problem = broken
                raise datafile.error_at(file, ("aftercare", place, name), problem)
            if words.after:
                special.append(words)
            else:
                found[words.end] = words
    for end in ("soft", "hard"):
        if end not in found:
            raise datafile.error_at(paths[-1], ("aftercare",), f"the words for a {end} end are missing")
    return Endings(found["soft"], found["hard"], tuple(_whole(words, found[words.end]) for words in special))


def _whole(words: Aftercare, usual: Aftercare) -> Aftercare:
    return words if words.suggestions else msgspec.structs.replace(words, suggestions=usual.suggestions)


def _broken_rule(
    words: Aftercare, found: Mapping[str, Aftercare], special: Sequence[Aftercare]
) -> tuple[str, str] | None:
    """Return the field and the problem of the first rule that `words` break."""
    taken = {reason for other in special for reason in other.after}
    rules = (
        (not words.after and words.end in found, "end", f"there are other words for a {words.end} end"),
        (not words.after and not words.suggestions, "suggestions", "there is nothing to suggest"),
        (
            any(reason.hard is not (words.end == "hard") for reason in words.after),
            "after",
            f"not all of them are {words.end} ends",
        ),
        (bool(taken.intersection(words.after)), "after", "there are other words for one of them"),
    )
    return next(((name, problem) for broken, name, problem in rules if broken), None)
