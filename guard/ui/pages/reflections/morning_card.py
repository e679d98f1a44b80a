"""The day after: one mood and, if there are any, two quiet questions about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.ui.pages.reflections.sheet import Answers, Asked, Sheet
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending
from guard.ui.widgets.flow import Flow
from guard.wellbeing.feelings import Feelings


class MorningCard(QWidget):
    """Asks once; "Not now" leaves it for today."""

    kept = Signal(object)
    """`Answers`."""
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE * 2)
        self._column.addWidget(text.section(self.tr("The day after")))
        self._column.addWidget(
            text.body(self.tr("The day after often says more than the evening. Only if you like."))
        )
        foot = Bending()
        ways = QWidget()
        row = Flow(ways)
        self.not_now = buttons.quiet(self.tr("Not now"))
        self.keep = buttons.primary(self.tr("Note it"), "check")
        self.not_now.clicked.connect(self.left)
        self.keep.clicked.connect(self._keep)
        for way in (self.not_now, self.keep):
            row.addWidget(way)
        foot.row.addStretch(1)
        foot.row.addWidget(ways)
        self._column.addWidget(foot)

    def ask(self, asked: Asked, feelings: Feelings) -> None:
        """Show fresh questions."""
        self.forget()
        self.sheet = Sheet(asked, feelings)
        self._column.insertWidget(2, self.sheet)

    def forget(self) -> None:
        """Let go of the questions and of what was answered."""
        if self.sheet is not None:
            self._column.removeWidget(self.sheet)
            self.sheet.hide()
            self.sheet.deleteLater()
            self.sheet = None

    def _keep(self) -> None:
        self.kept.emit(self.sheet.answers() if self.sheet is not None else Answers())
