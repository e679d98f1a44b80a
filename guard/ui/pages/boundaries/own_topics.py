"""Topics in somebody's own words: added in a line, removed with a press."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from guard.session.boundaries import MOST_LETTERS, Channel, likeness
from guard.session.standing import Standing
from guard.session.topics import Topics
from guard.ui.pages.boundaries import words
from guard.ui.pages.boundaries.topic_row import TopicRow
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending
from guard.ui.widgets.card import Card


class OwnTopics(Card):
    """A new one begins with "ask first"."""

    decided = Signal(str, object, object)
    """See `TopicRow.decided`."""
    added = Signal(str)
    removed = Signal(str)
    stepped = Signal(object, int)
    """As `GroupCard.stepped`."""

    def __init__(self, topics: Topics, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        title = self.tr("In your own words")
        self.setAccessibleName(title)
        self._topics = topics
        self.rows: list[TopicRow] = []
        self.body.addWidget(text.section(title))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        self.field = QLineEdit()
        self.field.setMaxLength(MOST_LETTERS)
        self.field.setPlaceholderText(self.tr("Something else that matters to you"))
        self.field.setAccessibleName(self.tr("A topic in your own words"))
        self.field.returnPressed.connect(self._add)
        self.field.textChanged.connect(self._refresh)
        self.add = buttons.quiet(self.tr("Add"), "plus")
        self.add.setAccessibleName(self.tr("Add this topic"))
        self.add.clicked.connect(self._add)
        line = Bending()
        line.row.addWidget(self.field, 1)
        line.row.addWidget(self.add)
        self.body.addWidget(line)
        self._refresh()

    def show_standing(self, standing: Standing, *, in_session: bool) -> None:
        """Show the own topics that there are, and what holds for them."""
        wanted = words.own_topics(standing, self._topics)
        if [likeness(row.topic) for row in self.rows] != [likeness(each) for each in wanted]:
            self._build(wanted)
        for row in self.rows:
            row.show_standing(standing, in_session=in_session)

    def clear(self) -> None:
        """Forget what was typed."""
        self.field.clear()

    def _build(self, wanted: list[str]) -> None:
        here = {likeness(row.topic): row for row in self.rows}
        had_focus = any(row.isAncestorOf(self.focusWidget()) for row in self.rows if self.focusWidget())
        rows = [here.pop(key) if (key := likeness(topic)) in here else self._row(topic) for topic in wanted]
        for gone in here.values():
            self._rows.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self.rows = rows
        for place, row in enumerate(rows):
            if self._rows.indexOf(row) != place:
                self._rows.insertWidget(place, row)
        if here and had_focus:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, topic: str) -> TopicRow:
        row = TopicRow(topic, topic, "", list(Channel), own=True)
        row.decided.connect(self.decided)
        row.removed.connect(self.removed)
        row.stepped.connect(lambda step, at=row: self.stepped.emit(at, step))
        return row

    def _add(self) -> None:
        typed = " ".join(self.field.text().split())
        if typed:
            self.added.emit(typed)

    def _refresh(self) -> None:
        self.add.setEnabled(bool(self.field.text().strip()))
