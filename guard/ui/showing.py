"""Shows what the guard sees wherever it is shown: on the pages, in alerts, in the tray and at the window's foot."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from guard.capture.finding import Gap, Level
from guard.session.keeper import SessionKeeper
from guard.session.model import Phase
from guard.ui.alert.alert import AlertPresenter
from guard.ui.checkin import CheckInDesk
from guard.ui.guarding import ON_GUARD, GuardDesk
from guard.ui.pages import words
from guard.ui.pages.today import tone
from guard.ui.privacy import Privacy, neutral
from guard.ui.selfhood import Selfhood
from guard.ui.shell import Shell
from guard.ui.tray.state import TrayState
from guard.ui.tray.tray import Tray

if TYPE_CHECKING:
    from guard.ui.pages.watching import WatchingPage

_PREPARING = frozenset({Phase.GATE, Phase.READY})
_STATES = {
    Phase.LIVE: TrayState.LIVE,
    Phase.CHECK_IN: TrayState.ASKING,
    Phase.PAUSED: TrayState.PAUSED,
}


class Showing(QObject):
    """While the window is locked or hidden, nothing personal is on any screen."""

    def __init__(
        self,
        shell: Shell,
        keeper: SessionKeeper,
        desk: GuardDesk,
        *,
        privacy: Privacy,
        selfhood: Selfhood,
        alerts: AlertPresenter,
        tray: Tray,
        checkin: CheckInDesk,
        parent: QObject | None = None,
    ) -> None:
        """Follow `desk` and `privacy`; whoever changes the session calls `show`."""
        super().__init__(parent)
        self._shell, self._keeper, self._desk = shell, keeper, desk
        self._privacy, self._selfhood = privacy, selfhood
        self._alerts, self._tray, self._checkin = alerts, tray, checkin
        self._veiled = (False, False)
        privacy.changed.connect(self._veil)
        desk.changed.connect(self.show)
        desk.missed.connect(self._show_gap)

    def show(self) -> None:
        """Show what is found now, as loudly as it may be."""
        found, coverage = self._desk.found, self._desk.coverage
        self._shell.today.show_guard(found, coverage)
        if self._shell.watching.made is not None:
            self._show_watching(self._shell.watching.made)
        if self._shell.session.made is not None:
            self._shell.session.made.show_guard(found, coverage)
        self._shell.window.set_state(tone(found, coverage), words.headline(found, coverage))
        privacy, session = self._privacy, self._keeper.session
        alerts = [] if privacy.hidden else self._desk.alerts()
        self._alerts.present([neutral(alert) for alert in alerts] if privacy.veiled else alerts)
        discreet = privacy.veiled or privacy.preferences.now.discreet
        loud = [] if discreet else [finding.name for finding, level in found if level is Level.ALARM]
        alarm = any(alert.level is Level.ALARM for alert in self._alerts.showing)
        self._tray.show_state(
            TrayState.IDLE if privacy.hidden else _tray_state(session.phase, alarm=alarm),
            session_live=session.phase in ON_GUARD,
            finding_names=loud,
        )
        self._checkin.show(session.asking, veiled=privacy.veiled)

    def _veil(self) -> None:
        """Show nothing personal while the window is locked or hidden, and everything again afterwards."""
        seen = (self._privacy.veiled, self._privacy.hidden)
        if seen != self._veiled:
            self._veiled = seen
            self._selfhood.veil(veiled=self._privacy.veiled)
            self._alerts.dismiss()
        self.show()

    def _show_watching(self, page: "WatchingPage") -> None:
        page.show_findings(self._desk.found)
        if self._desk.coverage is not None:
            page.show_coverage(self._desk.coverage)

    def _show_gap(self, gap: Gap) -> None:
        self._shell.window.tell(
            self.tr("Nothing was watched from {since} to {until}; Guard is looking again.").format(
                since=words.time_of_day(gap.since, seconds=True),
                until=words.time_of_day(gap.until, seconds=True),
            ),
            key="gap",
        )


def _tray_state(phase: Phase, *, alarm: bool) -> TrayState:
    if alarm and phase in ON_GUARD:
        return TrayState.ALARM
    if phase in _STATES:
        return _STATES[phase]
    return TrayState.PREPARING if phase in _PREPARING else TrayState.IDLE
