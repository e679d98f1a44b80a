"""Look back: what was noted, week by week, and how one evening is forgotten."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from guard.ui.pages.reflections.telling import Day, Week
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import clear
from guard.ui.widgets.card import Card
from guard.ui.widgets.column import Column
from guard.ui.widgets.flow import Flow
from guard.ui.widgets.fold import Fold
from guard.ui.widgets.slowly import Slowly


class WeekList(QWidget):
    """The weeks that were read so far, the latest first."""

    forget_wanted = Signal(object)
    """The `Day` to be forgotten, asked for twice."""
    earlier_wanted = Signal()
    complete = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE * 2)
        self.earlier = buttons.link(self.tr("Show earlier weeks"))
        self.earlier.clicked.connect(self.earlier_wanted)
        self._slowly = Slowly(self)
        self._shown: tuple[Week, ...] = ()
        self.days: list[DayRow] = []

    def show_weeks(self, weeks: Sequence[Week], *, more: bool) -> None:
        """Show `weeks`; `more` tells whether there may be earlier ones. Those that are on show already stay."""
        same = 0
        while same < min(len(self._shown), len(weeks)) and self._shown[same] == weeks[same]:
            same += 1
        if same < len(self._shown):
            same = 0
            self._column.removeWidget(self.earlier)
            self.earlier.setParent(None)
            clear(self._column)
            self.days = []
        self._shown = tuple(weeks)
        self._slowly.begin(
            [*(partial(self._add, week) for week in weeks[same:]), partial(self._end, more=more)]
        )

    def _add(self, week: Week) -> None:
        card = Card(week.title)
        days = QWidget()
        column = Column(days)
        for day in week.days:
            row = DayRow(day)
            row.forget_wanted.connect(self.forget_wanted)
            self.days.append(row)
            column.addWidget(row)
        card.body.addWidget(days)
        self._column.insertWidget(self._column.indexOf(self.earlier), card)  # without it, at the end

    def _end(self, *, more: bool) -> None:
        self._column.addWidget(self.earlier)
        self.earlier.setVisible(more)
        self.complete.emit()


class DayRow(QWidget):
    """One day: a line that opens to the way of forgetting it, which asks once."""

    forget_wanted = Signal(object)

    def __init__(self, day: Day, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day = day
        self.setAccessibleName(day.title)
        self.head = Fold()
        said = "\n".join(day.lines) or self.tr("Something was noted, with nothing in it to show.")
        self.head.say(day.title, said, f"{day.title}. {said}", ("reflections", "muted"))
        self.head.clicked.connect(self.toggle)
        self.really: QPushButton | None = None
        self._column = Column(self)
        self._column.addWidget(self.head)
        self._question: QWidget | None = None

    def toggle(self) -> None:
        """Open the question, or close it."""
        if self._question is None:
            self._question = self._ask()
            self._question.hide()
            self._column.addWidget(self._question)
        self._question.setVisible(not self.head.opened)
        self.head.set_open(opened=not self.head.opened)

    def _ask(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(SPACE * 4, 0, SPACE * 4, SPACE * 2)
        column.addWidget(text.body(self.tr("Forget these notes for good, in the backups too?")))
        row = Flow()
        column.addLayout(row)
        self.really = buttons.danger(self.tr("Forget them"), "trash")
        keep = buttons.quiet(self.tr("Keep them"))
        self.really.clicked.connect(lambda: self.forget_wanted.emit(self._day))
        keep.clicked.connect(self.toggle)
        for part in (keep, self.really):
            row.addWidget(part)
        return whole
