"""The Help page: calm, offline, and quickly left."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from guard.ui.pages.help.desk import HelpDesk
from guard.ui.pages.help.guide_view import GuideView
from guard.ui.pages.help.home import HelpHome
from guard.ui.pages.help.law_view import LawView
from guard.ui.pages.help.services_view import ServicesView
from guard.ui.pages.help.view import View
from guard.ui.pages.support.view import PeopleView
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending, tab_as_read

_LEAST = 110  # pixels that the contents keep when large text needs the room


class HelpPage(QWidget):
    """What was read is not kept: a part that is closed is gone, and leaving closes it."""

    left = Signal()
    """Somebody wants to be somewhere else, now."""

    def __init__(self, desk: HelpDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAccessibleName(self.tr("Help"))
        self.home = HelpHome(desk)
        self.home.setMinimumHeight(_LEAST)
        self.home.guide_wanted.connect(self.open_guide)
        self.home.services_wanted.connect(self.open_services)
        self.home.law_wanted.connect(self.open_law)
        self.home.people_wanted.connect(self.open_people)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.home)
        self._from: QPushButton | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(self._foot())
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.leave)

    @property
    def view(self) -> View | None:
        """The part that is open; None on the first one."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, View) else None

    def open_guide(self, guide_id: str) -> None:
        """Open a guide by its id; one that is not there is no error."""
        for guide in self._desk.book.guides:
            if guide.id == guide_id:
                view = GuideView(guide, self._desk)
                view.everyone_wanted.connect(self.open_services)
                self._open(view, self.home.choices[guide_id])

    def open_services(self) -> None:
        """Open the services."""
        self._open(ServicesView(self._desk), self.home.services)

    def open_law(self) -> None:
        """Open what the law says."""
        self._open(LawView(self._desk), self.home.law)

    def open_people(self) -> None:
        """Open one's own people, where they can be had."""
        if self._desk.people is not None:
            self._open(PeopleView(self._desk.people, self._desk.copy), self.home.people)

    def leave(self) -> None:
        """Close what is open, and ask to be somewhere else."""
        self._drop()
        self.home.verticalScrollBar().setValue(0)
        self.left.emit()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Go on in reading order, also through what was added later."""
        tab_as_read(self)
        return super().focusNextPrevChild(forward)

    def _open(self, view: View, chosen: QPushButton) -> None:
        before = self.view
        self._from = chosen
        view.setMinimumHeight(_LEAST)
        view.closed.connect(self._back)
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)
        if before is not None:
            self._remove(before)
        view.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _back(self) -> None:
        self._drop()
        if self._from is not None:
            self._from.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop(self) -> None:
        view = self.view
        self._stack.setCurrentWidget(self.home)
        if view is not None:
            self._remove(view)

    def _remove(self, view: View) -> None:
        self._stack.removeWidget(view)
        view.setParent(None)
        view.deleteLater()

    def _foot(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("footer")
        around = QVBoxLayout(bar)
        around.setContentsMargins(SPACE * 3, SPACE, SPACE * 3, SPACE)
        foot = Bending()
        self.says = text.hint(self.tr("Information, not advice."))
        self.go = buttons.quiet(self.tr("Leave (Esc)"))
        what = (
            self.tr("Leaves this page: closes what you read here and goes back to where Guard is opened.")
            if self._desk.locked
            else self.tr("Leaves this page: closes what you read here and opens Today.")
        )
        self.go.setAccessibleDescription(what)
        self.go.setToolTip(what)
        self.go.clicked.connect(self.leave)
        foot.row.addWidget(self.says, 1)
        foot.row.addWidget(self.go)
        around.addWidget(foot)
        return bar
