"""Closing, hiding and quitting: the window never vanishes where nobody could bring it back."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox
from shiboken6 import isValid

from guard.session.keeper import SessionKeeper
from guard.session.model import Phase, Quit, Session
from guard.session.phase import OPEN
from guard.ui.tray.tray import Tray
from guard.ui.window import MainWindow

_UNDERWAY = OPEN | {Phase.AFTERCARE}


class Leaving(QObject):
    """Decides what happens when somebody wants the window or the program gone."""

    def __init__(
        self,
        keeper: SessionKeeper,
        window: MainWindow,
        tray: Tray,
        quit_now: Callable[[], None],
        *,
        first_time: Callable[[str], bool],
        parent: QObject | None = None,
    ) -> None:
        """`first_time` tells of a neutral word whether it is said for the first time on this computer."""
        super().__init__(parent)
        self._first_time = first_time
        self._keeper = keeper
        self._window = window
        self._tray = tray
        self._quit_now = quit_now
        self._quit_after_care = False
        self._asking = False

    def may_close(self) -> bool:
        """Answer the window's close button: hide where a tray is really there, else quit."""
        if self._tray.available:
            self.hide()
        else:
            self.ask_to_quit()
        return False

    def hide(self) -> None:
        """Hide the window where the tray can bring it back, else make it small."""
        if self._tray.available:
            self._window.hide()
        else:
            self._window.showMinimized()
        self._tray.set_window_visible(self._window.isVisible())

    def toggle_window(self) -> None:
        """Hide the window, or bring it back."""
        if self._window.isVisible() and not self._window.isMinimized():
            self.hide()
            return
        self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()
        self._tray.set_window_visible(True)

    def tray_changed(self, available: bool) -> None:  # noqa: FBT001 - a slot
        """Bring the window back when the tray that could has gone."""
        if available:
            self._window.untell("tray")
        elif not self._window.isVisible():
            self._window.show()
            self._tell_of_missing_tray()

    def mention_missing_tray(self) -> None:
        """Say once and for all that there is no tray, where that is so."""
        # a timer may come after the window has gone
        if isValid(self._window) and not self._tray.available and self._first_time("tray"):
            self._tell_of_missing_tray()

    def _tell_of_missing_tray(self) -> None:
        self._window.tell(
            self.tr(
                "This desktop shows no tray icons, so Guard stays in this window. Closing it quits Guard."
            ),
            key="tray",
        )

    def ask_to_quit(self) -> None:
        """Quit; during a live session ask once, and go through aftercare first."""
        if self._keeper.session.phase not in OPEN:
            self._keeper.do(Quit())
            self._quit_now()
            return
        if self._asking:
            return
        self._asking = True
        box = self._question()
        box.finished.connect(self._answered)
        box.open()

    def session_changed(self, session: Session) -> None:
        """Quit once the aftercare that quitting led to is over."""
        if self._quit_after_care and session.phase not in _UNDERWAY:
            self._quit_now()

    def _question(self) -> QMessageBox:
        self._window.show()
        self._window.raise_()
        box = QMessageBox(self._window)
        box.setWindowTitle("Guard")
        box.setText(self.tr("A session is going on."))
        box.setInformativeText(
            self.tr("Quitting ends it. A quiet moment for you comes first; then Guard closes.")
        )
        box.addButton(self.tr("End and quit"), QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(self.tr("Stay"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        return box

    def _answered(self, _result: int) -> None:
        self._asking = False
        box = self.sender()
        if not isinstance(box, QMessageBox):
            return
        clicked = box.clickedButton()
        box.deleteLater()
        if clicked is not None and box.buttonRole(clicked) is QMessageBox.ButtonRole.AcceptRole:
            self._quit_after_care = True
            self._keeper.do(Quit())
