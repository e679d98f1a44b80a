"""Today: how the guard is doing, the one thing worth doing, and the way into a session."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from guard.capture.finding import Coverage, Finding, Level, SensorMode
from guard.session.phase import Phase
from guard.ui.pages import words
from guard.ui.pages.scene import Scene
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending
from guard.ui.widgets.card import Card
from guard.ui.widgets.page import Page
from guard.ui.widgets.pill import StatusPill

Seen = Sequence[tuple[Finding, Level]]


class TodayPage(Page):
    """The first page."""

    session_wanted = Signal()
    watching_wanted = Signal()
    profiles_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.title.setText(self.tr("Today"))
        self.setAccessibleName(self.tr("Today"))
        self.column.addWidget(Scene())
        self.column.addWidget(self._next_step())
        self.column.addWidget(self._guard())
        self.column.addWidget(self._first_step())
        self.column.addStretch(1)
        self.show_phase(Phase.PREPARE)
        self.show_guard((), None)
        self.show_pseudonyms(None)

    def show_guard(self, findings: Seen, coverage: Coverage | None) -> None:
        """Show what is seen and with how many sensors; None as long as the watch is starting."""
        alarm = tone(findings, coverage) == "alarm"
        self._card.tone = "alarm" if alarm else "plain"
        self._state.show_state(tone(findings, coverage), words.headline(findings, coverage))
        self._seen.setText(words.summary(findings, coverage))
        self._coverage.setText(words.coverage(coverage))

    def show_phase(self, phase: Phase) -> None:
        """Offer what a session needs next."""
        says, does = {
            Phase.LIVE: (self.tr("A session is on."), self.tr("Back to the session")),
            Phase.CHECK_IN: (self.tr("A check-in is waiting."), self.tr("Back to the session")),
            Phase.PAUSED: (self.tr("Your session is paused."), self.tr("Back to the session")),
            Phase.AFTERCARE: (
                self.tr("A session has ended, and a quiet moment for you is still waiting."),
                self.tr("Take the quiet moment"),
            ),
            Phase.REFLECT: (
                self.tr("A few questions are waiting, if you like."),
                self.tr("Have a look"),
            ),
            Phase.GATE: (self.tr("You are preparing a session."), self.tr("Back to the checklist")),
            Phase.READY: (
                self.tr("Everything is agreed. You can begin when you like."),
                self.tr("Back to the session"),
            ),
        }.get(
            phase, (self.tr("Nothing is waiting for you. Whenever you like:"), self.tr("Prepare a session"))
        )
        self._says.setText(says)
        self._go.setText(does)
        self._go.setAccessibleName(does)

    def show_pseudonyms(self, count: int | None) -> None:
        """Offer the first pseudonym when there is none; None as long as nobody knows."""
        self._first.setVisible(count == 0)

    def _next_step(self) -> QWidget:
        row = Bending()
        self._says = text.subtitle("")
        self._go = buttons.primary("")
        self._go.clicked.connect(self.session_wanted)
        row.row.addWidget(self._says, 1)
        row.row.addWidget(self._go)
        return row

    def _guard(self) -> Card:
        self._card = Card(self.tr("The guard"))
        self._state = StatusPill("plain", "")
        self._seen = text.body("")
        self._coverage = text.hint("")
        more = buttons.link(self.tr("More about this"))
        more.setAccessibleDescription(self.tr("What is seen, with which sensors, and what nobody can see"))
        more.clicked.connect(self.watching_wanted)
        for part in (self._state, self._seen, self._coverage, more):
            self._card.body.addWidget(part)
        return self._card

    def _first_step(self) -> Card:
        self._first = Card(self.tr("One thing worth doing"))
        self._first.body.addWidget(
            text.body(
                self.tr(
                    "You have no pseudonym yet. A name of its own keeps these conversations apart from the rest of your life."
                )
            ),
        )
        make = buttons.quiet(self.tr("Make a pseudonym"), "person")
        make.clicked.connect(self.profiles_wanted)
        self._first.body.addWidget(make)
        return self._first


def tone(findings: Seen, coverage: Coverage | None) -> str:
    """Return the tone of the guard's state; calm only while something watches."""
    levels = {level for _, level in findings}
    if Level.ALARM in levels:
        return "alarm"
    if Level.NOTICE in levels:
        return "notice"
    watching = coverage is not None and any(sensor.mode is not SensorMode.OFF for sensor in coverage.sensors)
    return "calm" if watching else "plain"
