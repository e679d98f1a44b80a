"""What is known of places where people talk: end-to-end encryption, and one thing worth knowing."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from guard import datafile, resources

Encrypted = Literal["yes", "no", "opt-in", "partly", "unknown"]


class Platform(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One chat platform, as it was known on the day of `reviewed`.

    `text`, `voice`, `video`: is it end-to-end encrypted between two people without any
    further step ("yes"), after one ("opt-in"), in some cases ("partly"), or "no"; also "no"
    where it offers no such thing of its own. `programs`: its executables on Linux, and
    `browser` where it runs in one.
    """

    id: str
    name: str
    text: Encrypted
    voice: Encrypted
    video: Encrypted
    tip: str
    programs: list[str]
    status: Literal["active", "retired"] = "active"
    source: str
    reviewed: date
    confidence: Literal["high", "medium"]


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
            found[platform.id] = platform
    return tuple(sorted(found.values(), key=lambda known: (known.status == "retired", known.name.casefold())))
