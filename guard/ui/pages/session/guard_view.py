"""What the guard sees, in the little room that a running session has for it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.capture.finding import Coverage, Finding, Level
from guard.ui.pages import words
from guard.ui.pages.finding_list import FindingList
from guard.ui.pages.today import tone
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.card import Card
from guard.ui.widgets.pill import StatusPill

_SHOWN = 2
"""How many findings stand here before somebody asks for the rest."""


class GuardView(QWidget):
    """State, coverage, and a card for all that is not expected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE * 3 // 2)
        self._state = StatusPill("plain", "")
        self._coverage = text.hint("")
        self._seen = text.body("")
        self._card = Card(self.tr("The guard"))
        for part in (self._state, self._seen, self._coverage):
            self._card.body.addWidget(part)
        column.addWidget(self._card)
        self._cards = FindingList(_SHOWN)
        column.addWidget(self._cards)
        self.show_guard((), None)

    def show_guard(self, findings: Sequence[tuple[Finding, Level]], coverage: Coverage | None) -> None:
        """Show the newest state; what is expected is left out."""
        self._state.show_state(tone(findings, coverage), words.headline(findings, coverage))
        self._seen.setText(words.summary(findings, coverage))
        self._coverage.setText(words.coverage(coverage))
        loud = tuple(pair for level in (Level.ALARM, Level.NOTICE) for pair in findings if pair[1] is level)
        self._seen.setVisible(not loud)
        self._cards.show_findings(loud)
