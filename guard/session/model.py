"""The words of a session: its phases, its plan, its state, and what can happen to it.

Times are seconds of a clock that keeps counting while the computer sleeps.
"""

from dataclasses import dataclass, field

from guard.session.phase import EndReason, PauseWhy, Phase

__all__ = [
    "AftercareDone",
    "BackToPlan",
    "Begin",
    "Cancel",
    "Discomfort",
    "EndReason",
    "Event",
    "ExpectMore",
    "Expectation",
    "Finish",
    "GateChanged",
    "GetReady",
    "Pause",
    "PauseWhy",
    "Phase",
    "Plan",
    "PlanChosen",
    "Quit",
    "Recovered",
    "Resume",
    "Session",
    "Slept",
    "Stop",
    "Tick",
]


@dataclass(frozen=True, slots=True)
class Expectation:
    """A capture that is meant to happen in this session: catalogue id or executable, and kind."""

    program: str
    kind: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Who I am here, where we talk, and which captures belong to it. A pseudonym stays out of logs."""

    profile_id: str
    profile_name: str = field(repr=False)
    platform_id: str
    expected: tuple[Expectation, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """One session as it stands.

    `since`: when the phase began; in the gate, when it last opened. `ticket_until`: until
    when a ready session may begin. `live_since`: when it last went live; `live_before`:
    live seconds until then. `answers_round` rises whenever every answer given so far is void
    and has to be asked for anew.
    """

    phase: Phase
    plan: Plan | None = None
    since: float = 0.0
    gate_open: bool = False
    ticket_until: float | None = None
    live_since: float | None = None
    live_before: float = 0.0
    paused_why: str = ""
    end_reason: EndReason | None = None
    answers_round: int = 0

    def elapsed(self, now: float) -> float:
        """Return the live seconds until `now`, pauses and sleep left out."""
        if self.live_since is None:
            return self.live_before
        return self.live_before + max(0.0, now - self.live_since)


@dataclass(frozen=True, slots=True)
class PlanChosen:
    """The plan is made or changed; after an end it begins a new session."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class BackToPlan:
    """Think about the plan again; after an end, prepare a new session."""


@dataclass(frozen=True, slots=True)
class GateChanged:
    """The checklist's verdict."""

    open: bool


@dataclass(frozen=True, slots=True)
class GetReady:
    """Leave the gate with a ticket."""


@dataclass(frozen=True, slots=True)
class Begin:
    """Use the ticket."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Something practical, or an alarm: wait. Discomfort is never a pause."""

    why: str


@dataclass(frozen=True, slots=True)
class Resume:
    """The answers to "go on?": mine and everyone else's. Anything but two yeses ends it."""

    mine: bool
    theirs: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """Stop now. Before a session is live it calls it off."""


@dataclass(frozen=True, slots=True)
class Discomfort:
    """Somebody is not comfortable: stop, whoever it is."""


@dataclass(frozen=True, slots=True)
class Finish:
    """It has come to a good end."""


@dataclass(frozen=True, slots=True)
class Slept:
    """The computer slept, or nobody watched, for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Quit:
    """The program is being closed."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed."""


@dataclass(frozen=True, slots=True)
class AftercareDone:
    """Aftercare was read or skipped."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Not today."""


@dataclass(frozen=True, slots=True)
class ExpectMore:
    """Somebody said "this is mine": one more expected capture, for this session only."""

    expectation: Expectation


@dataclass(frozen=True, slots=True)
class Recovered:
    """The last run ended in the middle of a session."""


Event = (
    PlanChosen
    | BackToPlan
    | GateChanged
    | GetReady
    | Begin
    | Pause
    | Resume
    | Stop
    | Discomfort
    | Finish
    | Slept
    | Quit
    | Tick
    | AftercareDone
    | Cancel
    | ExpectMore
    | Recovered
)
