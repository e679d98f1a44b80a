"""Puts the window's rooms, the tray, the alerts and the curtain together."""

import logging
import sys

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from guard.capture.finding import Gap, Level
from guard.session.model import Phase, Session, Stop
from guard.ui.alert.alert import AlertPresenter
from guard.ui.background import Background
from guard.ui.bridge import Bridge
from guard.ui.curtain import Curtain
from guard.ui.guarding import ON_GUARD, GuardDesk
from guard.ui.leaving import Leaving
from guard.ui.pages import words
from guard.ui.pages.profiles import ProfilesPage
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.pages.session.flow import SessionFlow
from guard.ui.pages.session.live import STOP_KEYS
from guard.ui.pages.today import tone
from guard.ui.pages.watching import WatchingPage
from guard.ui.parts import Parts
from guard.ui.shell import Shell
from guard.ui.tray.host import TrayHost
from guard.ui.tray.state import TrayState
from guard.ui.tray.tray import PATIENCE_MS, Tray

if sys.platform == "linux":
    from PySide6.QtDBus import QDBusConnection

    from guard.ui.tray.linux.statusnotifier import StatusNotifierHost

    def tray_host() -> TrayHost:
        """The StatusNotifier tray; X11's older one is asked by the tray itself."""
        return StatusNotifierHost(QDBusConnection.sessionBus())

else:

    def tray_host() -> TrayHost:
        """The tray that this system always has."""
        return TrayHost()


_TICK_MS = 1000
_PREPARING = frozenset({Phase.GATE, Phase.READY})
_PERSONA = frozenset({Phase.GATE, Phase.READY, Phase.LIVE, Phase.PAUSED})

_log = logging.getLogger(__name__)


