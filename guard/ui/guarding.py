"""The guard as the window sees it: what is found now, how loud it is, and what to say of it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from guard.capture.finding import (
    Coverage,
    Ended,
    Finding,
    Gap,
    Kind,
    Level,
    SensorMode,
    SensorState,
    WatchEvent,
)
from guard.capture.policy import Expected
from guard.capture.watch import PROCESS_SENSOR
from guard.errors import GuardError
from guard.session.checklist import Fact
from guard.session.model import Expectation, ExpectMore
from guard.session.phase import OPEN as ON_GUARD
from guard.ui.alert.model import AlertText, build
from guard.ui.background import Background
from guard.ui.bridge import Bridge
from guard.ui.parts import Guarding, Parts

__all__ = ["ON_GUARD", "GuardDesk"]

if TYPE_CHECKING:
    from guard.ui.pages.session.programs import ProgramChoice

_NOTHING_YET = Coverage((), ())
_NOTHING_SEEN = "Nothing on this computer is watched now, so any recording would go unnoticed."


class GuardDesk(QObject):
    """Follows the watch and answers for it. Nothing here blocks."""

    changed = Signal()
    failed = Signal(str)
    """A sentence: the watch could not start."""
    missed = Signal(object)
    """A `Gap`."""

    def __init__(
        self, parts: Parts, bridge: Bridge, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._parts = parts
        self._bridge = bridge
        self._background = background
        self._guarding: Guarding | None = None
        self._shots: dict[str, Finding] = {}
        self._failure: Coverage | None = None
        bridge.watch_event.connect(self._hear)

    def start(self) -> None:
        """Build the watch in the background and let it run."""
        self._background.run(self._parts.guarding, self._run, self._give_up)

    def stop(self) -> None:
        """End the watch and its threads."""
        if self._guarding is not None:
            self._guarding.watch.stop()

    @property
    def coverage(self) -> Coverage | None:
        """What can be seen; None as long as the watch is starting."""
        if self._guarding is None:
            return self._failure
        known = self._guarding.watch.coverage
        return known if known.sensors else None

    @property
    def found(self) -> list[tuple[Finding, Level]]:
        """What is found now and how loud it is."""
        findings = self._guarding.watch.findings if self._guarding else ()
        return [(finding, self._level(finding)) for finding in findings]

    def facts(self) -> Mapping[str, Fact]:
        """The checklist's live answers."""
        findings = [finding for finding, _ in self.found]
        return self._parts.facts(findings, self.coverage or _NOTHING_YET, self._level)

    def programs(self) -> "Sequence[ProgramChoice]":
        """Programs that may be expected to use camera or microphone."""
        return self._guarding.programs() if self._guarding else ()

    def alerts(self) -> list[AlertText]:
        """What to show on the screens now: alarms, and what came up since the session began.

        A screenshot is over before anybody can read of it, so it stays for the session.
        """
        session = self._parts.keeper.session
        if session.phase not in ON_GUARD or self._guarding is None:
            return []
        now = {finding.id: (finding, level) for finding, level in self.found if _speaks(finding, level)}
        for finding in self._shots.values():
            now.setdefault(finding.id, (finding, self._level(finding)))
        return build(list(now.values()), self._guarding.about)

    def mine(self, finding_id: str) -> None:
        """Take a finding as expected for as long as this session lasts."""
        known = [finding for finding, _ in self.found] + list(self._shots.values())
        finding = next((one for one in known if one.id == finding_id), None)
        if finding is None:
            return
        program = finding.tool or finding.name
        self._parts.keeper.do(ExpectMore(Expectation(program, finding.kind.value)))
        self.changed.emit()

    def forget_session(self) -> None:
        """Forget what only mattered for the session that is over."""
        self._shots.clear()

    def _level(self, finding: Finding) -> Level:
        plan = self._parts.keeper.session.plan
        expected = [Expected(one.program, Kind(one.kind)) for one in plan.expected] if plan else []
        return self._parts.level(finding, expected)

    def _run(self, guarding: Guarding) -> None:
        self._guarding = guarding
        guarding.watch.subscribe(self._bridge.hear_watch)
        guarding.watch.start()
        self.changed.emit()

    def _give_up(self, error: GuardError) -> None:
        off = SensorState(PROCESS_SENSOR, SensorMode.OFF, "the guard could not start", (_NOTHING_SEEN,))
        self._failure = Coverage((off,), (_NOTHING_SEEN,))
        self.failed.emit(error.sentence)
        self.changed.emit()

    def _hear(self, event: WatchEvent) -> None:
        if isinstance(event, Gap):
            self.missed.emit(event)
        if (
            isinstance(event, Ended)
            and event.finding.one_shot
            and self._parts.keeper.session.phase in ON_GUARD
        ):
            self._shots[event.finding.id] = event.finding
        self.changed.emit()


def _speaks(finding: Finding, level: Level) -> bool:
    return level is Level.ALARM or (level is Level.NOTICE and not finding.began_before)
