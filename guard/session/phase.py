"""Where a session is, why it pauses and why it ended: closed lists without anybody's words."""

from enum import StrEnum


class Phase(StrEnum):
    """Where a session is."""

    PREPARE = "prepare"
    GATE = "gate"
    READY = "ready"
    LIVE = "live"
    PAUSED = "paused"
    AFTERCARE = "aftercare"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class EndReason(StrEnum):
    """Why a session ended; a closed list without anybody's words."""

    STOPPED = "stopped"
    DISCOMFORT = "discomfort"
    QUIT = "quit"
    UNANSWERED = "unanswered"
    """Nobody answered a pause."""
    INTERRUPTED = "interrupted"
    """Found at the next start, after a crash or a power cut."""
    NO_FRESH_YES = "no-fresh-yes"
    """After a pause not everyone said yes again."""
    SLEPT = "slept"
    """The computer slept for long."""
    FINISHED = "finished"
    """It came to its end and somebody said so."""

    @property
    def hard(self) -> bool:
        """True when it may have been hard, or nobody could say how it was."""
        return self not in {EndReason.FINISHED, EndReason.SLEPT, EndReason.NO_FRESH_YES}


class PauseWhy(StrEnum):
    """Why a session is paused."""

    PRACTICAL = "practical"
    ALARM = "alarm"
    SLEEP = "sleep"
