"""What the guard sees now, with which sensors, and what nobody can see from here."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from guard.capture.finding import Coverage, Finding, Level, SensorMode, SensorState
from guard.ui.pages import sensors, words
from guard.ui.pages.finding_list import FindingList
from guard.ui.pages.marked_line import MarkedLine
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.arrange import Bending, clear
from guard.ui.widgets.card import Card
from guard.ui.widgets.page import Page
from guard.ui.widgets.picture import Picture
from guard.ui.widgets.pill import StatusPill

_SHOWN = 4
"""How many findings stand on the page before somebody asks for the rest."""
_TONES = {SensorMode.ON: "calm", SensorMode.LIMITED: "notice", SensorMode.OFF: "plain"}


class WatchingPage(Page):
    """The guard's page. It reports; it never reassures beyond what was seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.title.setText(self.tr("Watching"))
        self.setAccessibleName(self.tr("Watching"))
        self.subtitle.setText(
            self.tr("What records or shares this computer, as far as the sensors here can see.")
        )
        self.subtitle.show()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # there may be nothing else here to scroll it by key
        self._coverage: Coverage | None = None
        seen = _part(self.column, self.tr("Seen now"))
        self._findings = FindingList(_SHOWN)
        seen.addWidget(self._findings)
        self._nothing, self._says = _remark("eye")
        seen.addWidget(self._nothing)
        self._sensors = _part(self.column, self.tr("With which sensors"))
        self._blind = _part(self.column, self.tr("What nobody can see from here"))
        self.column.addStretch(1)
        self.show_findings(())
        self._draw_coverage()

    def show_findings(self, findings: Sequence[tuple[Finding, Level]]) -> None:
        """Show what is seen, loudest first."""
        self._findings.show_findings(findings)
        self._nothing.setVisible(not findings)

    def show_coverage(self, coverage: Coverage) -> None:
        """Show what can and cannot be seen here."""
        if coverage != self._coverage:
            self._coverage = coverage
            self._draw_coverage()

    def _draw_coverage(self) -> None:
        self._says.setText(words.nothing_seen(self._coverage))
        clear(self._sensors)
        clear(self._blind)
        card = Card()
        card.body.addWidget(text.body(words.coverage(self._coverage)))
        for sensor in self._coverage.sensors if self._coverage else ():
            card.body.addWidget(_divider())
            card.body.addWidget(_sensor(sensor))
        self._sensors.addWidget(card)
        blind = Card()
        for line in _blind_spots(self._coverage) or (
            self.tr("This is known as soon as the sensors have started."),
        ):
            spot = MarkedLine()
            spot.show_line("eye-off", "muted", line)
            blind.body.addWidget(spot)
        self._blind.addWidget(blind)


def _part(column: QVBoxLayout, heading: str) -> QVBoxLayout:
    column.addSpacing(SPACE)
    column.addWidget(text.section(heading))
    part = QVBoxLayout()
    part.setSpacing(SPACE * 3 // 2)
    column.addLayout(part)
    return part


def _remark(icon: str) -> tuple[Card, QLabel]:
    """Return a card with an icon and a sentence that is still to be written."""
    card = Card()
    row = QHBoxLayout()
    row.setSpacing(SPACE * 3 // 2)
    row.addWidget(Picture(icon, "muted"))
    says = text.body("")
    row.addWidget(says, 1)
    card.body.addLayout(row)
    return card, says


def _divider() -> QFrame:
    line = QFrame()
    line.setProperty("role", "divider")
    return line


def _sensor(sensor: SensorState) -> QWidget:
    """Return a sensor's name, how it does, and why."""
    whole = Bending()
    whole.setAccessibleName(f"{sensors.name(sensor.name)}: {words.mode(sensor.mode)}")
    what = QWidget()
    column = QVBoxLayout(what)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE // 4)
    column.addWidget(text.body(sensors.name(sensor.name)))
    column.addWidget(text.hint(sensors.why(sensor)))
    whole.row.addWidget(what, 1)
    whole.row.addWidget(StatusPill(_TONES[sensor.mode], words.mode(sensor.mode)))
    return whole


def _blind_spots(coverage: Coverage | None) -> tuple[str, ...]:
    """Return each blind spot once: the ones of every computer first, then each sensor's own."""
    if coverage is None:
        return ()
    own = (spot for sensor in coverage.sensors for spot in sensor.blind_spots)
    return tuple(dict.fromkeys((*coverage.blind_spots, *own)))
