"""What works here: one line for each part that depends on this computer."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from guard import __version__

PartState = Literal["on", "limited", "off", "unknown"]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of Guard, its state here, and why."""

    name: str
    state: PartState
    says: str


def as_object(parts: Iterable[Part]) -> dict[str, Any]:
    """Return the examination as a JSON object."""
    return {"version": __version__, "parts": [asdict(part) for part in parts]}
