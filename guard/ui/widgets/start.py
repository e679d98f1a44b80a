"""Where the keyboard begins on a page."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from guard.ui.widgets.arrange import first_stop


@runtime_checkable
class KnowsItsStart(Protocol):
    """A page that knows better than the order of its parts where the keyboard begins."""

    def focus(self) -> None:
        """Bring the keyboard there."""


def begin(page: QWidget) -> bool:
    """Bring the keyboard to where `page`, or what it stands for, begins; False if there is nothing for it."""
    knows = page.focusProxy() or page
    if isinstance(knows, KnowsItsStart):
        knows.focus()
        return True
    start = first_stop(page)
    if start is not None:
        start.setFocus(Qt.FocusReason.OtherFocusReason)
    return start is not None
