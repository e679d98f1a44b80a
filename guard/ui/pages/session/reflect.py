"""After aftercare: room for a few questions that somebody else asks. One click skips them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from guard.ui.pages.session.step import Step
from guard.ui.widgets import buttons
from guard.ui.widgets.arrange import first_stop


class Reflection(QWidget):
    """What stands on the page. Done calls `keep`, skipping calls `drop`; then it is deleted."""

    def keep(self) -> None:
        """Keep what was answered."""

    def drop(self) -> None:
        """Forget what was answered."""


class ReflectStep(Step):
    """Holds one `Reflection`; never asks anything itself."""

    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name(self.tr("Looking back"), self.tr("Only if you like. Skipping is always fine."))
        self._shown: Reflection | None = None
        self.column.addStretch(1)
        self.says.setText(self.tr("These notes are yours alone."))
        self.skip = buttons.quiet(self.tr("Skip"))
        self.skip.clicked.connect(self._skip)
        self._go = buttons.primary(self.tr("Done"), "check")
        self._go.clicked.connect(self._keep)
        self.add_way(self.skip, self._go)

    def show_reflection(self, reflection: Reflection) -> None:
        """Show the questions of one session."""
        self.take()
        self._shown = reflection
        self.column.insertWidget(self.column.count() - 1, reflection)
        reflection.show()
        self.page.verticalScrollBar().setValue(0)

    def take(self) -> None:
        """Let go of the questions."""
        if self._shown is not None:
            self._shown.hide()
            self._shown.deleteLater()
            self._shown = None

    def focus(self) -> None:
        """Bring the keyboard to the first question, else to the way on."""
        start = first_stop(self._shown) if self._shown is not None else None
        (start or self._go).setFocus()

    def _keep(self) -> None:
        if self._shown is not None:
            self._shown.keep()
        self.done.emit()

    def _skip(self) -> None:
        if self._shown is not None:
            self._shown.drop()
        self.done.emit()
