"""A sentence across the page: something went wrong, or something is worth knowing."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending
from guard.ui.widgets.picture import Picture

Action = tuple[str, Callable[[], None]]
"""A button's words and what it does."""

_PICTURES = {"plain": "info", "calm": "check", "notice": "info", "alarm": "alert"}
_INKS = {"plain": "muted", "calm": "calm", "notice": "notice", "alarm": "alarm"}


class Banner(QFrame):
    """Icon, sentence, one optional action, and a cross. `dismissed` comes once, when it is closed."""

    dismissed = Signal()

    def __init__(
        self,
        sentence: str,
        *,
        tone: str = "notice",
        action: Action | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Show `sentence`; `action` also closes the banner."""
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setProperty("tone", tone)
        self.setAccessibleName(sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE * 2, SPACE, SPACE, SPACE)
        row.setSpacing(SPACE * 3 // 2)
        picture = Picture(_PICTURES.get(tone, "info"), _INKS.get(tone, "muted"))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        self.sentence = text.body(sentence)
        middle = Bending()
        middle.row.addWidget(self.sentence, 1)
        if action is not None:
            words, self._act = action
            self.action = buttons.quiet(words)
            self.action.clicked.connect(self._answer)
            middle.row.addWidget(self.action)
        row.addWidget(middle, 1)
        self._cross = buttons.close(self.tr("Close this message"))
        self._cross.clicked.connect(self._dismiss)
        row.addWidget(self._cross, 0, Qt.AlignmentFlag.AlignTop)

    def announce(self) -> None:
        """Tell a screen reader."""
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _answer(self) -> None:
        self._dismiss()
        self._act()

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()