class GuardWindow(QObject):
    """The open program: everything that is seen, and how it hangs together."""

    def __init__(self, shell: Shell, parts: Parts) -> None:
        """Furnish `shell`, which is open already, with what `parts` hold."""
        super().__init__()
        self.shell = shell
        self.window = shell.window
        self._parts = parts
        self._keeper = parts.keeper
        self._bridge = Bridge(self)
        self._watching = Background(self)
        self._asking = Background(self)
        self.desk = GuardDesk(parts, self._bridge, self._watching, self)
        self.pseudonyms = Pseudonyms(
            parts.profiles,
            self._asking,
            parts.suggester,
            parts.palette,
            start_anew=parts.start_anew,
            parent=self,
        )
        self.curtain = Curtain(self)
        self.alerts = AlertPresenter(self)
        self.tray = Tray(tray_host(), self)
        self.leaving = Leaving(
            self._keeper, self.window, self.tray, self.quit, first_time=parts.first_time, parent=self
        )
        self._tick = QTimer(self, interval=_TICK_MS)
        # the session page has the same keys for itself; two at once would cancel each other out
        self._stop_keys = QShortcut(QKeySequence(STOP_KEYS), self.window)
        self._connect()
        self._furnish()
        self._show_session(self._keeper.session)
        self._start()

    def quit(self) -> None:
        """End the program; the session's state has been seen to."""
        self.end()
        self.shell.app.quit()

    def end(self) -> None:
        """End every thread and take everything off the screens, but leave the application running."""
        self._tick.stop()
        self.alerts.dismiss()
        self.tray.stop()
        self.desk.stop()
        self._watching.close()
        self._asking.close()

    def raise_window(self) -> None:
        """Bring the window to the front, wherever it is."""
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def answer(self, command: str) -> str:
        """Answer a later `guard`, on the instance's thread. A stop never waits for the window."""
        if command == "raise":
            self._bridge.hear_command(command)
            return "raised"
        if command == "stop":
            if self._keeper.session.phase not in ON_GUARD:
                return "no-session"
            self._keeper.do(Stop())
            return "stopped"
        return "unknown"

    def _furnish(self) -> None:
        self.shell.session.provide(self._make_flow)
        self.shell.profiles.provide(lambda: ProfilesPage(self.pseudonyms))
        self.shell.watching.provide(self._make_watching)

    def _make_flow(self) -> SessionFlow:
        flow = SessionFlow(
            self._keeper,
            checklist=self._parts.checklist,
            platforms=self._parts.platforms,
            pseudonyms=self.pseudonyms,
            programs=self.desk.programs,
            facts=self.desk.facts,
            aftercare=self._parts.aftercare,
        )
        flow.left.connect(lambda: self.window.show_page("today"))
        flow.show_guard(self.desk.found, self.desk.coverage)
        return flow

    def _make_watching(self) -> WatchingPage:
        page = WatchingPage()
        self._show_watching(page)
        return page

    def _connect(self) -> None:
        self.shell.on_close = self.leaving.may_close
        self.shell.on_quit = self.quit
        self.shell.today.session_wanted.connect(lambda: self.window.show_page("session"))
        self.shell.today.watching_wanted.connect(lambda: self.window.show_page("watching"))
        self.shell.today.profiles_wanted.connect(lambda: self.window.show_page("profiles"))
        self.window.page_shown.connect(lambda page: self._stop_keys.setEnabled(page != "session"))
        self._stop_keys.activated.connect(self._stop_by_key)
        self.pseudonyms.changed.connect(self._show_pseudonyms)
        self.desk.changed.connect(self._show_guard)
        self.desk.failed.connect(lambda sentence: self.window.tell(sentence, "alarm", key="watch"))
        self.desk.missed.connect(self._show_gap)
        self._bridge.session_changed.connect(self._show_session)
        self._bridge.command.connect(lambda _: self.raise_window())
        self._keeper.subscribe(self._bridge.hear_session)
        self.alerts.end_session.connect(self._end_session)
        self.alerts.cover_screen.connect(self.curtain.raise_curtain)
        self.alerts.mine.connect(self.desk.mine)
        self.tray.chosen.connect(self._choose)
        self.tray.activated.connect(self.leaving.toggle_window)
        self.tray.availability_changed.connect(self.leaving.tray_changed)
        self.window.hide_requested.connect(self.leaving.hide)
        self._tick.timeout.connect(self._pass_time)

    def _start(self) -> None:
        self._tick.start()
        self.desk.start()
        self.tray.start()
        self.pseudonyms.load()
        QTimer.singleShot(PATIENCE_MS * 2, self.leaving, self.leaving.mention_missing_tray)
        try:
            self._parts.serve(self.answer)
        except OSError:
            _log.warning("later starts of Guard cannot reach this one")

    def _choose(self, entry: str) -> None:
        match entry:
            case "stop":
                self._end_session()
            case "cover":
                self.curtain.raise_curtain()
            case "prepare":
                self.window.show_page("session")
                self.raise_window()
            case "window":
                self.leaving.toggle_window()
            case "quit":
                self.leaving.ask_to_quit()

    def _stop_by_key(self) -> None:
        if self._keeper.session.phase in ON_GUARD:
            self._end_session()

    def _end_session(self) -> None:
        self._keeper.do(Stop())
        self.window.show_page("session")
        self.raise_window()

    def _pass_time(self) -> None:
        self._keeper.tick()
        self.tray.set_window_visible(self.window.isVisible())

    def _show_session(self, session: Session) -> None:
        self.shell.today.show_phase(session.phase)
        on_guard = session.phase in ON_GUARD
        self.alerts.set_session_live(on_guard)
        if not on_guard:
            self.alerts.dismiss()
            self.desk.forget_session()
        plan = session.plan if session.phase in _PERSONA else None
        profile = self.pseudonyms.named(plan.profile_id) if plan else None
        shades = self.pseudonyms.shades(profile) if profile else None
        self.window.set_persona(plan.profile_name if plan else "", shades.now if shades else None)
        if session.phase is Phase.AFTERCARE:
            self.window.show_page("session")
        self._show_guard()
        self.leaving.session_changed(session)

    def _show_guard(self) -> None:
        found, coverage = self.desk.found, self.desk.coverage
        self.shell.today.show_guard(found, coverage)
        if self.shell.watching.made is not None:
            self._show_watching(self.shell.watching.made)
        if self.shell.session.made is not None:
            self.shell.session.made.show_guard(found, coverage)
        self.window.set_state(tone(found, coverage), words.headline(found, coverage))
        self.alerts.present(self.desk.alerts())
        loud = [finding.name for finding, level in found if level is Level.ALARM]
        session = self._keeper.session
        self.tray.show_state(
            _tray_state(
                session.phase, alarm=any(alert.level is Level.ALARM for alert in self.alerts.showing)
            ),
            session_live=session.phase in ON_GUARD,
            finding_names=loud,
        )

    def _show_watching(self, page: WatchingPage) -> None:
        page.show_findings(self.desk.found)
        if self.desk.coverage is not None:
            page.show_coverage(self.desk.coverage)

    def _show_pseudonyms(self) -> None:
        known = self.pseudonyms.known
        self.shell.today.show_pseudonyms(None if known is None else len(known))

    def _show_gap(self, gap: Gap) -> None:
        self.window.tell(
            self.tr("Nothing was watched from {since} to {until}; Guard is looking again.").format(
                since=words.clock(gap.since), until=words.clock(gap.until)
            ),
            key="gap",
        )


def _tray_state(phase: Phase, *, alarm: bool) -> TrayState:
    if alarm and phase in ON_GUARD:
        return TrayState.ALARM
    if phase is Phase.LIVE:
        return TrayState.LIVE
    if phase is Phase.PAUSED:
        return TrayState.PAUSED
    return TrayState.PREPARING if phase in _PREPARING else TrayState.IDLE
