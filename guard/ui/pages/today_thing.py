"""The one thing worth doing now, chosen in a fixed order from what is known. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from guard.session.phase import Phase

_CALM = frozenset({Phase.PREPARE, Phase.CLOSED, Phase.CANCELLED})


class Thing(StrEnum):
    """What may be worth doing, the most pressing first."""

    QUIET_MOMENT = "quiet-moment"
    CHECK_IN = "check-in"
    LOOK = "look"
    TROUBLE = "trouble"
    MORNING = "morning"
    PSEUDONYM = "pseudonym"
    KIT = "kit"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known now. `pseudonyms` and `kit` are None as long as nobody knows.

    `alarm`: something captures now. `trouble` is why keyring or journal cannot be used, as a sentence;
    `urgent` is the title of the check-up's most urgent item.
    """

    phase: Phase = Phase.PREPARE
    alarm: bool = False
    trouble: str = ""
    morning: bool = False
    pseudonyms: int | None = None
    kit: bool | None = None
    urgent: str = ""


def one_thing(known: Known) -> Thing | None:
    """Return what is worth doing; during a session nothing but what concerns it."""
    if known.phase is Phase.AFTERCARE:
        return Thing.QUIET_MOMENT
    if known.phase is Phase.CHECK_IN:
        return Thing.CHECK_IN
    if known.alarm:
        return Thing.LOOK
    if known.phase not in _CALM:
        return None
    waiting = {
        Thing.TROUBLE: bool(known.trouble),
        Thing.MORNING: known.morning,
        Thing.PSEUDONYM: known.pseudonyms == 0,
        Thing.KIT: known.kit is False and bool(known.pseudonyms),
        Thing.CHECK: bool(known.urgent),
    }
    return next((thing for thing, waits in waiting.items() if waits), None)
