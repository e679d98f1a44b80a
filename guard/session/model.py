"""The words of a session: its state here, and its phases, plan and events by their usual names.

Times are seconds of a clock that keeps counting while the computer sleeps.
"""

from dataclasses import dataclass

from guard.session.events import (
    AftercareDone,
    Answered,
    BackToPlan,
    Begin,
    Cancel,
    Discomfort,
    Event,
    ExpectMore,
    Extend,
    Finish,
    GateChanged,
    GetReady,
    Pause,
    PlanChosen,
    Quit,
    Recovered,
    ReflectDone,
    Resume,
    Slept,
    Stop,
    Tick,
)
from guard.session.phase import Asking, CheckInAnswer, EndReason, PauseWhy, Phase
from guard.session.plan import Expectation, Plan

__all__ = [
    "ANSWER_SECONDS",
    "AftercareDone",
    "Answered",
    "Asking",
    "BackToPlan",
    "Begin",
    "Cancel",
    "CheckInAnswer",
    "Discomfort",
    "EndReason",
    "Event",
    "ExpectMore",
    "Expectation",
    "Extend",
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
    "ReflectDone",
    "Resume",
    "Session",
    "Slept",
    "Stop",
    "Tick",
]

ANSWER_SECONDS = 90.0
"""For how long a check-in waits before the session pauses."""


@dataclass(frozen=True, slots=True)
class Session:
    """One session as it stands.

    `since`: when the phase began; in the gate, when it last opened; in a pause that nobody asked for,
    when the unanswered check-in was due. `ticket_until`: until when a ready session may begin.
    `live_since`: when it last went live; `live_before`: live seconds until then. `answers_round` rises
    whenever every answer given so far is void and has to be asked for anew. `asking`: what a check-in
    asks; `check_in_at`: the live second of the next one. `asked`, `answered`, `extended`: how many
    check-ins there were and were answered by a person, and whether the planned length was extended.
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
    asking: Asking | None = None
    check_in_at: float = 0.0
    asked: int = 0
    answered: int = 0
    extended: bool = False

    def elapsed(self, now: float) -> float:
        """Return the live seconds until `now`; pauses, sleep and an unanswered wait left out."""
        if self.live_since is None:
            return self.live_before
        if self.asking is not None:
            now = min(now, self.since + ANSWER_SECONDS)
        return self.live_before + max(0.0, now - self.live_since)

    @property
    def limit(self) -> float | None:
        """Return at how many live seconds the time is up; None leaves it open."""
        if self.plan is None or not self.plan.length:
            return None
        return self.plan.length + (self.plan.extension if self.extended else 0.0)
