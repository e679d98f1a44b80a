"""A page that is made when it is first wanted, so that the window opens at once."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

W = TypeVar("W", bound=QWidget)


class Later(QWidget, Generic[W]):
    """Stands in for what `make` returns, and shows it from the first time it is seen on."""

    def __init__(self, make: Callable[[], W], parent: QWidget | None = None) -> None:
        """Make nothing yet."""
        super().__init__(parent)
        self._make = make
        self.made: W | None = None
        """The page, or None as long as nobody wanted it."""
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(0, 0, 0, 0)

    def now(self) -> W:
        """Return the page, made if need be."""
        if self.made is None:
            self.made = self._make()
            self._room.addWidget(self.made)
            self.setFocusProxy(self.made)
        return self.made

    def showEvent(self, event: QShowEvent) -> None:
        """Make the page before it is seen."""
        self.now()
        super().showEvent(event)
