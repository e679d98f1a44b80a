"""Builds many small things one after the other, so that the window stays quick."""

import time
from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

_TURN_SECONDS = 0.005  # of building before the event loop has its turn


class Slowly(QObject):
    """Takes steps until a turn is over, then lets the event loop go on."""

    def __init__(self, parent: QObject) -> None:
        """Have nothing to do; ends with `parent`."""
        super().__init__(parent)
        self._steps: deque[Callable[[], object]] = deque()
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._go_on)

    @property
    def complete(self) -> bool:
        """Whether everything is built."""
        return not self._steps

    def begin(self, steps: Iterable[Callable[[], object]]) -> None:
        """Take these steps, and none of the ones before."""
        self._steps = deque(steps)
        if self._steps and not self._more.isActive():
            self._more.start()

    def _go_on(self) -> None:
        began = time.perf_counter()
        while self._steps and time.perf_counter() - began < _TURN_SECONDS:
            self._steps.popleft()()
        if self._steps:
            self._more.start()
