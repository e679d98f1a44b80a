"""Puts the window's rooms, the tray, the alerts and the curtain together."""

import logging
from datetime import datetime

from PySide6.QtCore import QObject, QTimer

from guard.capture.finding import Gap, Level
from guard.errors import GuardError
from guard.session.model import Pause, PauseWhy, Phase, Session
from guard.ui.alert.alert import AlertPresenter
from guard.ui.background import Background
from guard.ui.bridge import Bridge
from guard.ui.checkin import CheckInDesk
from guard.ui.checking import CheckingRoom
from guard.ui.curtain import Curtain
from guard.ui.guarding import ON_GUARD, GuardDesk
from guard.ui.host import concealer, tray_host
from guard.ui.leaving import Leaving
from guard.ui.notes import NotesDesk
from guard.ui.orders import Orders
from guard.ui.pages import words
from guard.ui.pages.counsel import CounselDesk
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.pages.today import tone
from guard.ui.pages.watching import WatchingPage
from guard.ui.parts import Parts
from guard.ui.privacy import Privacy, neutral
from guard.ui.rooms import Rooms
from guard.ui.selfhood import Selfhood
from guard.ui.shell import Shell
from guard.ui.tray.state import TrayState
from guard.ui.tray.tray import PATIENCE_MS, Tray
from guard.ui.wizard.opening import GuidedSetUp

