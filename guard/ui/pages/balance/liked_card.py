"""Things its owner likes: known ones to tick, own ones in own words."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from guard.ui.pages.balance.desk import BalanceDesk
from guard.ui.pages.check_line import CheckLine
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending, clear
from guard.ui.widgets.card import Card
from guard.wellbeing.balance import MAX_OWN, Activity


class LikedCard(Card):
    """What is liked stands at the top; the list of known ones opens on request."""

    def __init__(self, desk: BalanceDesk, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Things you like"), parent=parent)
        self._desk = desk
        self._every: tuple[Activity, ...] = ()
        self._drawn: tuple[object, ...] = ()
        self._lines: dict[str, CheckLine] = {}
        self._none = text.hint(
            self.tr("Nothing is ticked yet. What you tick or write here comes first among the ideas.")
        )
        self.body.addWidget(self._none)
        self._mine = QVBoxLayout()
        self._mine.setSpacing(0)
        self.body.addLayout(self._mine)
        self._own()
        self.more = buttons.quiet(self.tr("Pick from a list"), "plus")
        self.more.clicked.connect(self._unfold)
        self.body.addWidget(self.more)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self._open = False

    def refresh(self, every: Sequence[Activity]) -> None:
        """Show what is liked among `every`, the known ones and the own ones."""
        kept, self._every = self._desk.kept, tuple(every)
        likes = kept.likes if kept is not None else frozenset()
        for widget in (self.more, self.own, *self._lines.values()):
            widget.setEnabled(kept is not None)
        self.add.setEnabled(kept is not None and bool(self.own.text().strip()))
        drawn = (self._every, likes, self._open, kept is not None)
        if drawn == self._drawn or self._desk.busy:
            return
        self._drawn = drawn
        self._draw([one for one in every if one.id in likes], [one for one in every if one.id not in likes])

    def _draw(self, liked: Sequence[Activity], others: Sequence[Activity]) -> None:
        focus = next((name for name, line in self._lines.items() if line.box.hasFocus()), "")
        self._lines = {}
        clear(self._mine)
        clear(self._list)
        self._none.setVisible(not liked)
        for one in liked:
            self._mine.addWidget(self._line(one, on=True))
        self.more.setText(self.tr("Close the list") if self._open else self.tr("Pick from a list"))
        if self._open:
            for heading, fits in self._groups():
                fitting = [one for one in others if fits(one)]
                if fitting:
                    title = text.body(heading)
                    title.setContentsMargins(0, SPACE, 0, 0)
                    text.set_tone(title, "calm")
                    self._list.addWidget(title)
                    for one in fitting:
                        self._list.addWidget(self._line(one, on=False))
        if focus in self._lines:
            self._lines[focus].box.setFocus()

    def _groups(self) -> tuple[tuple[str, Callable[[Activity], bool]], ...]:
        return (
            (self.tr("Quiet, and fine for a late evening"), lambda one: one.late),
            (self.tr("With others"), lambda one: not one.late and one.company == "people"),
            (
                self.tr("Outside"),
                lambda one: not one.late and one.company != "people" and one.place != "in",
            ),
            (
                self.tr("At home"),
                lambda one: not one.late and one.company != "people" and one.place == "in",
            ),
        )

    def _line(self, one: Activity, *, on: bool) -> CheckLine:
        line = self._lines[one.id] = CheckLine(one.name)
        line.box.setChecked(on)
        line.toggled.connect(lambda now, name=one.id: self._turn(name, on=now))
        return line

    def _turn(self, name: str, *, on: bool) -> None:
        if on:
            self._desk.like(name)
        else:
            self._desk.unlike(name)

    def _own(self) -> None:
        self.own = QLineEdit()
        self.own.setMaxLength(MAX_OWN)
        self.own.setPlaceholderText(self.tr("Something of your own"))
        self.own.setAccessibleName(self.tr("Something of your own"))
        self.own.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.own.returnPressed.connect(self._add)
        self.own.textChanged.connect(self._typed)
        self.add = buttons.quiet(self.tr("Add"), "plus")
        self.add.setAccessibleName(self.tr("Add something of your own"))
        self.add.clicked.connect(self._add)
        row = Bending()
        row.row.addWidget(self.own, 1)
        row.row.addWidget(self.add)
        self.body.addWidget(row)

    def _typed(self) -> None:
        self.add.setEnabled(self._desk.kept is not None and bool(self.own.text().strip()))

    def _add(self) -> None:
        if self.add.isEnabled():
            self._desk.like_own(self.own.text())
            self.own.clear()
            self.own.setFocus()

    def _unfold(self) -> None:
        self._open = not self._open
        self.refresh(self._every)
