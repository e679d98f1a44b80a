"""Findings as cards, the loudest first. Many stay calm: the first few are shown, the rest on request."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.capture.finding import Finding, Level
from guard.ui.pages.finding_card import FindingCard
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons

Seen = tuple[Finding, Level]

_LOUDEST_FIRST = (Level.ALARM, Level.NOTICE, Level.QUIET)


class FindingList(QWidget):
    """Builds a card only for what is new or has changed."""

    def __init__(self, shown: int, parent: QWidget | None = None) -> None:
        """Show `shown` cards before somebody asks for more."""
        super().__init__(parent)
        self._few = shown
        self._all = False
        self._findings: tuple[Seen, ...] = ()
        self._cards: dict[Seen, FindingCard] = {}
        self._more = buttons.link("")
        self._more.clicked.connect(self._show_all)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE * 3 // 2)
        self._column.addWidget(self._more)
        self._draw()

    def show_findings(self, findings: Sequence[Seen]) -> None:
        """Show `findings`."""
        ordered = tuple(sorted(findings, key=_place))
        if ordered != self._findings:
            self._findings = ordered
            self._draw()

    def _draw(self) -> None:
        shown = self._findings if self._all else self._findings[: self._few]
        for gone in [each for each in self._cards if each not in shown]:
            card = self._cards.pop(gone)
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, each in enumerate(shown):
            if each not in self._cards:
                self._cards[each] = FindingCard(*each)
            if self._column.indexOf(self._cards[each]) != place:
                self._column.insertWidget(place, self._cards[each])
        left = len(self._findings) - len(shown)
        self._more.setVisible(left > 0)
        self._more.setText(self.tr("Show 1 more") if left == 1 else self.tr("Show %n more", "", left))
        self.setVisible(bool(self._findings))

    def _show_all(self) -> None:
        self._all = True
        self._draw()


def _place(seen: Seen) -> tuple[int, float, str]:
    finding, level = seen
    return _LOUDEST_FIRST.index(level), -finding.since, finding.id
