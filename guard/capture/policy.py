"""Finding + what the user expects -> quiet, notice or alarm.

Warn only: nothing here kills, blocks or judges.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from guard.capture.finding import Finding, Kind, Level, Strength
from guard.capture.recognise import base_name
from guard.errors import BadInputError


@dataclass(frozen=True, slots=True)
class Expected:
    """A program that the user expects to use one kind of capture now."""

    program: str
    kind: Kind

    def covers(self, finding: Finding) -> bool:
        """Tell whether `finding` is this program doing this kind, and nothing else."""
        names = {finding.name.casefold(), (finding.tool or "").casefold()}
        if finding.exe:
            names.add(base_name(finding.exe).casefold())
        return finding.kind is self.kind and self.program.casefold() in names


def level(finding: Finding, expected: Iterable[Expected] = ()) -> Level:
    """Return how loud `finding` is."""
    if finding.harmless or any(one.covers(finding) for one in expected):
        return Level.QUIET
    if finding.strength >= Strength.CAPTURING:
        # who is connected sees the screen: that alarm is raised already, once
        return Level.NOTICE if finding.part_of else Level.ALARM
    if finding.strength >= Strength.RUNNING:
        return Level.NOTICE
    return Level.QUIET


def parse_expected(text: str) -> Expected:
    """Read `NAME:KIND`. Raises `BadInputError`."""
    program, colon, kind = text.rpartition(":")
    kinds = ", ".join(Kind)
    if not colon or not program.strip():
        raise BadInputError(f"“{text}” is not NAME:KIND; write for example firefox:camera (kinds: {kinds}).")
    try:
        return Expected(program.strip(), Kind(kind.strip()))
    except ValueError:
        raise BadInputError(f"“{kind}” is not a kind of capture; use one of {kinds}.") from None
