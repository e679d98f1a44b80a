"""Something else for today: a few ideas, liked ones first."""

from collections.abc import Collection, Sequence
from random import Random

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending, clear
from guard.ui.widgets.card import Card
from guard.ui.widgets.picture import Picture
from guard.wellbeing import balance
from guard.wellbeing.balance import Activity

_COUNT = 3


class IdeasCard(Card):
    """Three ideas side by side. They ask for nothing and count nothing."""

    def __init__(self, random: Random, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Something else for today?"), tone="calm", parent=parent)
        self._random = random
        self._known: tuple[Activity, ...] = ()
        self._liked: frozenset[str] = frozenset()
        self._late = False
        self.shown: tuple[Activity, ...] = ()
        self._row = Bending()
        self._row.row.setSpacing(SPACE)
        self.body.addWidget(self._row)
        self.other = buttons.link(self.tr("Other ideas"), "refresh")
        self.other.clicked.connect(self._shuffle)
        self.body.addWidget(self.other)

    def show_ideas(self, known: Sequence[Activity], liked: Collection[str], *, late: bool) -> None:
        """Choose among `known`; what is shown stays as long as it still fits."""
        before, now = (self._known, self._liked, self._late), (tuple(known), frozenset(liked), late)
        self._known, self._liked, self._late = now
        if before != now:
            self._shuffle()

    def _shuffle(self) -> None:
        self.shown = balance.ideas(self._known, self._liked, self._random, late=self._late, count=_COUNT)
        clear(self._row.row)
        for one in self.shown:
            self._row.row.addWidget(self._tile(one), 1)
        self.other.setVisible(len(self._known) > _COUNT)

    def _tile(self, one: Activity) -> QFrame:
        tile = QFrame()
        tile.setProperty("role", "card")
        column = QVBoxLayout(tile)
        column.setContentsMargins(SPACE * 3 // 2, SPACE * 3 // 2, SPACE * 3 // 2, SPACE * 3 // 2)
        column.setSpacing(SPACE)
        column.addWidget(Picture("heart" if one.id in self._liked else "leaf", "accent", ems=1.4))
        name = text.body(one.name)
        column.addWidget(name, 1, Qt.AlignmentFlag.AlignTop)
        column.addWidget(text.hint(self.tr("about %n minutes", "", one.minutes)))
        return tile
