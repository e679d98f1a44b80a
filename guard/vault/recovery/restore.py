"""What would a backup bring back here? A pure plan; carrying it out is `apply`.

Nothing that is here is ever written over without having been asked for: other profiles stay,
and so do a journal that is here and the key that it needs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from guard.vault.recovery.bundle import Contents


class Fate(StrEnum):
    """What becomes of one part of a backup."""

    NOTHING = "nothing"  # the backup has no such part
    SAME = "same"  # it is here already
    ADD = "add"
    KEPT = "kept"  # another one is here and stays; the backup's is not used


@dataclass(frozen=True, slots=True)
class Comparison:
    """Profile ids: in the backup only; the same in both; different in both; here only."""

    added: tuple[str, ...]
    same: tuple[str, ...]
    conflicts: tuple[str, ...]
    only_here: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Here:
    """What this computer has. `book` and `journal_key`: None when there is none.

    `has_journal`: a journal worth keeping is here. When False although a file lies there,
    a journal from the backup takes its place and the file is set aside under another name.
    """

    book: bytes | None = field(repr=False)
    journal_key: str | None = field(repr=False)
    has_journal: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What restoring would do with profiles, journal key and journal."""

    contents: Contents
    here: Here
    profiles: Comparison
    key: Fate
    journal: Fate

    @property
    def is_empty(self) -> bool:
        """Tell whether everything the backup could bring is here already or stays as it is."""
        profiles = self.profiles.added or self.profiles.conflicts
        return not profiles and Fate.ADD not in (self.key, self.journal)


def compare(theirs: Mapping[str, bytes], here: Mapping[str, bytes]) -> Comparison:
    """Compare two sets of profiles by id; values are equal when the profiles are."""
    shared = [one for one in theirs if one in here]
    return Comparison(
        added=tuple(one for one in theirs if one not in here),
        same=tuple(one for one in shared if theirs[one] == here[one]),
        conflicts=tuple(one for one in shared if theirs[one] != here[one]),
        only_here=tuple(one for one in here if one not in theirs),
    )


def plan_restore(contents: Contents, here: Here, split: Callable[[bytes], Mapping[str, bytes]]) -> Plan:
    """Return what restoring would do. `split` decodes a book into profiles by id and may raise its own `GuardError`."""
    theirs = split(contents.book)
    ours = {} if here.book is None else split(here.book)
    key = _key_fate(contents, here)
    return Plan(contents, here, compare(theirs, ours), key, _journal_fate(contents, here, key))


def _key_fate(contents: Contents, here: Here) -> Fate:
    if contents.journal_key is None:
        return Fate.NOTHING
    if contents.journal_key == here.journal_key:
        return Fate.SAME
    if here.journal_key is not None and here.has_journal:
        return Fate.KEPT
    return (
        Fate.ADD
    )  # no key here (a journal that is here may be waiting for this one), or one that locks nothing


def _journal_fate(contents: Contents, here: Here, key: Fate) -> Fate:
    if contents.journal is None:
        return Fate.NOTHING
    if here.has_journal or key not in (Fate.ADD, Fate.SAME):
        return Fate.KEPT
    return Fate.ADD
