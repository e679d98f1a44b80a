"""A day away from the screen, noted in two clicks."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.ui.pages.balance.desk import BalanceDesk
from guard.ui.pages.check_line import CheckLine
from guard.ui.pages.choice import Choice, Option
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import clear
from guard.ui.widgets.card import Card
from guard.wellbeing.entries import Offline, Said

_MINUTES = (0, 30, 60, 120, 180, 240)
_SLEPT: tuple[Said, ...] = ("yes", "no")
_MOST = 20  # activities of one day


class DayCard(Card):
    """How long is the one thing that it needs; everything is kept at once and can be taken back."""

    def __init__(self, desk: BalanceDesk, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("A good day away from the screen"), parent=parent)
        self._desk = desk
        self._names: Mapping[str, str] = {}
        self._lines: dict[str, CheckLine] = {}
        self.off = text.hint(
            self.tr(
                "Notes of days are turned off. “What is kept” turns them on again; nothing is noted until then."
            )
        )
        self.body.addWidget(self.off)
        self._open = QWidget()
        column = QVBoxLayout(self._open)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self.which = self._ask(column, self.tr("Which day?"), (self.tr("Today"), self.tr("Yesterday")))
        self.long = self._ask(
            column,
            self.tr("Good time, all in all"),
            (
                self.tr("None"),
                self.tr("Half an hour"),
                self.tr("1 hour"),
                self.tr("2 hours"),
                self.tr("3 hours"),
                self.tr("4 or more"),
            ),
        )
        self.slept = self._ask(column, self.tr("Slept enough?"), (self.tr("Yes"), self.tr("Not really")))
        self._what = text.body(self.tr("With what, if you like"))
        column.addWidget(self._what)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column.addLayout(self._list)
        self.says = text.hint("")
        column.addWidget(self.says)
        self.back = buttons.link(self.tr("Take this note back"), "undo")
        self.back.clicked.connect(self._take_back)
        column.addWidget(self.back)
        self.body.addWidget(self._open)
        self._fill()
        self.which.choose(0)
        self.which.chosen.connect(self._show_day)
        self.long.chosen.connect(self._keep)
        self.slept.chosen.connect(self._keep)

    @property
    def day(self) -> date:
        """The day that is shown."""
        return self._desk.evening - timedelta(days=self.which.place() or 0)

    def refresh(self, liked: Sequence[tuple[str, str]]) -> None:
        """Show what is kept; `liked` are ids and names."""
        wanted = self._desk.notes.preferences.now.keep_offline
        self.off.setVisible(not wanted)
        self._open.setVisible(wanted)
        self._open.setEnabled(self._desk.kept is not None)
        if dict(liked) != self._names:
            self._names = dict(liked)
            self._fill()
        if not self._desk.busy:
            self._show_day()

    def _ask(self, column: QVBoxLayout, question: str, answers: Sequence[str]) -> Choice:
        column.addWidget(text.body(question))
        choice = Choice([Option(answer) for answer in answers], question)
        column.addWidget(choice)
        return choice

    def _fill(self) -> None:
        clear(self._list)
        self._lines = {}
        for name, words in list(self._names.items())[:_MOST]:
            line = self._lines[name] = CheckLine(words)
            line.toggled.connect(self._keep)
            self._list.addWidget(line)
        self._what.setVisible(bool(self._lines))

    def _show_day(self) -> None:
        kept = self._desk.kept
        note = kept.days.get(self.day) if kept is not None else None
        self.back.setVisible(note is not None)
        if note is None:
            self.says.setText(self.tr("Choose how long it was, and the day is noted."))
            self._show(Offline(), noted=False)
            return
        self.says.setText(self.tr("Noted, for you alone."))
        self._show(note.body, noted=True)

    def _show(self, offline: Offline, *, noted: bool) -> None:
        near = min(range(len(_MINUTES)), key=lambda place: abs(_MINUTES[place] - offline.minutes))
        self.long.choose(near if noted else None)
        self.slept.choose(_SLEPT.index(offline.sleep_ok) if offline.sleep_ok in _SLEPT else None)
        for name, line in self._lines.items():
            line.box.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            line.box.setChecked(name in offline.activities)
            line.box.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    def _keep(self) -> None:
        """Keep what is chosen, once it is said how long it was."""
        place, slept = self.long.place(), self.slept.place()
        if place is None:
            return
        offline = Offline(
            minutes=_MINUTES[place],
            sleep_ok=_SLEPT[slept] if slept is not None else "not-said",
            activities=tuple(name for name, line in self._lines.items() if line.box.isChecked()),
        )
        self._desk.note_day(self.day, offline)

    def _take_back(self) -> None:
        self.long.focus()
        self._desk.forget_day(self.day)
