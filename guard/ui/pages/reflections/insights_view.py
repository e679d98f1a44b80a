"""Insights: what the notes tell together, each in words first and in a calm chart below."""

from collections.abc import Sequence
from functools import partial
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.ui.pages.reflections.chart import Chart
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.arrange import clear
from guard.ui.widgets.card import Card
from guard.ui.widgets.empty import EmptyState
from guard.ui.widgets.slowly import Slowly
from guard.wellbeing.insight import Insight, Insights, Series


class InsightsView(QWidget):
    """Shows what was worked out elsewhere; it works nothing out."""

    complete = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE * 2)
        self._slowly = Slowly(self)
        self._shown: Insights | None = None
        self.cards: list[Card] = []

    def show_insights(self, insights: Insights) -> None:
        """Show all of them, those that can tell something first."""
        if insights == self._shown:
            return
        self._shown = insights
        clear(self._column)
        self.cards = []
        if not insights.enough:
            self._column.addWidget(
                EmptyState("reflections", self.tr("Too little to tell yet"), insights.about.text)
            )
            return
        self._column.addWidget(text.hint(insights.about.text))
        telling = [each for each in insights.every if each.enough]
        waiting = [each for each in insights.every if not each.enough]
        steps = [partial(self._tell, each) for each in telling]
        rest = [partial(self._wait_for, waiting)] if waiting else []
        self._slowly.begin([*steps, *rest, self._end])

    def _tell(self, insight: Insight) -> None:
        self._add(_card(insight))

    def _wait_for(self, waiting: Sequence[Insight]) -> None:
        self._add(self._waiting(waiting))

    def _end(self) -> None:
        self._column.addWidget(
            text.hint(self.tr("Notes can say what came together, never why. None of it is a measure of you."))
        )
        self.complete.emit()

    def _add(self, card: Card) -> None:
        self.cards.append(card)
        self._column.addWidget(card)

    def _waiting(self, waiting: Sequence[Insight]) -> Card:
        card = Card(self.tr("Too little to tell yet"))
        for each in waiting:
            card.body.addWidget(text.strong(each.title))
            for line in each.lines:
                card.body.addWidget(text.hint(line.text))
        return card


def _card(insight: Insight) -> Card:
    card = Card(insight.title)
    for line in insight.lines:
        card.body.addWidget(text.body(line.text))
    for _, together in groupby(insight.series, key=lambda one: (one.unit, one.per)):
        series = list(together)
        if any(point.value for one in series for point in one.points):
            card.body.addSpacing(SPACE)
            card.body.addWidget(text.hint(_legend(series)))
            card.body.addWidget(Chart(series))
    if insight.suggestion is not None:
        card.body.addSpacing(SPACE)
        card.body.addWidget(text.body(insight.suggestion.text))
    return card


def _legend(series: Sequence[Series]) -> str:
    """Name what is drawn; the second one is hollow."""
    marks = ("●", "○")
    if len(series) == 1:
        return series[0].name
    return "   ".join(f"{mark} {one.name}" for mark, one in zip(marks, series, strict=False))
