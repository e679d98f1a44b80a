"""Two fresh answers, mine and everyone else's; nothing goes on without two yeses."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.session.checklist import Answer
from guard.ui.pages.choice import Choice
from guard.ui.pages.session.question import ANSWERS, answer_options
from guard.ui.theme import SPACE
from guard.ui.widgets import text


class TwoYeses(QWidget):
    """Asks both questions. Nothing is chosen beforehand."""

    changed = Signal()

    def __init__(self, mine: str, parent: QWidget | None = None) -> None:
        """`mine` is what I say yes to, as a sentence."""
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE * 3 // 2)
        self.mine = self._ask(mine)
        self.theirs = self._ask(self.tr("I asked, and everyone else said yes again."))

    @property
    def answers(self) -> tuple[Answer | None, Answer | None]:
        """My answer and theirs; None for what is not answered."""
        mine, theirs = (
            None if place is None else ANSWERS[place] for place in (self.mine.place(), self.theirs.place())
        )
        return mine, theirs

    @property
    def doubt(self) -> bool:
        """Whether one of the answers is no clear yes."""
        return any(answer not in {None, Answer.YES} for answer in self.answers)

    @property
    def both(self) -> bool:
        """Whether there are two yeses."""
        return self.answers == (Answer.YES, Answer.YES)

    @property
    def decided(self) -> bool:
        """Whether it is clear how it goes on."""
        return self.doubt or None not in self.answers

    def clear(self) -> None:
        """Ask anew."""
        self.mine.choose(None)
        self.theirs.choose(None)

    def focus(self) -> None:
        """Bring the keyboard to the first question."""
        self.mine.focus()

    def _ask(self, question: str) -> Choice:
        self._column.addWidget(text.body(question))
        choice = Choice(answer_options(), question, alike=True)
        choice.chosen.connect(lambda _place: self.changed.emit())
        self._column.addWidget(choice)
        return choice
