"""Looks at one check: is it about this desktop, is its program here, what does its setting hold, what stands beside it?"""

from collections.abc import Collection

from guard.checkup.check import Check, Desktop, Result
from guard.checkup.judging import elsewhere, judge, with_program, without_program
from guard.checkup.probe import Probes


def look(check: Check, probes: Probes, desktops: Collection[Desktop]) -> Result:
    """Read `check` now on a computer that runs `desktops`; blocks as its probes do."""
    if (reading := elsewhere(check, desktops)) is not None:
        return judge(check, reading)
    program = check.program
    seen = probes.read(program) if program is not None else None
    if program is not None and seen is not None and (absent := without_program(program, seen)) is not None:
        return judge(check, absent)
    reading = probes.read(check.detect)
    if program is not None and seen is not None:
        reading = with_program(check, program, seen, reading)
    return judge(check, reading, [probes.read(one) for one in check.also])
