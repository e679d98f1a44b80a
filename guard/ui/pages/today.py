"""Today: one clear way into a session, the one thing worth doing now, and how the guard is doing."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from guard.capture.finding import Coverage, Finding, Level, SensorMode
from guard.session.phase import Phase
from guard.ui.pages import words
from guard.ui.pages.scene import Scene
from guard.ui.pages.today_card import ThingCard
from guard.ui.pages.today_thing import Known, Thing, one_thing
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending
from guard.ui.widgets.card import Card
from guard.ui.widgets.page import Page
from guard.ui.widgets.picture import Picture
from guard.ui.widgets.pill import StatusPill

Seen = Sequence[tuple[Finding, Level]]
_MORNING, _NOON, _EVENING = 5, 12, 18  # hours


class TodayPage(Page):
    """The first page. It is there before anything is known, and is told more as it comes."""

    session_wanted = Signal()
    watching_wanted = Signal()
    profiles_wanted = Signal()
    thing_wanted = Signal(str)
    """Somebody wants to do the one thing, by its id; see `Thing`."""

    def __init__(self, now: Callable[[], datetime] = datetime.now, parent: QWidget | None = None) -> None:
        """`now` returns the local time."""
        super().__init__("", parent=parent)
        self._now = now
        self._known = Known()
        self.setAccessibleName(self.tr("Today"))
        self.column.addWidget(self._hero())
        self.thing = ThingCard()
        self.thing.wanted.connect(self._want)
        self.column.addWidget(self.thing)
        self.column.addWidget(self._guard())
        self.column.addStretch(1)
        self.show_phase(Phase.PREPARE)
        self.show_guard((), None)
        self.show_pseudonyms(None)

    def showEvent(self, event: QShowEvent) -> None:
        """Greet by the hour."""
        self._greet()
        super().showEvent(event)

    def show_guard(self, findings: Seen, coverage: Coverage | None) -> None:
        """Show what is seen and with how many sensors; None as long as the watch is starting."""
        alarm = tone(findings, coverage) == "alarm"
        self._card.tone = "alarm" if alarm else "plain"
        self._state.show_state(tone(findings, coverage), words.headline(findings, coverage))
        self._seen.setText(words.summary(findings, coverage))
        self._coverage.setText(words.coverage(coverage))
        self._more.setText(self.tr("See what it is") if alarm else self.tr("More about this"))
        self._learn(alarm=alarm)

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
        self._learn(phase=phase)

    def show_failure(self, sentence: str) -> None:
        """Guard could not be started: nothing is watched, for the reason in `sentence`, and nothing can be begun."""
        self.show_guard((), Coverage((), (sentence,)))
        self._says.setText(sentence)
        self._go.setEnabled(False)
        self._more.setEnabled(False)

    def show_pseudonyms(self, count: int | None) -> None:
        """Offer the first pseudonym when there is none; None as long as nobody knows."""
        self._learn(pseudonyms=count)

    def show_trouble(self, sentence: str) -> None:
        """Say why keyring or journal cannot be used; "" when they can."""
        self._learn(trouble=sentence)

    def show_morning_after(self, due: bool) -> None:  # noqa: FBT001 - the one thing it says
        """Offer the question of the morning after, or no longer."""
        self._learn(morning=due)

    def show_kit(self, made: bool | None) -> None:  # noqa: FBT001 - None is an answer, too
        """Tell whether a recovery kit was ever made; None as long as nobody knows."""
        self._learn(kit=made)

    def show_urgent(self, title: str) -> None:
        """Name the check-up's most urgent item; "" for none."""
        self._learn(urgent=title)

    def _learn(self, **facts: Any) -> None:
        self._known = replace(self._known, **facts)
        self.thing.show_thing(one_thing(self._known), self._known)

    def _want(self, thing: str) -> None:
        if thing == Thing.PSEUDONYM:
            self.profiles_wanted.emit()
        else:
            self.thing_wanted.emit(thing)

    def _greet(self) -> None:
        now = self._now()
        if _MORNING <= now.hour < _NOON:
            greeting = self.tr("Good morning")
        elif _NOON <= now.hour < _EVENING:
            greeting = self.tr("Good afternoon")
        else:
            greeting = self.tr("Good evening")
        self.title.setText(greeting)
        day = QDate(now.year, now.month, now.day)
        self._day.setText(QLocale().toString(day, self.tr("dddd, d MMMM", "a day without its year")))

    def _hero(self) -> QFrame:
        """Return the picture, the greeting, and the one clear button."""
        hero = QFrame()
        hero.setProperty("role", "card")
        whole = QVBoxLayout(hero)
        whole.setContentsMargins(1, 1, 1, 0)
        whole.setSpacing(0)
        whole.addWidget(Scene(joined=True))
        inside = QVBoxLayout()
        inside.setContentsMargins(SPACE * 5 // 2, SPACE * 2, SPACE * 5 // 2, SPACE * 5 // 2)
        below = Bending()
        said = QWidget()
        column = QVBoxLayout(said)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        self._day = text.hint("")
        self._says = text.subtitle("")
        for label in (self._day, self.title, self._says):
            column.addWidget(label)
        self._go = buttons.primary("")
        self._go.clicked.connect(self.session_wanted)
        below.row.addWidget(said, 1)
        below.row.addWidget(self._go)
        inside.addWidget(below)
        whole.addLayout(inside)
        return hero

    def _guard(self) -> Card:
        """Return the guard's state, in a line of its own."""
        self._card = Card()
        self._card.setAccessibleName(self.tr("The guard"))
        self._state = StatusPill("plain", "")
        self._seen = text.body("")
        self._coverage = text.hint("")
        self._more = buttons.quiet(self.tr("More about this"))
        self._more.setAccessibleDescription(
            self.tr("What is seen, with which sensors, and what nobody can see")
        )
        self._more.clicked.connect(self.watching_wanted)
        said = QWidget()
        column = QVBoxLayout(said)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        for part in (text.hint(self.tr("The guard")), self._state, self._seen, self._coverage):
            column.addWidget(part)
        line = Bending()
        line.row.addWidget(Picture("shield", "accent", ems=1.6), 0, Qt.AlignmentFlag.AlignTop)
        line.row.addWidget(said, 1)
        line.row.addWidget(self._more)
        self._card.body.addWidget(line)
        return self._card


def tone(findings: Seen, coverage: Coverage | None) -> str:
    """Return the tone of the guard's state; calm only while something watches."""
    levels = {level for _, level in findings}
    if Level.ALARM in levels:
        return "alarm"
    if Level.NOTICE in levels:
        return "notice"
    watching = coverage is not None and any(sensor.mode is not SensorMode.OFF for sensor in coverage.sensors)
    return "calm" if watching else "plain"
