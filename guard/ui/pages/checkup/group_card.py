"""One group of checks: how it stands in a line, and its checks below when it is open."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from guard.checkup.overview import Told, tally
from guard.ui.pages.checkup import words
from guard.ui.pages.checkup.desk import CheckDesk
from guard.ui.pages.checkup.row import CheckRow
from guard.ui.theme import SPACE
from guard.ui.widgets.card import Card
from guard.ui.widgets.column import Column
from guard.ui.widgets.fold import Fold


class GroupCard(Card):
    """Its rows are built one by one with `build_one`, so that nobody waits for a long group."""

    work_wanted = Signal()
    """There are rows to build."""

    def __init__(self, title: str, icon: str, desk: CheckDesk, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent=parent)
        self._title = title
        self._icon = icon
        self._desk = desk
        self._wanted: tuple[Told, ...] = ()
        self._rows: dict[str, CheckRow] = {}
        self._chosen: bool | None = None
        self.setAccessibleName(title)
        self.body.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        self.body.setSpacing(0)
        self.head = Fold(heading=True)
        self.head.clicked.connect(self._toggle)
        self.body.addWidget(self.head)
        self._inside = QWidget()
        self._column = Column(self._inside, top=SPACE // 2)
        self._inside.hide()
        self.body.addWidget(self._inside)
        self.hide()

    def rows(self) -> list[CheckRow]:
        """Return the rows that are built, in reading order."""
        return [self._rows[one.check.id] for one in self._wanted if one.check.id in self._rows]

    @property
    def complete(self) -> bool:
        """Whether every row that can be seen is built and up to date."""
        return not self.head.opened or self._next() is None

    def show_told(self, told: Sequence[Told], says: str | None = None, *, opened: bool) -> None:
        """Show these checks, open or closed unless a person has chosen; `says` stands in for the counts."""
        self._wanted = tuple(told)
        self.setVisible(bool(told))
        counts = says if says is not None else words.some_counts(tally(told))
        self.head.say(self._title, counts, f"{self._title}: {counts}", (self._icon, "muted"))
        for gone in set(self._rows) - {one.check.id for one in told}:
            self._let_go(self._rows.pop(gone))
        self._open(opened=opened if self._chosen is None else self._chosen)

    def forget_choice(self) -> None:
        """Open and close as usual again."""
        self._chosen = None

    def build_one(self) -> bool:
        """Build or renew the next row; False when there was nothing to do."""
        told = self._next() if self.head.opened else None
        if told is None:
            return False
        row = self._rows.get(told.check.id)
        if row is not None:
            row.show_told(told)
        else:
            row = CheckRow(told, self._desk, self._inside)
            row.head.ensurePolished()  # here, where the time is watched, and not with all others at once
            row.head.heightForWidth(self._inside.width())
            self._rows[told.check.id] = row
        self._arrange()
        return True

    def open_row(self, check_id: str) -> CheckRow | None:
        """Open a check with its details; None when it is not in this group."""
        if not any(one.check.id == check_id for one in self._wanted):
            return None
        self._chosen = True
        self._open(opened=True)
        while check_id not in self._rows and self.build_one():
            pass
        row = self._rows[check_id]
        row.open()
        return row

    def renew(self, check_id: str) -> None:
        """Show what has come of a change to a check."""
        row = self._rows.get(check_id)
        told = next((one for one in self._wanted if one.check.id == check_id), None)
        if row is not None and told is not None:
            row.show_told(told)

    def _next(self) -> Told | None:
        for one in self._wanted:
            row = self._rows.get(one.check.id)
            if row is None or row.told != one:
                return one
        return None

    def _toggle(self) -> None:
        self._chosen = not self.head.opened
        self._open(opened=self._chosen)

    def _open(self, *, opened: bool) -> None:
        self.head.set_open(opened=opened)
        self._inside.setVisible(opened)
        if opened:
            self._arrange()
            self.work_wanted.emit()

    def _arrange(self) -> None:
        for place, row in enumerate(self.rows()):
            if self._column.indexOf(row) != place:
                self._column.insert(place, row)

    def _let_go(self, row: CheckRow) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and row.isAncestorOf(focus):
            self.head.setFocus()
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
