"""A check-in as a few words and one key each; the same on the session's page and on the small card."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from guard.session.model import Asking
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.flow import Flow


class CheckInPanel(QWidget):
    """Three answers and the words for them. Neutral: somebody may be looking over a shoulder."""

    comfortable = Signal()
    adjust = Signal()
    stopped = Signal()
    finished = Signal()
    longer = Signal()
    """Somebody would like a little more time."""

    def __init__(self, parent: QWidget | None = None, *, keys: bool = False) -> None:
        """`keys` shows the keys; they are pressed on whoever holds the panel."""
        super().__init__(parent)
        self._keys = keys
        self.asking = Asking.HOW
        self.heading = text.section("")
        self.hint = text.hint("")
        self._ways = Flow()
        self._how = self._row(
            (self.tr("Comfortable"), "check", self.comfortable),
            (self.tr("Adjust"), "pause", self.adjust),
        )
        self._time = self._row(
            (self.tr("Finish"), "check", self.finished),
            (self.tr("A little longer"), "clock", self.longer),
        )
        self.stop = buttons.danger(self._with_key(self.tr("Stop"), 3), "stop")
        self.stop.setAccessibleName(self.tr("Stop"))
        self.stop.clicked.connect(self.stopped)
        self._ways.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(self.heading)
        column.addWidget(self.hint)
        column.addLayout(self._ways)
        self.ask(Asking.HOW)

    def ask(self, asking: Asking) -> None:
        """Show the question."""
        self.asking = asking
        how = asking is Asking.HOW
        self.heading.setText(self.tr("How is it?") if how else self.tr("The planned time is over"))
        self.hint.setText(
            self.tr("Answer for everyone. Without an answer it pauses after a minute and a half.")
            if how
            else self.tr("A little longer is possible once, if everyone says yes again.")
        )
        self.setAccessibleName(self.heading.text())
        for way in self._how:
            way.setVisible(how)
        for way in self._time:
            way.setVisible(not how)

    def ways(self) -> list[QPushButton]:
        """Return the three answers in the order of their keys."""
        return [*(self._how if self.asking is Asking.HOW else self._time), self.stop]

    def _row(self, *ways: tuple[str, str, object]) -> list[QPushButton]:
        row = []
        for key, (words, icon, signal) in enumerate(ways, 1):
            way = buttons.quiet(self._with_key(words, key), icon)
            way.setAccessibleName(words)
            way.clicked.connect(signal)
            self._ways.addWidget(way)
            row.append(way)
        return row

    def _with_key(self, words: str, key: int) -> str:
        return self.tr("{words} ({key})").format(words=words, key=key) if self._keys else words
