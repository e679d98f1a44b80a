"""One check in a list: its line, and its details once they are wanted."""

from PySide6.QtWidgets import QWidget

from guard.checkup.overview import Told
from guard.ui.pages.checkup import words
from guard.ui.pages.checkup.desk import CheckDesk
from guard.ui.pages.checkup.details import Details
from guard.ui.widgets.column import Column
from guard.ui.widgets.fold import Fold


class CheckRow(QWidget):
    """Makes its details when it is first opened."""

    def __init__(self, told: Told, desk: CheckDesk, parent: QWidget | None = None) -> None:
        """Show `told`, closed."""
        super().__init__(parent)
        self._desk = desk
        self.told = told
        self.details: Details | None = None
        self.head = Fold()
        self.head.clicked.connect(self.toggle)
        self._column = Column(self)
        self._column.addWidget(self.head)
        self.show_told(told)

    def show_told(self, told: Told) -> None:
        """Show the check as it is now."""
        self.told = told
        answer = words.answer(told.result.answer)
        heard = f"{answer}: {told.title}"
        self.head.say(told.title, told.rest, heard, words.PICTURES[told.result.answer])
        if self.details is not None:
            self.details.show_told(told)

    def toggle(self) -> None:
        """Open the details, or close them."""
        if self.details is None:
            self.details = Details(self._desk)
            self.details.hide()
            self.details.show_told(self.told)
            self._column.addWidget(self.details)
        self.details.setVisible(not self.head.opened)
        self.head.set_open(opened=not self.head.opened)

    def open(self) -> None:
        """Open the details."""
        if not self.head.opened:
            self.toggle()
