"""Not tonight: the evenings of the coming week, to keep free."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale, QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QWidget

from guard.ui.pages.balance.desk import EVENINGS, BalanceDesk
from guard.ui.pages.check_line import CheckLine
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.arrange import Bending
from guard.ui.widgets.card import Card

_NAMED = 14  # characters of an activity that a narrow list still shows


class Evening(Bending):
    """One evening, and what to do instead once it is ticked."""

    def __init__(self, day: date, words: str, desk: BalanceDesk) -> None:
        super().__init__()
        self.day = day
        self._desk = desk
        self.line = CheckLine(words)
        self.line.toggled.connect(self._turn)
        self.instead = QComboBox()
        what = self.tr("Instead, {evening}").format(evening=words)
        self.instead.setAccessibleName(what)
        self.instead.setAccessibleDescription(what)  # on Linux its name is what is chosen
        self.instead.setMinimumContentsLength(_NAMED)
        self.instead.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.instead.activated.connect(self._choose)
        self.row.addWidget(self.line, 1, Qt.AlignmentFlag.AlignVCenter)
        self.row.addWidget(self.instead)

    def offer(self, ideas: Sequence[tuple[str, str]]) -> None:
        """Offer activities, by id and name."""
        with QSignalBlocker(self.instead):
            self.instead.clear()
            self.instead.addItem(self.tr("Whatever comes"), "")
            for name, words in ideas:
                self.instead.addItem(words, name)

    def show_plan(self, instead: str | None) -> None:
        """Show whether it is kept free, and for what; None when it is not."""
        with QSignalBlocker(self.line.box):
            self.line.box.setChecked(instead is not None)
        self.instead.setVisible(instead is not None)
        with QSignalBlocker(self.instead):
            self.instead.setCurrentIndex(max(0, self.instead.findData(instead or "")))

    def _turn(self, on: bool) -> None:  # noqa: FBT001 - a slot
        self.instead.setVisible(on)
        if on:
            self._desk.keep_free(self.day, str(self.instead.currentData() or ""))
        else:
            self._desk.free_again(self.day)

    def _choose(self) -> None:
        self._desk.keep_free(self.day, str(self.instead.currentData() or ""))


class EveningsCard(Card):
    """Tonight and six more."""

    def __init__(self, desk: BalanceDesk, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Evenings to keep free"), parent=parent)
        self._desk = desk
        self._ideas: tuple[tuple[str, str], ...] = ()
        self.evenings: list[Evening] = []
        self.body.setSpacing(SPACE // 2)
        self.body.addWidget(
            text.hint(
                self.tr(
                    "On such an evening Guard pauses for a moment before a session is prepared, and lets you choose. Nothing is locked."
                )
            )
        )

    def refresh(self, ideas: Sequence[tuple[str, str]]) -> None:
        """Show what is planned; `ideas` are ids and names of what could be done instead."""
        first = self._desk.evening
        if not self.evenings or self.evenings[0].day != first:
            self._build(first)
            self._ideas = ()
        if tuple(ideas) != self._ideas:
            self._ideas = tuple(ideas)
            for evening in self.evenings:
                evening.offer(self._ideas)
        kept = self._desk.kept
        for evening in self.evenings:
            evening.setEnabled(kept is not None)
            if not self._desk.busy:
                note = kept.plans.get(evening.day) if kept is not None else None
                evening.show_plan(note.body.instead if note is not None else None)

    def _build(self, first: date) -> None:
        for evening in self.evenings:
            self.body.removeWidget(evening)
            evening.hide()
            evening.deleteLater()
        self.evenings = []
        for place in range(EVENINGS):
            day = first + timedelta(days=place)
            evening = Evening(day, self._words(place, day), self._desk)
            self.evenings.append(evening)
            self.body.addWidget(evening)

    def _words(self, place: int, day: date) -> str:
        if place == 0:
            return self.tr("Tonight")
        if place == 1:
            return self.tr("Tomorrow")
        shown = QDate(day.year, day.month, day.day)
        return QLocale().toString(shown, self.tr("dddd, d MMMM", "a day without its year"))
