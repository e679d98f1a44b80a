"""The line under every page of the set-up: leave, back, skip with a reason, and the one next action."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending
from guard.ui.widgets.flow import Flow
from guard.ui.wizard.flow import Reason
from guard.ui.wizard.step_page import give_focus


class Footer(QFrame):
    """Reasons stand above the line once somebody wants to skip."""

    skipped = Signal(object)
    """A `Reason`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Offer everything; `show_step` says what has a place."""
        super().__init__(parent)
        self.setObjectName("footer")
        self.leave, self._leave_too = buttons.link(self.tr("Not now")), buttons.link(self.tr("Not now"))
        for button in (self.leave, self._leave_too):
            button.setAccessibleDescription(
                self.tr("Leaves the set-up; you can run it again from Settings at any time")
            )
        self._leave_too.clicked.connect(self.leave.click)
        self.back = buttons.quiet(self.tr("Back"))
        self.back.setAccessibleDescription(self.tr("Also Alt and the left arrow"))
        self.skip = buttons.quiet(self.tr("Skip…"))
        self.next = buttons.primary("")
        self.skip.clicked.connect(self.open_reasons)
        ways = QWidget()
        self._ways = Flow(ways)
        for button in (self.back, self.skip, self.next, self._leave_too):
            self._ways.addWidget(button)
        self._leave_too.hide()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        ways.setSizePolicy(policy)  # so that the row bends, and then wraps, before it widens the window
        self._line = Bending()
        self._line.row.addWidget(self.leave)
        self._line.row.addStretch(1)
        self._line.row.addWidget(ways)
        self.reasons = self._reasons()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE * 3, SPACE * 3 // 2, SPACE * 3, SPACE * 3 // 2)
        whole.setSpacing(SPACE * 3 // 2)
        whole.addWidget(self.reasons)
        whole.addWidget(self._line)

    def show_step(self, words: str, *, first: bool, can_skip: bool) -> None:
        """Offer what the step has; `words` is its next action."""
        self.next.setText(words)
        self.back.setVisible(not first)
        self.skip.setVisible(can_skip)
        self._fit()
        self.close_reasons()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find a place for the way out."""
        super().resizeEvent(event)
        self._fit()

    def open_reasons(self) -> None:
        """Ask why, in the place of everything else."""
        self.reasons.show()
        give_focus(self.reason[Reason.LATER])
        self._line.hide()

    def close_reasons(self) -> None:
        """Ask no more."""
        self._line.show()
        if self.reasons.isVisibleTo(self):
            give_focus(self.skip)
        self.reasons.hide()

    def _fit(self) -> None:
        """Let the way out stand with the others where there is no room beside them."""
        shown = [each.sizeHint().width() for each in (self.back, self.skip, self.next) if not each.isHidden()]
        needed = self.leave.sizeHint().width() + sum(shown) + SPACE * (len(shown) + 7)
        narrow = needed > self.width()
        self.leave.setVisible(not narrow)
        self._leave_too.setVisible(narrow)

    def _reasons(self) -> QWidget:
        whole = QWidget()
        whole.setAccessibleName(self.tr("Why skip this step?"))
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(text.body(self.tr("Why skip this step? Nothing in it is changed.")))
        row_of = QWidget()
        row = Flow(row_of)
        self.reason: dict[Reason, QPushButton] = {}
        for reason, words in self._words().items():
            button = buttons.quiet(words)
            button.clicked.connect(lambda _=False, why=reason: self.skipped.emit(why))
            self.reason[reason] = button
            row.addWidget(button)
        self.stay = buttons.link(self.tr("Do not skip"))
        self.stay.clicked.connect(self.close_reasons)
        row.addWidget(self.stay)
        column.addWidget(row_of)
        whole.hide()
        return whole

    def _words(self) -> dict[Reason, str]:
        return {
            Reason.LATER: self.tr("Later"),
            Reason.NOT_NEEDED: self.tr("Not needed"),
            Reason.SOMEONE_ELSE: self.tr("Somebody else sees to it"),
            Reason.RATHER_NOT: self.tr("Rather not say"),
        }
