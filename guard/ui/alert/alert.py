"""Shows alerts on the screens until they are answered, and says what was there in the meantime."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QWidget

from guard.capture.finding import Level
from guard.ui import screens
from guard.ui.alert import model
from guard.ui.alert.card import AlertCard
from guard.ui.alert.model import AlertText
from guard.ui.persona import Persona
from guard.ui.screens import EveryScreen

STOPPED_MS = 6000
"""How long it stays on the screen that a notice is over."""
RAISE_MS = 2000
"""How soon a card comes back to the top when another window was put over it."""


class AlertPresenter(QObject):
    """One card on every screen for an alarm, on the primary screen for a notice.

    `present` is told the whole truth each time: what is missing from it is over. What the
    user has answered stays away unless it grows from a notice to an alarm. An alarm that
    is over stays as well until it is closed: whoever looked away learns of it.
    """

    end_session = Signal()
    cover_screen = Signal()
    mine = Signal(str)
    explain = Signal(str)

    def __init__(self, parent: QObject | None = None, *, clock: Callable[[], float] = time.time) -> None:
        """Show nothing yet. `clock` gives the time in seconds since the epoch."""
        super().__init__(parent)
        self._clock = clock
        self._current: dict[str, AlertText] = {}
        self._over: dict[str, AlertText] = {}
        self._answered: dict[str, Level] = {}
        self._expected: set[str] = set()  # programs that may go quiet without having stopped
        self._session_live = False
        self._persona: Persona | None = None
        self._cards = EveryScreen(self._make, _place, parent=self)
        self._on_top = QTimer(self, interval=RAISE_MS)
        self._on_top.timeout.connect(self._raise)
        self._forget_over = QTimer(self, singleShot=True, interval=STOPPED_MS)
        self._forget_over.timeout.connect(self._clear_notices)

    def present(self, alerts: Sequence[AlertText]) -> None:
        """Show exactly `alerts`; say of those that are gone that they have stopped."""
        now = {alert.id: alert for alert in alerts}
        self._answered = {each: level for each, level in self._answered.items() if each in now}
        shown = {each: alert for each, alert in now.items() if not self._is_answered(alert)}
        gone = [
            alert
            for each, alert in self._current.items()
            if each not in now and alert.who not in self._expected
        ]
        self._over = {each: alert for each, alert in self._over.items() if each not in shown}
        self._current = shown
        for alert in gone:
            self._end(alert)
        if any(alert.level == Level.NOTICE for alert in gone):
            self._forget_over.start()
        self._show()

    def dismiss(self) -> None:
        """Take every card away and forget the answers: the next session is warned afresh."""
        self._current, self._answered = {}, {}
        self._expected.clear()
        self._clear_over()

    def set_persona(self, persona: Persona | None) -> None:
        """Frame the cards in the colour of who the user is in this session."""
        if persona != self._persona:
            self._persona = persona
            self._show()

    def set_session_live(self, live: bool) -> None:  # noqa: FBT001 -- a setter of one flag
        """Offer "End the session" only while there is one."""
        self._session_live = live
        self._show()

    @property
    def showing(self) -> tuple[AlertText, ...]:
        """What stands on the screens now."""
        return (*self._current.values(), *self._over.values())

    @property
    def cards(self) -> list[QWidget]:
        """The cards, one a screen."""
        return self._cards.windows

    def _is_answered(self, alert: AlertText) -> bool:
        level = self._answered.get(alert.id)
        return level is not None and not (level == Level.NOTICE and alert.level == Level.ALARM)

    def _answer(self, ids: Sequence[str]) -> None:
        for each in ids:
            alert = self._current.pop(each, None)
            if alert is not None:
                self._answered[each] = alert.level
        self._show()

    def _end(self, alert: AlertText) -> None:
        """Keep that `alert` is over, the newest first; one line for a program that comes and goes."""
        before = [one for one in self._over.values() if (one.who, one.kind) == (alert.who, alert.kind)]
        for one in before:
            del self._over[one.id]
        over = model.ended(alert, self._clock(), 1 + sum(one.times for one in before))
        over = replace(over, lasting=over.lasting or any(one.lasting for one in before))
        self._over = {over.id: over, **self._over}

    def _on_seen(self, finding_id: str) -> None:
        self._over.pop(finding_id, None)
        self._show()

    def _on_mine(self, finding_id: str) -> None:
        if finding_id in self._current:
            self._expected.add(self._current[finding_id].who)
        self._answer([finding_id])
        self.mine.emit(finding_id)

    def _on_closed(self) -> None:
        self._answer(list(self._current))
        self._clear_over()

    def _clear_notices(self) -> None:
        self._over = {each: alert for each, alert in self._over.items() if alert.lasting}
        self._show()

    def _clear_over(self) -> None:
        self._over = {}
        self._show()

    def _show(self) -> None:
        if not self.showing:
            self._on_top.stop()
            self._cards.close()
            return
        alarm = any(alert.level == Level.ALARM for alert in self._current.values())
        self._cards.open(screens.usable if alarm and screens.can_place_windows() else screens.primary)
        for card in self._cards.windows:
            if isinstance(card, AlertCard):
                card.show_persona(self._persona)
                card.say(self.showing, session_live=self._session_live)
        self._cards.replace()
        self._on_top.start()

    def _raise(self) -> None:
        for card in self._cards.windows:
            card.raise_()

    def _make(self, _screen: QScreen) -> QWidget:
        card = AlertCard()
        card.end_session.connect(self.end_session)
        card.cover_screen.connect(self.cover_screen)
        card.explain.connect(self.explain)
        card.resized.connect(self._cards.replace)
        card.seen.connect(self._on_seen, Qt.ConnectionType.QueuedConnection)
        card.mine.connect(self._on_mine, Qt.ConnectionType.QueuedConnection)
        card.closed.connect(self._on_closed, Qt.ConnectionType.QueuedConnection)
        card.show_persona(self._persona)
        card.say(self.showing, session_live=self._session_live)
        return card


def _place(window: QWidget, screen: QScreen) -> None:
    window.setScreen(screen)
    if isinstance(window, AlertCard):
        window.fit(screen)
        window.raise_()
