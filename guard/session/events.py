"""What can happen to a session."""

from dataclasses import dataclass

from guard.session.phase import CheckInAnswer
from guard.session.plan import Expectation, Plan


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
class Answered:
    """What somebody answers to a check-in. STOP ends it whenever it comes."""

    answer: CheckInAnswer


@dataclass(frozen=True, slots=True)
class Extend:
    """The answers to "a little longer?" when the time is up. Anything but two yeses ends it."""

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
class ReflectDone:
    """The questions afterwards were answered or skipped."""


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
    | Answered
    | Extend
    | Stop
    | Discomfort
    | Finish
    | Slept
    | Quit
    | Tick
    | AftercareDone
    | ReflectDone
    | Cancel
    | ExpectMore
    | Recovered
)
