"""Hands what people do on a session's steps to the session, for steps that are made later, too."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from guard.session.model import (
    AftercareDone,
    Answered,
    BackToPlan,
    Begin,
    Cancel,
    CheckInAnswer,
    Event,
    Extend,
    Finish,
    GetReady,
    Pause,
    PauseWhy,
    PlanChosen,
    ReflectDone,
    Resume,
)
from guard.ui.pages.session.steps import ComingSteps

if TYPE_CHECKING:
    from guard.ui.pages.session.checklist import ChecklistStep
    from guard.ui.pages.session.live import LiveStep
    from guard.ui.pages.session.paused import PausedStep
    from guard.ui.pages.session.ready import ReadyStep

Do = Callable[[Event], object]
"""Lets something happen in the session."""


def join(coming: ComingSteps, do: Do, stop: Callable[[], None]) -> None:
    """Connect every step; `stop` ends the session at once."""
    coming.prepare.when_made(lambda step: step.planned.connect(lambda plan: do(PlanChosen(plan))))
    coming.checklist.when_made(lambda step: _join_checklist(step, do))
    coming.ready.when_made(lambda step: _join_ready(step, do))
    coming.live.when_made(lambda step: _join_live(step, do, stop))
    coming.paused.when_made(lambda step: _join_paused(step, do, stop))
    coming.aftercare.when_made(lambda step: step.done.connect(lambda: do(AftercareDone())))
    coming.reflect.when_made(lambda step: step.done.connect(lambda: do(ReflectDone())))
    coming.over.when_made(lambda step: step.again_wanted.connect(lambda: do(BackToPlan())))


def _join_checklist(step: "ChecklistStep", do: Do) -> None:
    step.agreed.connect(lambda: do(GetReady()))
    step.plan_wanted.connect(lambda: do(BackToPlan()))
    step.called_off.connect(lambda: do(Cancel()))


def _join_ready(step: "ReadyStep", do: Do) -> None:
    step.begun.connect(lambda: do(Begin()))
    step.plan_wanted.connect(lambda: do(BackToPlan()))
    step.called_off.connect(lambda: do(Cancel()))


def _join_live(step: "LiveStep", do: Do, stop: Callable[[], None]) -> None:
    asked = step.asked
    step.paused.connect(lambda: do(Pause(PauseWhy.PRACTICAL)))
    step.finished.connect(lambda: do(Finish()))
    step.stopped.connect(stop)
    for signal, answer in (
        (asked.panel.comfortable, CheckInAnswer.COMFORTABLE),
        (asked.panel.adjust, CheckInAnswer.ADJUST),
        (asked.panel.stopped, CheckInAnswer.STOP),
    ):
        signal.connect(lambda answer=answer: do(Answered(answer)))
    asked.panel.finished.connect(lambda: do(Finish()))
    asked.extended.connect(lambda mine, theirs: do(Extend(mine, theirs)))


def _join_paused(step: "PausedStep", do: Do, stop: Callable[[], None]) -> None:
    step.answered.connect(lambda mine, theirs: do(Resume(mine, theirs)))
    step.stopped.connect(stop)
