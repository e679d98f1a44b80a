"""This computer: a live check-up, the worst things first, fixed where they stand."""

from collections.abc import Sequence

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from guard.checkup.check import Answer
from guard.checkup.overview import Told, tally
from guard.ui.pages.checkup import words
from guard.ui.pages.checkup.desk import CheckDesk, Stage
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import clear
from guard.ui.wizard.flow import Deed, Step
from guard.ui.wizard.step_page import StepPage
from guard.ui.wizard.steps.found_row import FoundRow

MOST_ROWS = 3


class ComputerPage(StepPage):
    """Looks when it is shown first; everything else is on the check-up's own page."""

    step = Step.COMPUTER

    def __init__(self, desk: CheckDesk, parent: QWidget | None = None) -> None:
        """Look at nothing yet."""
        super().__init__("", parent=parent)
        self._desk = desk
        self.rows: dict[str, FoundRow] = {}
        self.title.setText(self.tr("How this computer is set up"))
        self.subtitle.show()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Looking at this computer"))
        self._counts = text.section("")
        self._more = text.hint("")
        self.again = buttons.quiet(self.tr("Look again"), "refresh")
        self.again.clicked.connect(desk.look)
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE * 3 // 2)
        self.column.addWidget(self._bar)
        self.column.addWidget(self._counts)
        self.column.addLayout(self._list)
        self.column.addWidget(self._more)
        self.column.addWidget(self.again)
        self.column.addStretch(1)
        desk.changed.connect(self._refresh)
        self._refresh()

    def enter(self) -> None:
        """Look, unless that was done."""
        if self._desk.stage in (Stage.NEVER, Stage.STOPPED, Stage.FAILED):
            self._desk.look()
        self._refresh()

    def _refresh(self) -> None:
        desk, told = self._desk, self._desk.told
        looking = desk.stage is Stage.LOOKING
        holds = any(one.result.undoable for one in told if one.check.id in desk.mending.messages)
        (self.did if holds else self.undid).emit(Deed.CHANGE)
        self._bar.setVisible(looking)
        self._bar.setRange(0, desk.total)
        self._bar.setValue(desk.done)
        self._counts.setText(words.counts(tally(told)) if told else "")
        self._counts.setVisible(bool(told))
        self._show_rows(told)
        self.subtitle.setText(self._summary(told))
        left = tally(told).to_do - sum(one.result.answer is Answer.UNSAFE for one in self._shown(told))
        self._more.setText(
            self.tr("On the Check-up page, whenever you like: {number} more to do.").format(number=left)
        )
        self._more.setVisible(left > 0 and not looking)
        self.again.setVisible(desk.stage in (Stage.FAILED, Stage.STOPPED))

    def _summary(self, told: Sequence[Told]) -> str:
        if self._desk.stage is Stage.FAILED:
            return self._desk.failure
        if self._desk.stage is not Stage.DONE:
            return self.tr("Guard reads your settings now. Nothing is changed unless you say so.")
        if not tally(told).to_do:
            return self.tr("There is nothing to do that Guard can see. It cannot see everything.")
        return self.tr("What weighs most stands first. Nothing is changed unless you say so.")

    def _shown(self, told: Sequence[Told]) -> list[Told]:
        """Return what has a row: what was acted on stays where it was, the worst fill the rest."""
        known = {one.check.id: one for one in told}
        acted = self._desk.mending.busy | set(self._desk.mending.messages)
        ids = [each for each in self.rows if each in acted and each in known]
        for one in told:
            if len(ids) < MOST_ROWS and one.result.answer is Answer.UNSAFE and not one.skip:
                ids += [one.check.id] if one.check.id not in ids else []
        before = list(self.rows)
        ids.sort(key=lambda each: before.index(each) if each in before and each in acted else MOST_ROWS)
        return [known[each] for each in ids]

    def _show_rows(self, told: Sequence[Told]) -> None:
        shown = self._shown(told)
        if [one.check.id for one in shown] != list(self.rows):
            clear(self._list)
            self.rows = {one.check.id: FoundRow(one, self._desk) for one in shown}
            for row in self.rows.values():
                self._list.addWidget(row)
        for one in shown:
            self.rows[one.check.id].show_told(one)
