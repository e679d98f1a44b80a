"""What is known of one platform, and how two compare: in words, never as a score."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from guard.knowledge.platform_compare import Row, compare
from guard.knowledge.platforms import Platform
from guard.ui.pages.marked_line import MarkedLine
from guard.ui.pages.platforms import words
from guard.ui.pages.platforms.desk import PlatformDesk
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.arrange import Bending, clear
from guard.ui.widgets.card import Card
from guard.ui.widgets.column import Column
from guard.ui.widgets.slowly import Slowly
from guard.ui.widgets.written import Words, Written


class Facts(Card):
    """One platform's facts, each with what it covers and what it misses."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing until `show_platform`."""
        super().__init__(self.tr("What is known"), parent=parent)
        self._lines = Column(spacing=SPACE)
        self.body.addLayout(self._lines)
        self._source = text.hint("")
        self._source.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self._source)
        self.building = Slowly(self)
        self._platform: Platform | None = None

    def show_platform(self, platform: Platform) -> None:
        """Show a platform's facts."""
        if platform is self._platform:
            return
        self._platform = platform
        clear(self._lines)
        self._source.setText(words.source(platform))
        rows = compare(platform, platform)
        self.building.begin([partial(self._add, row) for row in rows])

    def _add(self, row: Row) -> None:
        if self._lines.count():
            self._lines.addWidget(_hair())
        line = Written([((Words(row.title, "hint"),), (Words(row.first),))], shares=(1, 3))
        line.ensurePolished()
        self._lines.addWidget(line)


class Comparing(Card):
    """Two platforms side by side."""

    def __init__(self, desk: PlatformDesk, parent: QWidget | None = None) -> None:
        """Offer every platform on both sides."""
        super().__init__(self.tr("How do these two compare?"), parent=parent)
        self._desk = desk
        self.sides = (_box(self.tr("One platform"), desk), _box(self.tr("The other platform"), desk))
        both = Bending()
        for side in self.sides:
            both.row.addWidget(side, 1)
            side.currentIndexChanged.connect(self._compare)
        self.body.addWidget(both)
        self._hint = text.hint(self.tr("Choose two, and they are compared in words. There is no score."))
        self.body.addWidget(self._hint)
        self._marks = QVBoxLayout()
        self._marks.setSpacing(SPACE // 2)
        self.body.addLayout(self._marks)
        self._lines = Column(spacing=SPACE)
        self.body.addLayout(self._lines)
        self.building = Slowly(self)

    def suggest(self, platform: Platform) -> None:
        """Put a platform on the first side as long as nothing is compared."""
        if self.sides[1].currentIndex() < 0:
            self.sides[0].setCurrentIndex(self.sides[0].findData(platform.id))

    def _compare(self) -> None:
        clear(self._lines)
        clear(self._marks)
        chosen = [self._desk.platforms.get(str(side.currentData())) for side in self.sides]
        first, second = chosen
        same = first is second
        self._hint.setVisible(first is None or second is None or same)
        if first is None or second is None or same:
            self.building.begin([])
            return
        for platform in (first, second):
            mark = words.recheck(platform, self._desk.today())
            if mark:
                line = MarkedLine()
                line.show_line("clock", "notice", f"{platform.name}: {mark}")
                self._marks.addWidget(line)
        rows = compare(first, second)
        self.building.begin([partial(self._add, first.name, second.name, row) for row in rows])

    def _add(self, first: str, second: str, row: Row) -> None:
        self._lines.addWidget(_hair())
        sides = ((Words(first, "hint"), Words(row.first)), (Words(second, "hint"), Words(row.second)))
        said = [((Words(row.title, "section"),),), sides, ((Words(row.verdict, "hint"),),)]
        both = Written(said)
        both.ensurePolished()
        self._lines.addWidget(both)


def _box(name: str, desk: PlatformDesk) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setPlaceholderText(name)
    for platform in desk.platforms.values():
        box.addItem(words.name(platform), platform.id)
    box.setCurrentIndex(-1)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(9)
    return box


def _hair() -> QFrame:
    hair = QFrame()
    hair.setProperty("role", "divider")
    return hair
