"""What the guard sees now, with which sensors, and what nobody can see from here."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from guard.capture.finding import Coverage, Finding, Level, SensorMode, SensorState
from guard.ui.pages import words
from guard.ui.pages.arrange import clear
from guard.ui.pages.finding_card import FindingCard
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.card import Card
from guard.ui.widgets.page import Page
from guard.ui.widgets.picture import Picture
from guard.ui.widgets.pill import StatusPill

_LOUDEST_FIRST = (Level.ALARM, Level.NOTICE, Level.QUIET)
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
        self._coverage: Coverage | None = None
        self._shown: tuple[tuple[Finding, Level], ...] = ()
        self._findings = _part(self.column, self.tr("Seen now"))
        self._sensors = _part(self.column, self.tr("With which sensors"))
        self._blind = _part(self.column, self.tr("What nobody can see from here"))
        self.column.addStretch(1)
        self._draw_findings()
        self._draw_coverage()

    def show_findings(self, findings: Sequence[tuple[Finding, Level]]) -> None:
        """Show what is seen, loudest first."""
        ordered = tuple(sorted(findings, key=lambda pair: (_LOUDEST_FIRST.index(pair[1]), pair[0].since)))
        if ordered != self._shown:
            self._shown = ordered
            self._draw_findings()

    def show_coverage(self, coverage: Coverage) -> None:
        """Show what can and cannot be seen here."""
        if coverage != self._coverage:
            self._coverage = coverage
            self._draw_findings()
            self._draw_coverage()

    def _draw_findings(self) -> None:
        clear(self._findings)
        for finding, level in self._shown:
            self._findings.addWidget(FindingCard(finding, level))
        if not self._shown:
            card = Card()
            row = QHBoxLayout()
            row.setSpacing(SPACE * 3 // 2)
            row.addWidget(Picture("eye", "muted"))
            row.addWidget(text.body(words.nothing_seen(self._coverage)), 1)
            card.body.addLayout(row)
            self._findings.addWidget(card)

    def _draw_coverage(self) -> None:
        clear(self._sensors)
        clear(self._blind)
        sensors = Card()
        sensors.body.addWidget(text.body(words.coverage(self._coverage)))
        for sensor in self._coverage.sensors if self._coverage else ():
            _add_sensor(sensors.body, sensor)
        self._sensors.addWidget(sensors)
        blind = Card()
        for line in _blind_spots(self._coverage) or (
            self.tr("This is known as soon as the sensors have started."),
        ):
            row = QHBoxLayout()
            row.setSpacing(SPACE * 3 // 2)
            row.addWidget(Picture("eye-off", "muted", ems=1.1))
            row.addWidget(text.body(line), 1)
            blind.body.addLayout(row)
        self._blind.addWidget(blind)


def _part(column: QVBoxLayout, heading: str) -> QVBoxLayout:
    column.addSpacing(SPACE)
    column.addWidget(text.section(heading))
    part = QVBoxLayout()
    part.setSpacing(SPACE * 3 // 2)
    column.addLayout(part)
    return part


def _add_sensor(body: QVBoxLayout, sensor: SensorState) -> None:
    body.addSpacing(SPACE // 2)
    body.addWidget(StatusPill(_TONES[sensor.mode], f"{words.sensor(sensor.name)}: {words.mode(sensor.mode)}"))
    if sensor.why:
        body.addWidget(text.hint(sensor.why))


def _blind_spots(coverage: Coverage | None) -> tuple[str, ...]:
    """Return each blind spot once: the ones of every computer first, then each sensor's own."""
    if coverage is None:
        return ()
    own = (spot for sensor in coverage.sensors for spot in sensor.blind_spots)
    return tuple(dict.fromkeys((*coverage.blind_spots, *own)))
