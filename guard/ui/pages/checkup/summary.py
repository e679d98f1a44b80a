"""How the check-up stands: the counts in words, how far it is, and the way to look again."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from guard.checkup.overview import tally
from guard.ui.pages.checkup import words
from guard.ui.pages.checkup.desk import CheckDesk, Stage
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending
from guard.ui.widgets.card import Card


class Summary(Card):
    """Counts only what was looked at, and never says more than that."""

    def __init__(self, desk: CheckDesk, parent: QWidget | None = None) -> None:
        """Show how `desk` stands when `refresh` is called."""
        super().__init__(parent=parent)
        self._desk = desk
        said = QWidget()
        column = QVBoxLayout(said)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        self.counts = text.section("")
        self.says = text.hint("")
        column.addWidget(self.counts)
        column.addWidget(self.says)
        self.again = buttons.quiet(self.tr("Look again"), "refresh")
        self.again.clicked.connect(desk.look)
        self.stop = buttons.quiet(self.tr("Stop looking"), "close")
        self.stop.clicked.connect(self._stop)
        line = Bending()
        line.row.addWidget(said, 1)
        for button in (self.again, self.stop):
            line.row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addWidget(line)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("How far the check-up is"))
        self.body.addWidget(self.bar)

    def refresh(self) -> None:
        """Show how it stands."""
        desk = self._desk
        looking = desk.stage is Stage.LOOKING
        focus = self.again.hasFocus() or self.stop.hasFocus()
        self.again.setVisible(not looking)
        self.stop.setVisible(looking)
        if focus:
            (self.stop if looking else self.again).setFocus()
        self.bar.setVisible(looking)
        self.bar.setRange(0, desk.total)
        self.bar.setValue(desk.done)
        self.bar.setAccessibleDescription(self._how_far())
        self.counts.setText(self._headline())
        self.says.setText(self._says())
        self.says.setVisible(bool(self.says.text()))
        self.setAccessibleName(self.counts.text())

    def _headline(self) -> str:
        desk = self._desk
        if desk.stage is Stage.FAILED:
            return self.tr("The check-up could not be done")
        if not desk.results:
            return (
                self.tr("Nothing was looked at")
                if desk.stage is Stage.STOPPED
                else self.tr("Looking at this computer…")
            )
        return words.counts(tally(desk.told))

    def _says(self) -> str:
        desk = self._desk
        aside = tally(desk.told).aside
        said = []
        if desk.stage is Stage.LOOKING:
            said.append(self._how_far())
        elif desk.stage is Stage.FAILED:
            said.append(desk.failure)
        elif desk.stage is Stage.STOPPED:
            said.append(
                self.tr(
                    "You stopped it after {done} of {total}. What was not looked at is not counted."
                ).format(done=desk.done, total=desk.total)
                if desk.total
                else self.tr("You stopped it before it began.")
            )
        elif desk.read_at is not None:
            when = words.moment(desk.read_at, desk.now())
            said.append(self.tr("Looked at {when}.").format(when=when))
        if aside:
            said.append(self.tr("You have set {number} aside.").format(number=aside))
        if desk.notice and desk.stage is Stage.DONE:
            said.append(desk.notice)
        return " ".join(said)

    def _how_far(self) -> str:
        desk = self._desk
        if not desk.total:
            return self.tr("One moment…")
        return self.tr("{done} of {total}").format(done=desk.done, total=desk.total)

    def _stop(self) -> None:
        self._desk.stop()
