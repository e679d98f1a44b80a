"""What stands in front of what in a window: the ground, something that covers it, and the lock before both."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget


class Layers(QStackedWidget):
    """Shows one of them; the others are not on screen. Whatever comes and goes behind the lock never opens it."""

    turned = Signal()
    """Something else is shown."""

    def __init__(self, ground: QWidget, parent: QWidget | None = None) -> None:
        """Show `ground`."""
        super().__init__(parent)
        self._ground = ground
        self._front: QWidget | None = None
        self._lock: QWidget | None = None
        self.addWidget(ground)

    @property
    def front(self) -> QWidget | None:
        """What stands before the ground."""
        return self._lock or self._front

    def cover(self, front: QWidget | None) -> None:
        """Show `front` before the ground; None takes it away."""
        self._front = front
        self._turn()

    def shut(self, front: QWidget | None) -> None:
        """Show `front` before everything until None opens it again."""
        self._lock = front
        self._turn()

    def _turn(self) -> None:
        front = self.front or self._ground
        if self.indexOf(front) < 0:
            self.addWidget(front)
        if front is not self.currentWidget():
            self.setCurrentWidget(front)
            self.turned.emit()
