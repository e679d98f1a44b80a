"""Shows the page that fits the session's phase and hands what people do there to its keeper.

The session's state lives in the keeper alone; these pages hold only what has been typed.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from guard.capture.finding import Coverage, Finding, Level
from guard.knowledge.platforms import Platform
from guard.session.aftercare import Endings
from guard.session.checklist import Checklist, Fact
from guard.session.model import BackToPlan, Event, GateChanged, Phase, ReflectDone, Session, Stop
from guard.session.phase import OPEN
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.pages.session.carrying import Carried
from guard.ui.pages.session.doubled import NotTwice
from guard.ui.pages.session.joining import join
from guard.ui.pages.session.keys import STOP_KEYS
from guard.ui.pages.session.pause_first import Deliberation, PauseFirst
from guard.ui.pages.session.prepare import PrepareStep
from guard.ui.pages.session.rhythm import in_words, usual_check_in
from guard.ui.pages.session.speaking import Telling
from guard.ui.pages.session.step import Step
from guard.ui.pages.session.steps import Steps
from guard.ui.pages.session.summary import pick_lines, plan_lines

if TYPE_CHECKING:
    from guard.ui.pages.session.checklist import ChecklistStep
    from guard.ui.pages.session.live import LiveStep
    from guard.ui.pages.session.programs import ProgramChoice
    from guard.ui.pages.session.reflect import Reflection

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


class SessionFlow(Steps):
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
        programs: "Callable[[], Sequence[ProgramChoice]]",
        facts: Callable[[], Mapping[str, Fact]],
        aftercare: Endings,
        check_in: Callable[[], int] = usual_check_in,
        reflection: "Callable[[Session], Reflection | None] | None" = None,
        deliberation: Deliberation | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`check_in` returns the usual minutes between check-ins; `reflection` makes what is asked afterwards.

        Without a reflection the session closes right after aftercare. `deliberation` tells whether to pause
        before a session is prepared.
        """
        super().__init__(
            lambda: PrepareStep(pseudonyms, platforms, programs, check_in), checklist, aftercare, parent
        )
        self._keeper = keeper
        self._reflection = reflection
        self._items = checklist
        self._platforms = {platform.id: platform for platform in platforms}
        self._pseudonyms = pseudonyms
        self._facts = facts
        self._now = keeper.now
        self._shown: Session | None = None
        self._seen: tuple[Sequence[tuple[Finding, Level]], Coverage | None] = ((), None)
        self._carried = Carried(self.coming, checklist)
        self._telling = Telling(self)
        self._not_twice = NotTwice(self)
        self.pause = PauseFirst(deliberation)
        self.addWidget(self.pause)
        self._connect()
        self._stop_keys = QShortcut(QKeySequence(STOP_KEYS), self)
        self._stop_keys.activated.connect(self.stop)
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self._pass_time)
        self._changed.connect(self._render)
        unsubscribe = keeper.subscribe(self._changed.emit)
        self.destroyed.connect(unsubscribe)
        self._render(keeper.session)

    def stop(self) -> None:
        """Stop at once."""
        if self._keeper.session.phase in OPEN:
            self._keeper.do(Stop())

    def refresh_facts(self) -> None:
        """Look again at what the computer can see for itself."""
        if self.coming.checklist.made is not None:
            self.checklist.show_facts(self._facts())

    def show_guard(self, findings: Sequence[tuple[Finding, Level]], coverage: Coverage | None) -> None:
        """Show what the guard sees."""
        self._seen = (findings, coverage)
        for step in (self.coming.live.made, self.coming.paused.made):
            if step is not None:
                step.guard.show_guard(findings, coverage)
        self.refresh_facts()

    def set_now(self, clock: Callable[[], float]) -> None:
        """Use another clock; it has to be the keeper's."""
        self._now = clock
        self._pass_time()

    def _connect(self) -> None:
        """Say what happens on each step, made or not."""
        coming = self.coming
        join(coming, self._keeper.do, self.stop)
        coming.checklist.when_made(self._meet_checklist)
        coming.live.when_made(self._meet_live)
        coming.paused.when_made(lambda paused: paused.guard.show_guard(*self._seen))
        coming.over.when_made(lambda over: over.left.connect(self._leave))
        self.pause.left.connect(self.left)
        self.pause.turned.connect(self._deliberate)

    def _meet_checklist(self, checklist: "ChecklistStep") -> None:
        checklist.show_facts(self._facts())
        checklist.judged.connect(self._gate)

    def _meet_live(self, live: "LiveStep") -> None:
        live.guard.show_guard(*self._seen)
        live.show_elapsed(self._keeper.session.elapsed(self._now()))

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
            self._forget_answers(
                asked_again=session.phase is Phase.GATE and before.phase in {Phase.GATE, Phase.READY}
            )
        if before is None or before.phase is not session.phase:
            self._enter(session, before)
        if self.coming.live.made is not None:
            self.live.ask(session.asking)
        self._pass_time()
        self._telling.tell(session.phase)
        if session.phase in {Phase.READY, Phase.LIVE, Phase.CHECK_IN}:
            self._clock.start()
        else:
            self._clock.stop()

    def _forget_answers(self, *, asked_again: bool) -> None:
        if asked_again or self.coming.checklist.made is not None:
            self.checklist.clear(asked_again=asked_again)

    def _enter(self, session: Session, before: Session | None) -> None:
        if session.phase is Phase.PREPARE and before is not None and session.plan is None:
            self.prepare.clear()
        self._carried.follow(session.phase)
        if session.phase is Phase.REFLECT and not self._asks(session):
            self._keeper.do(ReflectDone())
            return
        self._fill(session)
        self._turn(self._step(session))

    def showEvent(self, event: QShowEvent) -> None:
        """Look whether this is a time to pause first, unless the window has only come back to the screen."""
        super().showEvent(event)
        if not event.spontaneous() and self._keeper.session.phase is Phase.PREPARE:
            self.pause.look()
        self._telling.tell(self._keeper.session.phase)

    def focus(self) -> None:
        """Bring the keyboard to where the open step begins."""
        step = self.currentWidget()
        if isinstance(step, Step):
            step.focus()

    def _step(self, session: Session) -> Step:
        return self.pause if self.pause.wanted(session.phase) else self.coming.of(session.phase)

    def _deliberate(self) -> None:
        """Turn to the pause or away from it, while a session is prepared and never later."""
        step = self._step(self._keeper.session)
        if self._keeper.session.phase is Phase.PREPARE and step is not self.currentWidget():
            self._turn(step)
            self._telling.tell(Phase.PREPARE)

    def _turn(self, step: Step) -> None:
        """Show `step`; the keyboard comes along if it was here."""
        focus = QApplication.focusWidget()
        here = self.isVisible() and (focus is None or self.isAncestorOf(focus))
        stays = step is self.currentWidget()
        self.setCurrentWidget(step)
        self._telling.turned(step)
        if here and not stays:
            step.focus()
            self._not_twice.hold(None if step.quick else QApplication.focusWidget())

    def _asks(self, session: Session) -> bool:
        """Put the questions afterwards on their page; tell whether there are any."""
        made = self._reflection(session) if self._reflection is not None else None
        if made is not None:
            self.reflect.show_reflection(made)
        return made is not None

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
                self.live.show_rhythm(in_words(plan))
                self.live.show_warning(self._keeper.warning)
            case Phase.PAUSED:
                self.paused.show_why(session.paused_why)
            case Phase.AFTERCARE:
                self.aftercare.show_ending(session.end_reason)
            case Phase.CLOSED | Phase.CANCELLED:
                if self.coming.reflect.made is not None:
                    self.reflect.take()
                self.over.show_end(cancelled=session.phase is Phase.CANCELLED)

    def _pass_time(self) -> None:
        session, now = self._keeper.session, self._now()
        if self.coming.live.made is not None:
            self.live.show_elapsed(session.elapsed(now))
        if session.ticket_until is not None:
            self.ready.show_left(session.ticket_until - now)

    def _place(self, session: Session) -> str:
        platform = self._platforms.get(session.plan.platform_id) if session.plan is not None else None
        return platform.name if platform is not None else ""
