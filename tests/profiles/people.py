"""Profiles for tests, made in one line."""

from datetime import date
from typing import Any

from guard.profiles.profile import Profile

TODAY = date(2026, 11, 22)


def person(name: str, **fields: Any) -> Profile:
    """Return a profile whose id is its name."""
    return Profile(id=name, name=name, colour="plum", created=TODAY, **fields)
