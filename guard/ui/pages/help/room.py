"""The Help page as it is opened: there at once, and filled as soon as its book has been read."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from guard.errors import GuardError
from guard.ui.pages.counsel import Worker
from guard.ui.pages.help.book import HelpBook
from guard.ui.pages.help.home import danger, opening
from guard.ui.pages.help.page import HelpPage
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import first_stop
from guard.ui.widgets.page import Page


class Reader(Worker, Protocol):
    """A thread for one long reading, ended when it is done."""

    def close(self) -> object:
        """End the thread."""


class HelpRoom(QWidget):
    """Reading is short, but somebody who needs this page should not look at a window that stands still."""

    left = Signal()

    def __init__(
        self,
        read: Callable[[], HelpBook],
        reader: Reader,
        make: Callable[[HelpBook], HelpPage],
        parent: QWidget | None = None,
    ) -> None:
        """Let `reader` do `read`, which may block, and show the page that `make` makes of the book."""
        super().__init__(parent)
        self._make, self._read, self._reader = make, read, reader
        self.setAccessibleName(self.tr("Help"))
        self.page: HelpPage | None = None
        """The page, or None as long as its book is being read."""
        self._wanted: Callable[[HelpPage], None] | None = None
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._says = text.body(self.tr("One moment…"))
        self.again = buttons.quiet(self.tr("Try again"), "refresh")
        self.again.clicked.connect(self._ask)
        self.waiting = self._first_words()
        self._whole.addWidget(self.waiting)
        self._leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self._leave.activated.connect(self.left)
        self._ask()

    def open_services(self) -> None:
        """Open the services, now or once they have been read."""
        self._when_read(HelpPage.open_services)

    def open_people(self) -> None:
        """Open one's own people, now or once the page is there."""
        self._when_read(HelpPage.open_people)

    def _when_read(self, want: Callable[[HelpPage], None]) -> None:
        if self.page is not None:
            want(self.page)
        else:
            self._wanted = want

    def _first_words(self) -> Page:
        page = Page(self.tr("Help"), opening())
        page.column.addWidget(danger())
        page.column.addSpacing(SPACE)
        page.column.addWidget(self._says)
        page.column.addWidget(self.again)
        page.column.addStretch(1)
        return page

    def _ask(self) -> None:
        self.again.hide()
        self._says.setText(self.tr("One moment…"))
        self._reader.run(self._read, self._show, self._fail)

    def _show(self, book: HelpBook) -> None:
        self._reader.close()
        focus = QApplication.focusWidget()
        here = self.isVisible() and (focus is None or self.isAncestorOf(focus))
        page = self.page = self._make(book)
        page.left.connect(self.left)
        self._leave.setEnabled(
            False
        )  # the page has the same key, and two at once would cancel each other out
        self._whole.removeWidget(self.waiting)
        self.waiting.hide()
        self.waiting.deleteLater()
        self._whole.addWidget(page)
        self.setFocusProxy(page)
        if self._wanted is not None:
            self._wanted(page)
        elif here and (start := first_stop(page)) is not None:
            start.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fail(self, error: GuardError) -> None:
        self._says.setText(error.sentence)
        self.again.show()
