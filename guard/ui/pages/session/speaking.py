"""What a screen reader is told by itself when a session goes on to another step."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from guard.session.phase import Phase
from guard.ui.pages.session.step import Step

_AT_ONCE = frozenset({Phase.PAUSED, Phase.AFTERCARE})
"""Here a session came to a halt, maybe by itself, so nobody has to look for it."""


def say(widget: QWidget, words: str, *, at_once: bool = False) -> None:
    """Tell a screen reader `words`: when it is free, or `at_once` before whatever it says now."""
    said = QAccessibleAnnouncementEvent(widget, words)
    politeness = QAccessible.AnnouncementPoliteness
    said.setPoliteness(politeness.Assertive if at_once else politeness.Polite)
    QAccessible.updateAccessibility(said)


class Telling:
    """Tells of every step that was turned to, once, and of none while its window is hidden or locked."""

    def __init__(self, flow: QStackedWidget) -> None:
        """Tell of the steps of `flow`."""
        self._flow = flow
        self._last: Step | None = None
        self._untold: Step | None = None

    def turned(self, step: Step) -> None:
        """Have `step` told next, unless it was the last one already."""
        if step is not self._last:
            self._last = self._untold = step

    def tell(self, phase: Phase) -> None:
        """Tell what is untold; it waits until the page is open, a halt only until the window is."""
        step, at_once = self._untold, phase in _AT_ONCE
        if step is None or not (self._flow.isVisible() or (at_once and self._near())):
            return
        self._untold = None
        say(step, step.heard, at_once=at_once)

    def _near(self) -> bool:
        """Whether another page of the same window is open."""
        around = self._flow.parentWidget()
        while around is not None and not isinstance(around, QStackedWidget):
            around = around.parentWidget()
        return around is not None and around.isVisible()
