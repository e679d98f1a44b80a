"""Puts the window's rooms, the tray, the alerts and the curtain together."""

import logging
from datetime import datetime

from PySide6.QtCore import QObject, QTimer

from guard.errors import GuardError
from guard.session.model import Pause, PauseWhy, Phase, Quit, Session
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
from guard.ui.pages.counsel import CounselDesk
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.parts import Parts
from guard.ui.privacy import Privacy
from guard.ui.remembering import Remembering
from guard.ui.rooms import Rooms
from guard.ui.selfhood import Selfhood
from guard.ui.shell import Shell
from guard.ui.showing import Showing
from guard.ui.tray.tray import PATIENCE_MS, Tray
from guard.ui.wizard.opening import GuidedSetUp

_TICK_MS = 1000
_JOURNAL_MS = 3_600_000  # the day's backup is looked after this often

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
        self.remembering = Remembering(
            self.notes, may_ask=lambda: not self.privacy.locking.locked, parent=self
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
            remembering=self.remembering,
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
        self.showing = Showing(
            shell,
            self._keeper,
            self.desk,
            privacy=self.privacy,
            selfhood=self.selfhood,
            alerts=self.alerts,
            tray=self.tray,
            checkin=self.checkin,
            parent=self,
        )
        self._connect()
        self._rooms.provide()
        self._show_session(self._keeper.session)
        self._start()

    def quit(self) -> None:
        """End the program, and a session that goes on with it: aftercare comes first at the next start.

        Qt's own `quit` would ask every window first, and one that stays open would keep the program alive.
        """
        if self._keeper.session.phase in ON_GUARD:
            self._keeper.do(Quit())
        self.end()
        self.shell.app.exit(0)

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
        self._rooms.end()
        for background in (self._watching, self._asking, self._thinking, self._saving):
            background.close()

    def _connect(self) -> None:
        self.shell.on_close = self.leaving.may_close
        self.shell.on_quit = self.quit
        self.shell.today.session_wanted.connect(self.orders.open_session)
        self.shell.today.watching_wanted.connect(lambda: self.window.show_page("watching"))
        self.privacy.hid.connect(self._calm_down)
        self.privacy.opened.connect(self.pseudonyms.load)
        self.privacy.opened.connect(self.remembering.unlocked)
        self.pseudonyms.file_wanted.connect(self._offer_file)
        self.desk.failed.connect(lambda sentence: self.window.tell(sentence, "alarm", key="watch"))
        self.checking.troubled.connect(lambda sentence: self.window.tell(sentence, key="checkup"))
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
        self.orders.follow()
        if session.phase is Phase.AFTERCARE:
            self.window.show_page("session")
        self.showing.show()
        self.checking.follow(session)
        self.remembering.follow(session)
        self.leaving.session_changed(session)
