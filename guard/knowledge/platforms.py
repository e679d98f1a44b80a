"""What is known of places where people talk, each fact dated; read from `resources/platforms/*.toml`.

An answer nobody could confirm is "unknown" there; it is never guessed here.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from guard import datafile, resources
from guard.datafile import PathParts

Encrypted = Literal["yes", "opt-in", "partly", "no", "not-offered", "unknown"]
"""Is it end-to-end encrypted? Without a further step ("yes"), after one ("opt-in"), in some cases ("partly")."""
Offered = Literal["yes", "partly", "no", "unknown"]
"""Does the platform do this? "partly": in some kinds of chat, on some devices, or as a best effort."""
Need = Literal["needed", "either", "optional", "no", "unknown"]
"""Is it asked for at sign-up? "either": a phone number or an e-mail address, one of the two."""
Status = Literal["active", "downgraded", "retired"]
Where = Literal["desktop", "phone", "web", "all"]
Weight = Literal[1, 2, 3]

Id = Annotated[str, msgspec.Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Sentence = Annotated[str, msgspec.Meta(min_length=8, max_length=260)]
Title = Annotated[str, msgspec.Meta(min_length=4, max_length=60)]
Link = Annotated[str, msgspec.Meta(pattern="^https://[^ ]+$")]

_LONGEST_VALID = timedelta(days=200)


class Setting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """One thing to look at and to tick off. `id` begins with the platform's id and never changes.

    `path`: the menu entries on the way, joined by " > ", without the value to choose; `where`:
    on which device it is found; `weight`: 3 first, 1 last.
    """

    id: Id
    title: Title
    path: Annotated[str, msgspec.Meta(min_length=4, max_length=120)]
    why: Sentence
    where: Where
    weight: Weight


class Answered(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """An answer, and the sentence that says what it covers and what it misses."""

    answer: Offered
    note: Sentence


class Platform(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """One chat platform, as it was known on the day of `reviewed`.

    `text`, `voice`, `video` are between two people, `group_text` and `group_call` among more;
    `encryption` says what they leave out. `screenshots` and `recordings`: is anybody told, or
    is it prevented? `metadata`: what the operator keeps beside the words; `backup`: what a
    backup or an export leaves behind. `programs`: its executables on Linux, and `browser`
    where it runs in one; empty where it is on phones only or its program is not known. `tip`: the
    one thing worth knowing before a talk.
    """

    id: Id
    name: Annotated[str, msgspec.Meta(min_length=2, max_length=40)]
    status: Status = "active"
    status_note: Sentence | None = None
    programs: list[str]
    tip: Annotated[str, msgspec.Meta(max_length=110)]

    text: Encrypted
    voice: Encrypted
    video: Encrypted
    group_text: Encrypted
    group_call: Encrypted
    encryption: Sentence

    phone: Need
    email: Need
    real_name: Need
    sign_up: Sentence

    screenshots: Answered
    recordings: Answered
    disappearing: Answered
    view_once: Answered
    metadata: Sentence
    backup: Sentence

    source: Annotated[str, msgspec.Meta(min_length=4)]
    source_url: Link
    reviewed: date
    review_after: date
    confidence: Literal["high", "medium"]

    settings: tuple[Setting, ...] = msgspec.field(name="setting", default=())


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    platform: list[Platform]


def load(files: Sequence[Path] | None = None) -> tuple[Platform, ...]:
    """Return every platform by name, retired ones last. Raises `DataFileError`."""
    found: dict[str, Platform] = {}
    for file in resources.files("platforms") if files is None else files:
        for place, platform in enumerate(datafile.read(file, _File).platform):
            if platform.id in found:
                problem = f"there is another platform “{platform.id}”"
                raise datafile.error_at(file, ("platform", place, "id"), problem)
            for part, problem in _faults(platform):
                raise datafile.error_at(file, ("platform", place, *part), problem)
            found[platform.id] = platform
    return tuple(sorted(found.values(), key=lambda known: (known.status == "retired", known.name.casefold())))


def _faults(platform: Platform) -> Iterator[tuple[PathParts, str]]:
    """Yield what the schema cannot say: where in the platform, and what is wrong there."""
    if (platform.status == "active") != (platform.status_note is None):
        yield ("status",), "a status-note stands beside every status but “active”, with its date"
    if (platform.phone == "either") != (platform.email == "either"):
        yield ("phone",), "“either” stands at both phone and email, or at neither"
    if platform.real_name == "either":
        yield ("real-name",), "“either” is between phone and email only"
    if not platform.reviewed < platform.review_after <= platform.reviewed + _LONGEST_VALID:
        yield ("review-after",), "it lies after the day of reviewed, by half a year at most"
    seen: set[str] = set()
    for place, setting in enumerate(platform.settings):
        if not setting.id.startswith(f"{platform.id}-"):
            yield ("setting", place, "id"), f"it begins with “{platform.id}-”"
        if setting.id in seen:
            yield ("setting", place, "id"), f"there is another setting “{setting.id}”"
        seen.add(setting.id)
