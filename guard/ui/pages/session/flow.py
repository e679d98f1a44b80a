"""Shows the page that fits the session's phase and hands what people do there to its keeper.

The session's state lives in the keeper alone; these pages hold only what has been typed.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from guard.capture.finding import Coverage, Finding, Level
from guard.knowledge.platforms import Platform
from guard.session.aftercare import Endings
from guard.session.checklist import Checklist, Fact
from guard.session.model import (
    AftercareDone,
    BackToPlan,
    Begin,
    Cancel,
    Event,
    Finish,
    GateChanged,
    GetReady,
    Pause,
    PauseWhy,
    Phase,
    PlanChosen,
    Resume,
    Session,
    Stop,
)
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.pages.session.aftercare import AftercareStep
from guard.ui.pages.session.checklist import ChecklistStep
from guard.ui.pages.session.live import STOP_KEYS, LiveStep
from guard.ui.pages.session.over import OverStep
from guard.ui.pages.session.paused import PausedStep
from guard.ui.pages.session.prepare import PrepareStep
from guard.ui.pages.session.programs import ProgramChoice
from guard.ui.pages.session.ready import ReadyStep
from guard.ui.pages.session.step import Step
from guard.ui.pages.session.summary import pick_lines, plan_lines

_TICK_MS = 1000


class Keeper(Protocol):
    """What holds the session."""

    @property
    def session(self) -> Session:
        """The session as it stands."""

    @property
    def warning(self) -> str:
        """What could not be kept for the case of a crash."""

    def now(self) -> float:
        """Return the keeper's time in seconds."""

    def do(self, event: Event) -> Session:
        """Let something happen."""

    def subscribe(self, listener: Callable[[Session], None]) -> Callable[[], None]:
        """Call `listener` with every new session, from any thread."""


