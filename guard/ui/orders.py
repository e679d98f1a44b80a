"""What the user asks for from outside the pages: the tray, a later `guard`, the stop keys, the locked window."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from guard.session.keeper import SessionKeeper
from guard.session.model import BackToPlan, Phase, Stop
from guard.ui.bridge import Bridge
from guard.ui.curtain import Curtain
from guard.ui.guarding import ON_GUARD
from guard.ui.leaving import Leaving
from guard.ui.pages.session.keys import STOP_KEYS
from guard.ui.privacy import Privacy
from guard.ui.tray.tray import Tray
from guard.ui.window import MainWindow

_OVER = frozenset({Phase.CLOSED, Phase.CANCELLED})
_HEARD = {"raise": "raised", "hide": "hidden"}


class Orders(QObject):
    """Carries them out. A stop never waits, neither for the window nor for the lock."""

    def __init__(
        self,
        keeper: SessionKeeper,
        window: MainWindow,
        *,
        bridge: Bridge,
        curtain: Curtain,
        leaving: Leaving,
        privacy: Privacy,
        tray: Tray,
        parent: QObject | None = None,
    ) -> None:
        """Listen to all of them."""
        super().__init__(parent)
        self._keeper, self._window, self._bridge = keeper, window, bridge
        self._curtain, self._leaving, self._privacy = curtain, leaving, privacy
        # the session page has the same keys for itself; two at once would cancel each other out
        self._stop_keys = QShortcut(QKeySequence(STOP_KEYS), window)
        self._stop_keys.activated.connect(self._stop_by_key)
        window.frame.stop.clicked.connect(self.end_session)
        window.page_shown.connect(self.follow)
        window.hide_requested.connect(leaving.hide)
        privacy.changed.connect(self.follow)
        privacy.stop_wanted.connect(self.end_session)
        bridge.command.connect(self._obey)
        tray.chosen.connect(self._choose)
        tray.activated.connect(self._toggle)
        tray.availability_changed.connect(self._tray_changed)

    def raise_window(self) -> None:
        """Bring the window to the front, wherever it is; locked, if everything was hidden."""
        self._privacy.come_back()
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def answer(self, command: str) -> str:
        """Answer a later `guard`, on the instance's thread. A stop never waits for the window."""
        if command in _HEARD:
            self._bridge.hear_command(command)
            return _HEARD[command]
        if command == "stop":
            if self._keeper.session.phase not in ON_GUARD:
                return "no-session"
            self._keeper.do(Stop())
            return "stopped"
        return "unknown"

    def end_session(self) -> None:
        """End it at once; what is hidden stays hidden."""
        self._keeper.do(Stop())
        self._window.show_page("session")
        if not self._privacy.hidden:
            self.raise_window()

    def open_session(self) -> None:
        """Show the session as it stands, or the preparing of a new one when the last is over."""
        if self._keeper.session.phase in _OVER:
            self._keeper.do(BackToPlan())
        self._window.show_page("session")

    def _choose(self, entry: str) -> None:
        match entry:
            case "stop":
                self.end_session()
            case "cover":
                self._curtain.raise_curtain()
            case "prepare":
                self.open_session()
                self.raise_window()
            case "lock":
                self._privacy.lock()
            case "hide":
                self._privacy.hide_everything()
            case "window":
                self._toggle()
            case "quit":
                self._leaving.ask_to_quit()

    def _obey(self, command: str) -> None:
        if command == "hide":
            self._privacy.hide_everything()
        else:
            self.raise_window()

    def _stop_by_key(self) -> None:
        if self._keeper.session.phase in ON_GUARD:
            self.end_session()

    def follow(self) -> None:
        """Offer Stop wherever the session's own page is not shown, and say how the session stands."""
        away = self._window.page != "session" or self._window.covered
        self._stop_keys.setEnabled(away)
        phase = self._keeper.session.phase
        state = {
            Phase.CHECK_IN: self.tr("a check-in is waiting"),
            Phase.PAUSED: self.tr("paused"),
        }.get(phase, "")
        self._window.frame.show_session(state, can_stop=away and phase in ON_GUARD)

    def _toggle(self) -> None:
        if self._privacy.hidden:
            self.raise_window()
        else:
            self._leaving.toggle_window()

    def _tray_changed(self, available: bool) -> None:  # noqa: FBT001 - a slot
        if not self._privacy.hidden:
            self._leaving.tray_changed(available)
