"""Keeps the second of two quick presses from reaching what the first one has just opened."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_QUICK = 0.5  # seconds
_PRESS = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select}


class NotTwice(QObject):
    """Watches over one widget at a time, for half a second."""

    def __init__(self, parent: QObject, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` counts seconds."""
        super().__init__(parent)
        self._clock = clock
        self._until = 0.0
        self._held: QWidget | None = None

    def hold(self, widget: QWidget | None) -> None:
        """Let a press on `widget`, which has just got the keyboard, do nothing for a moment."""
        if self._held is not None:
            self._held.removeEventFilter(self)
            self._held.destroyed.disconnect(self._let_go)
        self._held = widget
        if widget is not None:
            self._until = self._clock() + _QUICK
            widget.installEventFilter(self)
            widget.destroyed.connect(self._let_go)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Swallow a press that comes too quickly to be meant for what is there now."""
        quick = self._clock() < self._until
        return quick and isinstance(event, QKeyEvent) and event.key() in _PRESS and _pressed(event)

    def _let_go(self) -> None:
        self._held = None


class NoSecondClick(QObject):
    """Lets the second click of a double click do nothing: the first one may have brought the button there."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Swallow it."""
        return event.type() == QEvent.Type.MouseButtonDblClick


def _pressed(event: QEvent) -> bool:
    return event.type() == QEvent.Type.KeyPress
