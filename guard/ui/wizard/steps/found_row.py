"""One thing that the check-up found, with what can be done about it."""

from PySide6.QtGui import QFont, QIcon
from PySide6.QtWidgets import QWidget

from guard.checkup.check import Answer
from guard.checkup.overview import Told
from guard.ui.pages.checkup import words
from guard.ui.pages.checkup.actions import Actions
from guard.ui.pages.checkup.desk import CheckDesk
from guard.ui.pages.checkup.technical import Technical
from guard.ui.pages.marked_line import MarkedLine
from guard.ui.widgets import text
from guard.ui.widgets.card import Card


class FoundRow(Card):
    """Stays after a change, and says what came of it."""

    def __init__(self, told: Told, desk: CheckDesk, parent: QWidget | None = None) -> None:
        """Show `told`."""
        super().__init__(parent=parent)
        self._desk = desk
        self.head = MarkedLine()
        font = self.head.font()
        font.setWeight(QFont.Weight.DemiBold)
        self.head.setFont(font)
        self._why = text.body("")
        self._how = Technical("hint")
        self._says = text.body("")
        self.ways = Actions(desk)
        self.ways.fix.setProperty("kind", "quiet")  # the page has one main action, below it
        self.ways.fix.setIcon(QIcon())
        for part in (self.head, self._why, self._how, self._says, self.ways):
            self.body.addWidget(part)
        self.show_told(told)

    def show_told(self, told: Told) -> None:
        """Show the check as it is now."""
        check, result = told.check, told.result
        message = self._desk.mending.messages.get(check.id)
        open_ = result.answer is Answer.UNSAFE
        self.setAccessibleName(told.title)
        self.head.show_line(*words.PICTURES[result.answer], told.title)
        self._why.setText(check.why)
        self._why.setVisible(open_)
        how = words.what_a_fix_does(check) if result.fixable else check.guide
        self._how.setText(how)
        self._how.setVisible(open_ and bool(how))
        self._says.setText(message.says if message is not None else "")
        text.set_tone(self._says, message.tone if message is not None else "plain")
        self._says.setVisible(message is not None)
        self.ways.show_told(told)