class SessionFlow(QStackedWidget):
    """A session from its plan to its end, one page at a time."""

    left = Signal()
    """Somebody wants back to Today."""
    _changed = Signal(object)

    def __init__(
        self,
        keeper: Keeper,
        *,
        checklist: Checklist,
        platforms: Sequence[Platform],
        pseudonyms: Pseudonyms,
        programs: Callable[[], Sequence[ProgramChoice]],
        facts: Callable[[], Mapping[str, Fact]],
        aftercare: Endings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._items = checklist
        self._platforms = {platform.id: platform for platform in platforms}
        self._pseudonyms = pseudonyms
        self._facts = facts
        self._now = keeper.now
        self._shown: Session | None = None
        self.prepare = PrepareStep(pseudonyms, platforms, programs)
        self.checklist = ChecklistStep(checklist)
        self.ready = ReadyStep()
        self.live = LiveStep()
        self.paused = PausedStep()
        self.aftercare = AftercareStep(aftercare)
        self.over = OverStep()
        self._steps: dict[Phase, Step] = {
            Phase.PREPARE: self.prepare,
            Phase.GATE: self.checklist,
            Phase.READY: self.ready,
            Phase.LIVE: self.live,
            Phase.PAUSED: self.paused,
            Phase.AFTERCARE: self.aftercare,
        }
        for step in (*self._steps.values(), self.over):
            self.addWidget(step)
        self._connect()
        self._stop_keys = QShortcut(QKeySequence(STOP_KEYS), self)
        self._stop_keys.activated.connect(self.stop)
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self._pass_time)
        self._changed.connect(self._render)
        unsubscribe = keeper.subscribe(self._changed.emit)
        self.destroyed.connect(unsubscribe)
        self.refresh_facts()
        self._render(keeper.session)

    def stop(self) -> None:
        """Stop at once."""
        if self._keeper.session.phase in {Phase.LIVE, Phase.PAUSED}:
            self._keeper.do(Stop())

    def refresh_facts(self) -> None:
        """Look again at what the computer can see for itself."""
        self.checklist.show_facts(self._facts())

    def show_guard(self, findings: Sequence[tuple[Finding, Level]], coverage: Coverage | None) -> None:
        """Show what the guard sees."""
        self.live.guard.show_guard(findings, coverage)
        self.paused.guard.show_guard(findings, coverage)
        self.refresh_facts()

    def set_now(self, clock: Callable[[], float]) -> None:
        """Use another clock; it has to be the keeper's."""
        self._now = clock
        self._pass_time()

    def _connect(self) -> None:
        do = self._keeper.do
        self.prepare.planned.connect(lambda plan: do(PlanChosen(plan)))
        self.checklist.judged.connect(self._gate)
        self.checklist.agreed.connect(lambda: do(GetReady()))
        self.ready.begun.connect(lambda: do(Begin()))
        for early in (self.checklist, self.ready):
            early.plan_wanted.connect(lambda: do(BackToPlan()))
            early.called_off.connect(lambda: do(Cancel()))
        self.live.paused.connect(lambda: do(Pause(PauseWhy.PRACTICAL)))
        self.live.finished.connect(lambda: do(Finish()))
        self.live.stopped.connect(self.stop)
        self.paused.answered.connect(lambda mine, theirs: do(Resume(mine, theirs)))
        self.paused.stopped.connect(self.stop)
        self.aftercare.done.connect(lambda: do(AftercareDone()))
        self.over.again_wanted.connect(lambda: do(BackToPlan()))
        self.over.left.connect(self._leave)

    def _leave(self) -> None:
        """Let go of what is over; the next visit begins afresh."""
        self._keeper.do(BackToPlan())
        self.left.emit()

    def _gate(self, is_open: bool) -> None:  # noqa: FBT001 - a signal's one value
        session = self._keeper.session
        if self._shown is None or self._shown.answers_round != session.answers_round:
            return  # these answers belong to a round that is over
        if session.phase is Phase.GATE and session.gate_open != is_open:
            self._keeper.do(GateChanged(is_open))

    def _render(self, session: Session) -> None:
        """Show `session`; what has been answered for an earlier round is forgotten first."""
        before, self._shown = self._shown, session
        if before is not None and before.answers_round != session.answers_round:
            self.checklist.clear(
                asked_again=session.phase is Phase.GATE and before.phase in {Phase.GATE, Phase.READY}
            )
        if before is None or before.phase is not session.phase:
            self._enter(session, before)
        self._pass_time()
        if session.phase in {Phase.READY, Phase.LIVE}:
            self._clock.start()
        else:
            self._clock.stop()

    def _enter(self, session: Session, before: Session | None) -> None:
        focus = QApplication.focusWidget()
        here = self.isVisible() and (focus is None or self.isAncestorOf(focus))
        if session.phase is Phase.PREPARE and before is not None and session.plan is None:
            self.prepare.clear()
        self._fill(session)
        step = self._steps.get(session.phase, self.over)
        self.setCurrentWidget(step)
        if here:
            step.focus()

    def _fill(self, session: Session) -> None:
        """Write on the phase's page what it has to say."""
        plan = session.plan
        match session.phase:
            case Phase.READY:
                lines = plan_lines(plan, self._place(session), self.prepare.program_names())
                self.ready.show_summary([*lines, *pick_lines(self._items, self.checklist.replies())])
            case Phase.LIVE if plan is not None:
                profile = self._pseudonyms.named(plan.profile_id)
                self.live.show_who(plan.profile_name, self._place(session), self._pseudonyms.shades(profile))
                self.live.show_warning(self._keeper.warning)
            case Phase.PAUSED:
                self.paused.show_why(session.paused_why)
            case Phase.AFTERCARE:
                self.aftercare.show_ending(session.end_reason)
            case Phase.CLOSED | Phase.CANCELLED:
                self.over.show_end(cancelled=session.phase is Phase.CANCELLED)

    def _pass_time(self) -> None:
        session, now = self._keeper.session, self._now()
        self.live.show_elapsed(session.elapsed(now))
        if session.ticket_until is not None:
            self.ready.show_left(session.ticket_until - now)

    def _place(self, session: Session) -> str:
        platform = self._platforms.get(session.plan.platform_id) if session.plan is not None else None
        return platform.name if platform is not None else ""
