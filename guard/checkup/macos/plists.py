"""Property lists, as files and as macOS's tools print them."""

import plistlib
from pathlib import Path
from typing import Any
from xml.parsers import expat

_MOST_BYTES = 8 << 20


def parsed(raw: bytes) -> dict[str, Any]:
    """Return the dictionary that a property list holds. Raises `ValueError` for anything else."""
    try:
        held = plistlib.loads(raw)
    except (ValueError, expat.ExpatError, LookupError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError("no property list") from error
    if not isinstance(held, dict):
        raise ValueError("no dictionary")  # noqa: TRY004 - what is wrong is the text, not a caller's argument
    return held


def from_file(path: Path) -> dict[str, Any] | None:
    """Return what a file holds, or None when there is no such file. Raises `OSError`, `ValueError`."""
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if len(raw) > _MOST_BYTES:
        raise ValueError("too long")
    return parsed(raw)
