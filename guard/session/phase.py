"""Where a session is, why it pauses and why it ended: closed lists without anybody's words."""

from enum import StrEnum


class Phase(StrEnum):
    """Where a session is."""

    PREPARE = "prepare"
    GATE = "gate"
    READY = "ready"
    LIVE = "live"
    CHECK_IN = "check-in"
    PAUSED = "paused"
    AFTERCARE = "aftercare"
    REFLECT = "reflect"
    CLOSED = "closed"
    CANCELLED = "cancelled"


OPEN = frozenset({Phase.LIVE, Phase.CHECK_IN, Phase.PAUSED})
"""The phases in which a session is going on: Stop ends it, and a crash leads to aftercare."""


class Asking(StrEnum):
    """What a check-in asks."""

    HOW = "how"
    """Is everyone comfortable?"""
    TIME_UP = "time-up"
    """The planned time is over: finish, or once a little longer?"""


class CheckInAnswer(StrEnum):
    """The answers to a check-in; as a traffic light: green, yellow, red."""

    COMFORTABLE = "comfortable"
    ADJUST = "adjust"
    STOP = "stop"


class EndReason(StrEnum):
    """Why a session ended; a closed list without anybody's words."""

    STOPPED = "stopped"
    DISCOMFORT = "discomfort"
    QUIT = "quit"
    UNANSWERED = "unanswered"
    """Nobody answered a check-in or a pause."""
    INTERRUPTED = "interrupted"
    """Found at the next start, after a crash or a power cut."""
    NO_FRESH_YES = "no-fresh-yes"
    """After a pause, or for a little longer, not everyone said yes again."""
    SLEPT = "slept"
    """The computer slept for long."""
    FINISHED = "finished"
    """It came to its end and somebody said so."""
    TIME_UP = "time-up"
    """The planned length and its one extension are over."""

    @property
    def hard(self) -> bool:
        """True when it may have been hard, or nobody could say how it was."""
        return self not in {EndReason.FINISHED, EndReason.SLEPT, EndReason.TIME_UP}


class PauseWhy(StrEnum):
    """Why a session is paused."""

    PRACTICAL = "practical"
    ALARM = "alarm"
    SLEEP = "sleep"
    ADJUST = "adjust"
    """Somebody wants to change something first."""
    UNANSWERED = "unanswered"
    """Nobody answered a check-in."""
