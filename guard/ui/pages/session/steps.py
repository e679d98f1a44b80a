"""The steps of a session in one place; the first one is there at once, the others when they are wanted.

Making all of them takes longer than a window may stand still. So they are made one a turn
once the page was seen, unless somebody is quicker.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from guard.session.aftercare import Endings
from guard.session.checklist import Checklist
from guard.session.model import Phase
from guard.ui.pages.session.coming import Coming
from guard.ui.pages.session.step import Step
from guard.ui.widgets.slowly import Slowly

if TYPE_CHECKING:
    from guard.ui.pages.session.aftercare import AftercareStep
    from guard.ui.pages.session.checklist import ChecklistStep
    from guard.ui.pages.session.live import LiveStep
    from guard.ui.pages.session.over import OverStep
    from guard.ui.pages.session.paused import PausedStep
    from guard.ui.pages.session.prepare import PrepareStep
    from guard.ui.pages.session.ready import ReadyStep
    from guard.ui.pages.session.reflect import ReflectStep

S = TypeVar("S", bound=Step)
_PAINTED_WITHIN_MS = 150
"""What is made before the page was painted keeps it from being painted."""


@dataclass(frozen=True, slots=True)
class ComingSteps:
    """Every step, in the order in which they are likely to be wanted."""

    prepare: "Coming[PrepareStep]"
    checklist: "Coming[ChecklistStep]"
    ready: "Coming[ReadyStep]"
    live: "Coming[LiveStep]"
    aftercare: "Coming[AftercareStep]"
    paused: "Coming[PausedStep]"
    reflect: "Coming[ReflectStep]"
    over: "Coming[OverStep]"

    def every(self) -> tuple[Coming[Step], ...]:
        """Return all of them."""
        return tuple(getattr(self, each.name) for each in fields(self))

    def of(self, phase: Phase) -> Step:
        """Return the step for `phase`, made if need be."""
        steps: dict[Phase, Coming[Any]] = {
            Phase.PREPARE: self.prepare,
            Phase.GATE: self.checklist,
            Phase.READY: self.ready,
            Phase.LIVE: self.live,
            Phase.CHECK_IN: self.live,
            Phase.PAUSED: self.paused,
            Phase.AFTERCARE: self.aftercare,
            Phase.REFLECT: self.reflect,
        }
        step: Step = steps.get(phase, self.over).now()
        return step


class Steps(QStackedWidget):
    """Shows one step at a time. A step's own name makes it; `coming` tells of it without."""

    def __init__(
        self,
        prepare: "Callable[[], PrepareStep]",
        checklist: Checklist,
        aftercare: Endings,
        parent: QWidget | None = None,
    ) -> None:
        """Make no step yet."""
        super().__init__(parent)
        self.coming = ComingSteps(
            prepare=self._coming(prepare),
            checklist=self._coming(lambda: _load("checklist").ChecklistStep(checklist)),
            ready=self._coming(lambda: _load("ready").ReadyStep()),
            live=self._coming(lambda: _load("live").LiveStep()),
            aftercare=self._coming(lambda: _load("aftercare").AftercareStep(aftercare)),
            paused=self._coming(lambda: _load("paused").PausedStep()),
            reflect=self._coming(lambda: _load("reflect").ReflectStep()),
            over=self._coming(lambda: _load("over").OverStep()),
        )
        self._slowly = Slowly(self)
        self._painted = QTimer(self, singleShot=True, interval=_PAINTED_WITHIN_MS)
        self._painted.timeout.connect(self._make_others)
        self._begun = False
        self._soon: list[Callable[[], object]] = []

    @property
    def complete(self) -> bool:
        """Whether every step is there."""
        return all(step.made is not None for step in self.coming.every())

    @property
    def prepare(self) -> "PrepareStep":
        """The plan."""
        return self.coming.prepare.now()

    @property
    def checklist(self) -> "ChecklistStep":
        """The gate's questions."""
        return self.coming.checklist.now()

    @property
    def ready(self) -> "ReadyStep":
        """The last look."""
        return self.coming.ready.now()

    @property
    def live(self) -> "LiveStep":
        """The running session."""
        return self.coming.live.now()

    @property
    def paused(self) -> "PausedStep":
        """The pause."""
        return self.coming.paused.now()

    @property
    def aftercare(self) -> "AftercareStep":
        """What does good afterwards."""
        return self.coming.aftercare.now()

    @property
    def reflect(self) -> "ReflectStep":
        """The questions afterwards."""
        return self.coming.reflect.now()

    @property
    def over(self) -> "OverStep":
        """The end."""
        return self.coming.over.now()

    def soon(self, work: Callable[[], object]) -> None:
        """Do `work` right after the page was seen for the first time; to be called before."""
        self._soon.append(work)

    def showEvent(self, event: QShowEvent) -> None:
        """Once it is seen, make what is missing, one step a turn."""
        super().showEvent(event)
        if not self._begun:
            self._begun = True
            self._painted.start()

    def _make_others(self) -> None:
        self._slowly.begin((*self._soon, *(step.now for step in self.coming.every())))

    def _coming(self, make: Callable[[], S]) -> Coming[S]:
        coming = Coming(make)
        coming.when_made(self.addWidget)
        return coming


def _load(step: str) -> Any:
    """Load the module of a step together with the step; loading all of them takes as long as making them."""
    return importlib.import_module(f"guard.ui.pages.session.{step}")