_TICK_MS = 1000
_JOURNAL_MS = 3_600_000  # the day's backup is looked after this often
_PREPARING = frozenset({Phase.GATE, Phase.READY})
_STATES = {
    Phase.LIVE: TrayState.LIVE,
    Phase.CHECK_IN: TrayState.ASKING,
    Phase.PAUSED: TrayState.PAUSED,
}

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
        self._thinking = Background(self)
        self._saving = Background(self)
        self.desk = GuardDesk(parts, self._bridge, self._watching, self)
        self.pseudonyms = Pseudonyms(
            parts.profiles,
            self._asking,
            CounselDesk(parts.counsel, self._thinking, self),
            parts.palette,
            start_anew=parts.start_anew,
            parent=self,
        )
        self.checking = CheckingRoom(parts.checking, self.pseudonyms, parts.platforms, self)
        self.curtain = Curtain(self)
        self.alerts = AlertPresenter(self)
        self._places = {each.id: each.name for each in parts.platforms}
        self.selfhood = Selfhood(
            self._keeper,
            self.pseudonyms,
            self._places,
            window=self.window,
            alerts=self.alerts,
            conceal=concealer(),
            parent=self,
        )
        self.privacy = Privacy(
            parts.secrets,
            parts.settings,
            self.window,
            asking=self._asking,
            saving=self._saving,
            thinking=self._thinking,
            worth_locking=lambda: self.pseudonyms.known is not None,
            parent=self,
        )
        self.notes = NotesDesk(
            notes=parts.notes,
            worker=self._asking,
            thinker=self._thinking,
            preferences=self.privacy.preferences,
            library=parts.library,
            now=datetime.now,
            tell=self._tell_of_notes,
        )
        self.tray = Tray(tray_host(), self)
        self.leaving = Leaving(
            self._keeper, self.window, self.tray, self.quit, first_time=parts.first_time, parent=self
        )
        self._tick = QTimer(self, interval=_TICK_MS)
        self._daily = QTimer(self, interval=_JOURNAL_MS)
        self._rooms = Rooms(
            shell,
            parts,
            self._places,
            desk=self.desk,
            checking=self.checking,
            pseudonyms=self.pseudonyms,
            selfhood=self.selfhood,
            privacy=self.privacy,
            notes=self.notes,
            leave=self.quit,
            set_up=lambda: self.set_up.open(),  # noqa: PLW0108 - it is made after the rooms
        )
        self.set_up = GuidedSetUp(
            self._rooms.set_up_desk,
            self.window,
            self.privacy,
            may_offer=lambda: self._keeper.session.phase is Phase.PREPARE and not parts.settings.notice,
            parent=self,
        )
        self.orders = Orders(
            self._keeper,
            self.window,
            bridge=self._bridge,
            curtain=self.curtain,
            leaving=self.leaving,
            privacy=self.privacy,
            tray=self.tray,
            parent=self,
        )
        self.checkin = CheckInDesk(
            self._keeper,
            self.window,
            alerts=self.alerts,
            tray=self.tray,
            come=self.orders.raise_window,
            longer=self._rooms.ask_for_longer,
            parent=self,
        )
        self._veiled = (False, False)
        self._connect()
        self._rooms.provide()
        self._show_session(self._keeper.session)
        self._start()

    def quit(self) -> None:
        """End the program; the session's state has been seen to."""
        self.end()
        self.shell.app.quit()

    def end(self) -> None:
        """End every thread and take everything off the screens, but leave the application running."""
        self._tick.stop()
        self._daily.stop()
        self.checkin.end()
        self.alerts.dismiss()
        self.tray.stop()
        self.desk.stop()
        self.privacy.end()
        self.selfhood.end()
        self.checking.end()
        self.set_up.end()
        for background in (self._watching, self._asking, self._thinking, self._saving):
            background.close()

    def _connect(self) -> None:
        self.shell.on_close = self.leaving.may_close
        self.shell.on_quit = self.quit
        self.shell.today.session_wanted.connect(lambda: self.window.show_page("session"))
        self.shell.today.watching_wanted.connect(lambda: self.window.show_page("watching"))
        self.shell.today.profiles_wanted.connect(lambda: self.window.show_page("profiles"))
        self.privacy.changed.connect(self._veil)
        self.privacy.hid.connect(self._calm_down)
        self.privacy.opened.connect(self.pseudonyms.load)
        self.pseudonyms.file_wanted.connect(self._offer_file)
        self.pseudonyms.changed.connect(self._show_pseudonyms)
        self.desk.changed.connect(self._show_guard)
        self.desk.failed.connect(lambda sentence: self.window.tell(sentence, "alarm", key="watch"))
        self.checking.troubled.connect(lambda sentence: self.window.tell(sentence, key="checkup"))
        self.desk.missed.connect(self._show_gap)
        self._bridge.session_changed.connect(self._show_session)
        self._keeper.subscribe(self._bridge.hear_session)
        self.alerts.end_session.connect(self.orders.end_session)
        self.alerts.cover_screen.connect(self.curtain.raise_curtain)
        self.alerts.mine.connect(self._take_as_mine)
        self._tick.timeout.connect(self._pass_time)
        self._daily.timeout.connect(self._keep_journal_safe)

    def _start(self) -> None:
        self._tick.start()
        self._daily.start()
        self.desk.start()
        self.tray.start()
        self.privacy.start()
        self.checking.start()
        if not self.privacy.locking.locked:
            self.pseudonyms.load()
        QTimer.singleShot(PATIENCE_MS * 2, self.leaving, self.leaving.mention_missing_tray)
        try:
            self._parts.serve(self.orders.answer)
        except OSError:
            _log.warning("later starts of Guard cannot reach this one")

    def _take_as_mine(self, finding_id: str) -> None:
        if not self.privacy.veiled:  # nobody can tell from outside what it is
            self.desk.mine(finding_id)

    def _offer_file(self) -> None:
        if self.set_up.begin_file():
            return
        self.window.show_page("settings")
        page = self.shell.settings.now()
        if page is not None:
            page.begin_file()

    def _calm_down(self) -> None:
        """Everything was hidden: nothing stays on the clipboard, and a live session waits."""
        self.selfhood.clipboard.clear()
        if self._keeper.session.phase in ON_GUARD:
            self._keeper.do(Pause(PauseWhy.PRACTICAL))

    def _veil(self) -> None:
        """Show nothing personal while the window is locked or hidden, and everything again afterwards."""
        seen = (self.privacy.veiled, self.privacy.hidden)
        if seen != self._veiled:
            self._veiled = seen
            self.selfhood.veil(veiled=self.privacy.veiled)
            self.alerts.dismiss()
        self._show_guard()

    def _keep_journal_safe(self) -> None:
        if not self.privacy.locking.locked:
            self._asking.run(self._parts.secrets.keep_journal_safe, lambda _: None, self._journal_unsafe)

    def _journal_unsafe(self, error: GuardError) -> None:
        self.window.tell(error.sentence, key="journal")

    def _tell_of_notes(self, sentence: str) -> None:
        self.window.tell(sentence, key="notes")

    def _pass_time(self) -> None:
        self._keeper.tick()
        self.tray.set_window_visible(self.window.isVisible())

    def _show_session(self, session: Session) -> None:
        self.shell.today.show_phase(session.phase)
        on_guard = session.phase in ON_GUARD
        self.alerts.set_session_live(on_guard)
        self.privacy.show_session(live=on_guard)
        if not on_guard:
            self.alerts.dismiss()
            self.desk.forget_session()
        self.selfhood.show()
        if session.phase is Phase.AFTERCARE:
            self.window.show_page("session")
        self._show_guard()
        self.checking.follow(session)
        self.leaving.session_changed(session)

    def _show_guard(self) -> None:
        found, coverage = self.desk.found, self.desk.coverage
        self.shell.today.show_guard(found, coverage)
        if self.shell.watching.made is not None:
            self._show_watching(self.shell.watching.made)
        if self.shell.session.made is not None:
            self.shell.session.made.show_guard(found, coverage)
        self.window.set_state(tone(found, coverage), words.headline(found, coverage))
        privacy, session = self.privacy, self._keeper.session
        alerts = [] if privacy.hidden else self.desk.alerts()
        self.alerts.present([neutral(alert) for alert in alerts] if privacy.veiled else alerts)
        discreet = privacy.veiled or privacy.preferences.now.discreet
        loud = [] if discreet else [finding.name for finding, level in found if level is Level.ALARM]
        alarm = any(alert.level is Level.ALARM for alert in self.alerts.showing)
        self.tray.show_state(
            TrayState.IDLE if privacy.hidden else _tray_state(session.phase, alarm=alarm),
            session_live=session.phase in ON_GUARD,
            finding_names=loud,
        )
        self.checkin.show(session.asking, veiled=privacy.veiled)

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
    if phase in _STATES:
        return _STATES[phase]
    return TrayState.PREPARING if phase in _PREPARING else TrayState.IDLE
