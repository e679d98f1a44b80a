"""Topics that belong together: a line that says what was decided, and a row for each below when it is open."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from guard.session.standing import Standing
from guard.session.topics import Topic, TopicGroup, Topics
from guard.ui.pages.boundaries import words
from guard.ui.pages.boundaries.topic_row import TopicRow
from guard.ui.theme import SPACE
from guard.ui.widgets.card import Card
from guard.ui.widgets.fold import Fold


class GroupCard(Card):
    """Its rows are built when it is opened for the first time."""

    decided = Signal(str, object, object)
    """See `TopicRow.decided`."""
    stepped = Signal(object, int)
    """The row at which the keyboard wants to the next (1) or the last one (-1)."""

    def __init__(self, group: TopicGroup, topics: Topics, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._group, self._topics = group, topics
        self._standing, self._in_session = Standing(), False
        self.rows: list[TopicRow] = []
        self.setAccessibleName(group.title)
        self.body.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        self.body.setSpacing(0)
        self.head = Fold(heading=True)
        self.head.clicked.connect(lambda: self.open(opened=not self.head.opened))
        self.body.addWidget(self.head)
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(SPACE, 0, SPACE, 0)
        self._column.setSpacing(0)
        self._inside.hide()
        self.body.addWidget(self._inside)

    def open(self, *, opened: bool) -> None:
        """Show the rows, or only the line."""
        if opened and not self.rows:
            self._build(self._topics.of(self._group.id))
        self.head.set_open(opened=opened)
        self._inside.setVisible(opened)
        self.show_standing(self._standing, in_session=self._in_session)

    def show_standing(self, standing: Standing, *, in_session: bool) -> None:
        """Show what holds."""
        self._standing, self._in_session = standing, in_session
        ids = [topic.id for topic in self._topics.of(self._group.id)]
        says = words.summary(words.by_level(standing, self._topics, ids))
        title = self._group.title
        self.head.say(
            title,
            says,
            self.tr("{title}. {says}").format(title=title, says=says),
            (self._group.icon, "accent"),
        )
        if self.head.opened:
            for row in self.rows:
                row.show_standing(standing, in_session=in_session)

    def _build(self, topics: Sequence[Topic]) -> None:
        for topic in topics:
            line = QFrame()
            line.setProperty("role", "divider")
            self._column.addWidget(line)
            row = TopicRow(topic.id, topic.name, topic.hint, words.channels_of(topic))
            row.decided.connect(self.decided)
            row.stepped.connect(lambda step, at=row: self.stepped.emit(at, step))
            self.rows.append(row)
            self._column.addWidget(row)
