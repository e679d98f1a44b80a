"""One finding on the card: its headline, its answers, and the explanation that unfolds."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from guard.capture.finding import Level
from guard.ui.alert.model import AlertText
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.flow import Flow
from guard.ui.widgets.program_icon import ProgramIcon

_PICTURES = {
    Level.ALARM: ("alert", "alarm"),
    Level.NOTICE: ("info", "notice"),
    Level.QUIET: ("info", "muted"),
}
_OVER = ("check", "muted")


class AlertRow(QWidget):
    """Shows one `AlertText`."""

    mine = Signal()
    seen = Signal()
    """What is over has been read and may go."""
    explain = Signal()
    folded = Signal()

    def __init__(self) -> None:
        """Make an empty row."""
        super().__init__()
        self.setProperty("role", "plain")
        self._alert: AlertText | None = None
        self._mark = ProgramIcon(*_PICTURES[Level.QUIET], ems=1.5, badge=True)
        self.headline = text.section("")
        self.since = text.hint("")
        self.details = text.body("")
        self.details.setContentsMargins(0, SPACE // 2, 0, SPACE // 2)
        self.details.hide()
        self._mine = buttons.link(self.tr("This is mine"))
        self._mine.clicked.connect(self.mine)
        self._seen = buttons.link(self.tr("Close"))
        self._seen.clicked.connect(self.seen)
        self._why = buttons.link(self.tr("What is this?"))
        self._why.clicked.connect(lambda: self._unfold(shown=not self.unfolded))
        self._lay_out()

    @property
    def unfolded(self) -> bool:
        """Whether the explanation is shown."""
        return not self.details.isHidden()

    def say(self, alert: AlertText) -> None:
        """Show `alert`."""
        if alert == self._alert:
            return
        if self._alert is not None and alert.ended and not self._alert.ended and self.unfolded:
            self._unfold(shown=False)
        self._alert = alert
        self._mark.show_symbol(*(_OVER if alert.ended else _PICTURES[alert.level]))
        self._mark.show_program(alert.icon)
        self.headline.setText(alert.headline)
        self.since.setText(alert.since)
        self.since.setVisible(bool(alert.since))
        self.details.setText(
            "\n\n".join(part for part in (alert.what, self._evidence(alert), alert.safe) if part)
        )
        self.setAccessibleName(alert.headline)
        why = self.tr("What was this?") if alert.ended else self.tr("What is this?")
        self._why.setText(why)
        for answer in (self._mine, self._seen, self._why):
            answer.setAccessibleName(answer.text())
            answer.setAccessibleDescription(alert.headline)
        self._mine.setVisible(not alert.ended)
        self._seen.setVisible(alert.ended)

    def settle(self) -> None:
        """Take new words into account at once, so that `heightForWidth` is true."""
        layout = self.layout()
        if layout is not None:
            layout.invalidate()
            layout.activate()

    def _evidence(self, alert: AlertText) -> str:
        if not alert.evidence:
            return ""
        heading = self.tr("What Guard saw:") if alert.ended else self.tr("What Guard sees:")
        return "\n".join((heading, *(f"\u2022 {line}" for line in alert.evidence)))

    def _unfold(self, *, shown: bool) -> None:
        self.details.setVisible(shown)
        if shown:
            self.explain.emit()
        self.folded.emit()

    def _lay_out(self) -> None:
        marks = QVBoxLayout()
        marks.addWidget(self._mark)
        marks.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        for part in (self.headline, self.since, self.details):
            words.addWidget(part)
        answers = Flow(spacing=SPACE * 2)
        for answer in (self._mine, self._seen, self._why):
            answers.addWidget(answer)
        words.addLayout(answers)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE * 3 // 2)
        row.addLayout(marks)
        row.addLayout(words, 1)
