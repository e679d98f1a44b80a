"""Nothing is on: a session has been closed, or was called off before it began."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from guard.ui.pages.scene import Scene
from guard.ui.pages.session.step import Step
from guard.ui.widgets import buttons


class OverStep(Step):
    """The way back to Today, or to a new session."""

    left = Signal()
    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column.addWidget(Scene())
        self.column.addStretch(1)
        self.says.setText(self.tr("The answers of this session are forgotten."))
        again = buttons.quiet(self.tr("Prepare another session"))
        again.clicked.connect(self.again_wanted)
        self._back = buttons.primary(self.tr("Back to Today"))
        self._back.clicked.connect(self.left)
        self.add_way(again, self._back)

    def show_end(self, *, cancelled: bool) -> None:
        """Say which of the two it was."""
        if cancelled:
            self.name(
                self.tr("Not today, then"), self.tr("Nothing was started. Changing your mind is always fine.")
            )
        else:
            self.name(self.tr("That was all"), self.tr("Be kind to yourself for the rest of the day."))

    def focus(self) -> None:
        """Bring the keyboard to the way back."""
        self._back.setFocus()
