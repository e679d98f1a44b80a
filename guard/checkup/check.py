"""What a check is, and its four honest answers. Pure.

A check is data (`resources/checks/*.toml`). Its `detect` names a probe with that probe's
parameters. Probes that read one setting are also what a fix writes and what an undo puts
back, so that detecting, fixing and undoing can never be about different things.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

import msgspec

from guard.checkup.detect import Detect, Program

System = Literal["linux", "windows", "macos", "any"]
Desktop = Literal["gnome", "kde", "cinnamon", "mate", "xfce"]
Group = Literal[
    "lock", "notifications", "screen", "camera-microphone", "remote", "names", "traces", "browser", "system"
]
Text = Annotated[str, msgspec.Meta(min_length=8, max_length=400)]
Title = Annotated[str, msgspec.Meta(min_length=8, max_length=90)]


class Answer(StrEnum):
    """What a check can say. An error, a missing tool or an absent desktop is never `SAFE`."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


class Titles(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """One title for each answer, so that a title never claims what was not seen."""

    safe: Title
    unsafe: Title
    unknown: Title
    not_applicable: Title

    def of(self, answer: Answer) -> str:
        """Return the title for an answer."""
        return {
            Answer.SAFE: self.safe,
            Answer.UNSAFE: self.unsafe,
            Answer.UNKNOWN: self.unknown,
            Answer.NOT_APPLICABLE: self.not_applicable,
        }[answer]


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """Which values are safe. Exactly one of the three; a value outside `valid` is neither safe nor unsafe.

    `one_of` lists texts; `least` and `most` bound a whole number (either may be left out);
    `none_of` lists texts of which a list value may hold none ("*": it must be empty).
    `valid` lists what the setting can be at all, where that is a closed list.
    """

    one_of: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    none_of: tuple[str, ...] = ()
    valid: tuple[str, ...] = ()


class Fix(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """What a fix writes into the setting that `detect` reads.

    `only_session`: it goes back by itself when the session ends, or at the next start after
    a crash. `restart`: what has to start again before it counts, "" for nothing.
    """

    value: str
    only_session: bool = False
    restart: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """What one setting holds: `value` as its system spells it, or `absent` (the user never set it)."""

    value: str = ""
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a probe saw.

    `answer` is what the probe alone can say: None leaves it to the check's rule over `value`,
    and over the values in `more` where the setting is kept in several places (browser profiles,
    say): the worst counts.
    `why` says in a whole sentence why something cannot be told or does not apply; `evidence`
    holds sentences about what was seen; `managed` is True when somebody else decides it.
    """

    answer: Answer | None = None
    value: str = ""
    more: tuple[str, ...] = ()
    why: str = ""
    evidence: tuple[str, ...] = ()
    managed: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """One check's answer now. `says` is one sentence for its user; `seconds` is how long it took."""

    id: str
    answer: Answer
    says: str
    evidence: tuple[str, ...] = ()
    managed: bool = False
    fixable: bool = False
    undoable: bool = False
    seconds: float = 0.0


class Check(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """One check, as the data has it. `id` is stable: it outlives every rewording.

    `desktops` empty: any desktop, or none. `program` is what goes by the setting: a setting of a
    program that is not there, or does not run, protects nobody and gives nothing away. `weight` orders what is to do: 3 first. `also` is
    evidence beside the setting (an open port, say): when it says unsafe, so does the check.
    `link` opens the system's own page for it: an `ms-settings:` or `x-apple.systempreferences:`
    address, or a command of the desktop. `guide` tells in a sentence how to do it by hand.
    `privilege` is what the fix or the guide needs.
    """

    id: Annotated[str, msgspec.Meta(pattern=r"^(lin|win|mac|any)-[a-z0-9-]{2,40}$")]
    group: Group
    desktops: tuple[Desktop, ...] = ()
    title: Titles
    why: Text
    detect: Detect
    safe: Rule | None = None
    also: tuple[Detect, ...] = ()
    program: Program | None = None
    fix: Fix | None = None
    guide: str = ""
    link: str = ""
    privilege: Literal["user", "admin"] = "user"
    weight: Literal[1, 2, 3] = 2
    source: Text
    source_url: str = ""
    confidence: Literal["high", "medium"]
    reviewed: date
    review_after: date

    def overdue(self, today: date) -> bool:
        """Tell whether it is time to read the entry against its source again."""
        return today > self.review_after
