"""One person's answers in a comparison: as a list to tick, or topic by topic. Held here and nowhere else."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from guard.session.compare import Comparison, Person
from guard.ui.pages.choice import Choice, Option
from guard.ui.pages.session.step import Step
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.card import Card
from guard.ui.widgets.flow import Flow

_YES, _NOT = 0, 1


class AnswerStep(Step):
    """Nothing is ticked beforehand; what is not a yes is a no."""

    answered = Signal(object)
    """The ids of the topics this person said yes to."""

    def __init__(
        self, comparison: Comparison, person: Person, topics: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        """`topics` are names by id."""
        super().__init__(parent)
        self._comparison = comparison
        self._names = list(topics.items())
        self._at = 0
        self._said_no: set[str] = set()
        self._warned = self._same = False
        first = person is Person.FIRST
        self.name(
            self.tr("The first person answers") if first else self.tr("The second person answers"),
            self.tr("Only you look at the screen now. Yes means: I would like that, or it is fine with me."),
        )
        self.way = buttons.link(self.tr("One at a time"))
        self.way.clicked.connect(self._turn)
        self.column.addWidget(self.way)
        self.list = self._list()
        self.single = self._single()
        self.single.hide()
        self.column.addWidget(self.list)
        self.column.addWidget(self.single)
        self.column.addStretch(1)
        self.done = buttons.primary(self.tr("Done"))
        self.done.clicked.connect(self._done)
        self.add_way(self.done)
        self._say()

    def focus(self) -> None:
        """Bring the keyboard to the first topic."""
        next(iter(self.boxes.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def yeses(self) -> frozenset[str]:
        """What this person said yes to so far."""
        return frozenset(topic for topic, box in self.boxes.items() if box.isChecked())

    def _list(self) -> Card:
        card = Card()
        card.setAccessibleName(self.tr("Tick what is a yes"))
        card.body.setSpacing(SPACE)
        self.boxes: dict[str, QCheckBox] = {}
        for topic, name in self._names:
            box = QCheckBox(name)
            box.setAccessibleName(name)
            box.toggled.connect(self._changed)
            self.boxes[topic] = box
            card.body.addWidget(box)
        return card

    def _single(self) -> Card:
        card = Card()
        self._topic = text.section("")
        self._count = text.hint("")
        self._room = QVBoxLayout()
        self.back = buttons.link(self.tr("The one before"), "undo")
        self.back.clicked.connect(lambda: self._go(self._at - 1))
        card.body.addWidget(self._count)
        card.body.addWidget(self._topic)
        card.body.addLayout(self._room)
        self.next = buttons.link(self.tr("The next one"))
        self.next.clicked.connect(lambda: self._go(self._at + 1))
        ways = QWidget()
        row = Flow(ways, spacing=SPACE * 2)
        row.addWidget(self.back)
        row.addWidget(self.next)
        card.body.addWidget(ways)
        self.choice = self._yes_or_not("")
        return card

    def _yes_or_not(self, question: str) -> Choice:
        choice = Choice([Option(self.tr("Yes")), Option(self.tr("Not"))], question, alike=True)
        choice.chosen.connect(self._chosen)
        for answer, pill in enumerate(choice.pills()):
            pill.pressed.connect(lambda at=answer: self._pressed(at))
            pill.clicked.connect(lambda _on=False, at=answer: self._confirmed(at))
        self._room.addWidget(choice)
        return choice

    def _turn(self) -> None:
        """Answer the other way; what was answered stays."""
        one = self.single.isHidden()
        self.single.setVisible(one)
        self.list.setVisible(not one)
        self.way.setText(self.tr("As a list") if one else self.tr("One at a time"))
        if one:
            self._go(self._at)
        else:
            self.focus()

    def _go(self, place: int) -> None:
        self._at = place
        name = self._names[place][1]
        self._topic.setText(name)
        count = self.tr("{place} of {all}").format(place=place + 1, all=len(self._names))
        self._count.setText(count)
        self.choice.setAccessibleName(name)
        self.choice.setAccessibleDescription(count)
        topic = self._names[place][0]
        held = _YES if self.boxes[topic].isChecked() else _NOT if topic in self._said_no else None
        self.choice.choose(held)
        self.back.setVisible(place > 0)
        self.next.setVisible(held is not None and place + 1 < len(self._names))
        self.choice.focus()

    def _pressed(self, answer: int) -> None:
        self._same = self.choice.place() == answer

    def _confirmed(self, answer: int) -> None:
        """Go on as well when somebody presses what is chosen already."""
        if self._same:
            self._same = False
            self._chosen(answer)

    def _chosen(self, answer: int) -> None:
        topic = self._names[self._at][0]
        self.boxes[topic].setChecked(answer == _YES)
        self._said_no = self._said_no - {topic} if answer == _YES else self._said_no | {topic}
        if self._at + 1 < len(self._names):
            self._go(self._at + 1)
        else:
            self.done.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self) -> None:
        self._warned = False
        self._say()

    def _say(self) -> None:
        count = len(self.yeses)
        self.done.setText(self.tr("Done"))
        self.says.setText(
            self.tr("Nothing is a yes so far, and that is fine.")
            if not count
            else self.tr("Yes to %n; everything else is a no.", "", count)
        )
        text.set_tone(self.says, "plain")

    def _done(self) -> None:
        warning = "" if self._warned else self._comparison.warning(self.yeses)
        if warning:
            self._warned = True
            self.says.setText(warning)
            text.set_tone(self.says, "notice")
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.says, warning))
            self.done.setText(self.tr("Leave it so"))
        else:
            self.answered.emit(self.yeses)
