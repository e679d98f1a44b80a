"""Help before the lock: read without unlocking, with nothing of its user's on it."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from guard.ui.window import MainWindow

Make = Callable[[Callable[[], None]], QWidget]
"""Makes the page; it calls what it is given when somebody leaves it."""


class LockedHelp(QObject):
    """Shows the page in the place of the locked window's, and takes it away with all that was read on it."""

    def __init__(self, window: MainWindow, parent: QObject | None = None) -> None:
        """There is no page before `provide`."""
        super().__init__(parent)
        self._window = window
        self._make: Make | None = None
        self._page: QWidget | None = None
        self._lock: QWidget | None = None

    def provide(self, make: Make) -> None:
        """Make the page with `make`, each time it is wanted."""
        self._make = make

    def open(self, lock: QWidget) -> None:
        """Show the page before `lock`, which comes back when it is left."""
        if self._make is not None and self._page is None:
            self._page, self._lock = self._make(self.close), lock
            self._window.shut(self._page)

    def close(self) -> None:
        """Take the page away, if it is open."""
        page, self._page = self._page, None
        if page is not None:
            self._window.shut(self._lock)
            page.hide()
            page.deleteLater()
