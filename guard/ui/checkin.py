"""Brings a check-in to where the user is: a small card, the tray's menu and a silent message.

Nothing here covers the chat or takes the keyboard. While the window is locked nobody is asked
from outside: whoever sits there may not be the one who can answer, and silence pauses.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from guard.session.keeper import SessionKeeper
from guard.session.model import Answered, Asking, CheckInAnswer, Event, Finish
from guard.ui import screens
from guard.ui.alert.alert import AlertPresenter
from guard.ui.pages.checkin_card import CheckInCard
from guard.ui.tray.tray import Tray
from guard.ui.window import MainWindow

_ANSWERS: dict[str, Event] = {
    "comfortable": Answered(CheckInAnswer.COMFORTABLE),
    "adjust": Answered(CheckInAnswer.ADJUST),
    "red": Answered(CheckInAnswer.STOP),
    "finish": Finish(),
}


class CheckInDesk(QObject):
    """Shows what is asked, and hands on what is answered."""

    def __init__(
        self,
        keeper: SessionKeeper,
        window: MainWindow,
        *,
        alerts: AlertPresenter,
        tray: Tray,
        come: Callable[[], None],
        longer: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        """`come` brings the window to the front; `longer` opens what is asked there about more time."""
        super().__init__(parent)
        self._keeper, self._window = keeper, window
        self._alerts, self._tray = alerts, tray
        self._come, self._longer = come, longer
        self._asking: Asking | None = None
        self.card: CheckInCard | None = None
        tray.chosen.connect(self._choose)
        app = QGuiApplication.instance()
        self._focus = (
            app.focusWindowChanged.connect(self._match) if isinstance(app, QGuiApplication) else None
        )

    def show(self, asking: Asking | None, *, veiled: bool) -> None:
        """Show `asking`, or nothing; `veiled` while the window is locked or hidden."""
        before, self._asking = self._asking, None if veiled else asking
        self._tray.ask(self._asking)
        if self._asking is not None and before is None:
            self._tray.notify(self.tr("A short question is waiting."))
        self._match()

    def end(self) -> None:
        """Take the card away for good."""
        self._asking = None
        self._drop()
        if self._focus is not None:
            QObject.disconnect(self._focus)
            self._focus = None

    def _match(self) -> None:
        """Show the card unless the same question is before the user already, or it could land anywhere."""
        before_eyes = self._window.isActiveWindow() and self._window.page == "session"
        if self._asking is None or before_eyes or not screens.can_place_windows():
            self._drop()
            return
        card = self.card or self._make()
        card.ask(self._asking)
        screen = self._window.screen() if self._window.isVisible() else QGuiApplication.primaryScreen()
        card.setScreen(screen)
        card.fit(screen, [each.geometry() for each in self._alerts.cards if each.isVisible()])
        card.show()

    def _make(self) -> CheckInCard:
        self.card = card = CheckInCard()
        for signal, answer in (
            (card.panel.comfortable, "comfortable"),
            (card.panel.adjust, "adjust"),
            (card.panel.stopped, "red"),
            (card.panel.finished, "finish"),
            (card.panel.longer, "longer"),
        ):
            signal.connect(lambda answer=answer: self._choose(answer))
        return card

    def _drop(self) -> None:
        if self.card is not None:
            self.card.hide()
            self.card.deleteLater()
            self.card = None

    def _choose(self, entry: str) -> None:
        """Take an answer; whatever needs more than one word is asked in the window."""
        if self._asking is None:
            return
        if entry in _ANSWERS:
            self._keeper.do(_ANSWERS[entry])
        if entry in {"adjust", "red", "finish", "longer", "question"}:
            self._window.show_page("session")
            self._come()
        if entry == "longer":
            self._longer()
