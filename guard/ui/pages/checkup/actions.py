"""What can be done about a check: change it, put it back, open the settings, set it aside."""

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from guard.checkup.check import Answer
from guard.checkup.overview import Reason, Told
from guard.ui.pages.checkup.desk import CheckDesk
from guard.ui.pages.checkup.opening import can_open, open_settings
from guard.ui.widgets import buttons
from guard.ui.widgets.flow import Flow

_WEEK, _MONTH = 7, 30


class Actions(QWidget):
    """Buttons for one check; only those that mean something now can be seen."""

    def __init__(self, desk: CheckDesk, parent: QWidget | None = None) -> None:
        """Act through `desk`."""
        super().__init__(parent)
        self._desk = desk
        self._told: Told | None = None
        self._row = Flow(self)
        self.fix = buttons.primary(self.tr("Change it for me"), "check")
        self.fix.clicked.connect(self._fix)
        self.undo = buttons.quiet(self.tr("Put it back"), "undo")
        self.undo.clicked.connect(self._undo)
        self.settings = buttons.quiet(self.tr("Open the settings"), "settings")
        self.settings.clicked.connect(self._open)
        self.aside = buttons.quiet(self.tr("Set aside…"), "clock")
        self.aside.clicked.connect(self._offer)
        self.back = buttons.quiet(self.tr("Bring it back"), "undo")
        self.back.clicked.connect(self._bring_back)
        for button in (self.fix, self.undo, self.settings, self.aside, self.back):
            button.hide()
            self._row.addWidget(button)

    def add(self, button: QPushButton) -> None:
        """Put one more button at the end."""
        self._row.addWidget(button)

    def show_told(self, told: Told) -> None:
        """Offer what there is to do about a check."""
        self._told = told
        result, busy = told.result, told.check.id in self._desk.mending.busy
        message = self._desk.mending.messages.get(told.check.id)
        insist = message is not None and message.insist
        _offer(self.fix, wanted=result.fixable)
        _offer(self.undo, wanted=result.undoable)
        _offer(self.settings, wanted=bool(told.check.link) and can_open(told.check.link))
        _offer(self.aside, wanted=told.skip is None and result.answer in (Answer.UNSAFE, Answer.UNKNOWN))
        _offer(self.back, wanted=told.skip is not None)
        self.undo.setText(self.tr("Put it back all the same") if insist else self.tr("Put it back"))
        self.fix.setText(self.tr("One moment…") if busy else self.tr("Change it for me"))
        for button in (self.fix, self.undo):
            button.setEnabled(not busy)
        for button in self._all():
            button.setAccessibleName(f"{button.text().rstrip('…')}: {told.title}")

    def _all(self) -> tuple[QPushButton, ...]:
        return self.fix, self.undo, self.settings, self.aside, self.back

    def _fix(self) -> None:
        if self._told is not None:
            self._desk.mending.fix(self._told.check)

    def _undo(self) -> None:
        if self._told is not None:
            message = self._desk.mending.messages.get(self._told.check.id)
            self._desk.mending.undo(self._told.check, force=message is not None and message.insist)

    def _open(self) -> None:
        if self._told is not None and not open_settings(self._told.check.link):
            self.settings.setEnabled(False)
            self.settings.setText(self.tr("The settings could not be opened"))

    def _bring_back(self) -> None:
        if self._told is not None:
            self._desk.bring_back(self._told)

    def _offer(self) -> None:
        """Let the user say why, or when to be reminded."""
        menu = self.menu()
        corner = QPoint(0, self.aside.height())
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            corner.setX(self.aside.width() - menu.sizeHint().width())
        menu.popup(self.aside.mapToGlobal(corner))

    def menu(self) -> QMenu:
        """Return the reasons as a menu."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(self.tr("Set aside"))
        self._add(menu, self.tr("Remind me in a week"), "later", _WEEK)
        self._add(menu, self.tr("Remind me in a month"), "later", _MONTH)
        menu.addSeparator()
        self._add(menu, self.tr("I want it like this"), "wanted")
        self._add(menu, self.tr("Somebody else looks after this computer"), "others")
        self._add(menu, self.tr("It cannot be changed here"), "cannot")
        if self._told is not None and self._told.result.answer is Answer.UNKNOWN:
            self._add(menu, self.tr("I have looked myself; ask again in a month"), "looked", _MONTH)
        return menu

    def _add(self, menu: QMenu, words: str, reason: Reason, days: int | None = None) -> None:
        if self._told is not None:
            menu.addAction(words, partial(self._desk.set_aside, self._told, reason, days))


def _offer(button: QPushButton, *, wanted: bool) -> None:
    if button.isHidden() == wanted:
        button.setVisible(wanted)
