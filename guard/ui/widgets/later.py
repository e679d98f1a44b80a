"""A page that is made when it is first wanted, so that the window opens at once."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.ui.widgets.page import Page


class Later(QWidget):
    """Stands in for a page: first it says that the page is coming, then it shows it."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        """Stand in for the page called `title`."""
        super().__init__(parent)
        self._title = title
        self._make: Callable[[], QWidget] | None = None
        self.made: Any = None
        """The page, or None as long as nobody wanted it."""
        self._coming: QWidget | None = None
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(0, 0, 0, 0)

    def provide(self, make: Callable[[], QWidget]) -> None:
        """Tell how the page is made; it is made now if it is waited for."""
        self._make = make
        if self.isVisible():
            self.now()

    def now(self) -> Any:
        """Return the page, made if need be; None as long as nobody can make it."""
        if self.made is None and self._make is not None:
            if self._coming is not None:
                self._room.removeWidget(self._coming)
                self._coming.deleteLater()
                self._coming = None
            self.made = self._make()
            self._room.addWidget(self.made)
            self.setFocusProxy(self.made)
            self.made.show()  # else Qt shows it a turn later, and the keyboard finds nothing there
        return self.made

    def showEvent(self, event: QShowEvent) -> None:
        """Make the page before it is seen, or say that it is coming."""
        if self.now() is None and self._coming is None:
            words = QCoreApplication.translate("Later", "One moment…")
            self._coming = Page(self._title, words)
            self._room.addWidget(self._coming)
        super().showEvent(event)
