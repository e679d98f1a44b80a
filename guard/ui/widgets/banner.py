"""A sentence across the page: something went wrong, or something is worth knowing."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
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
        row.addWidget(Picture(_PICTURES.get(tone, "info"), _INKS.get(tone, "muted")))
        self.sentence = text.body(sentence)
        row.addWidget(self.sentence, 1)
        if action is not None:
            words, self._act = action
            self.action = buttons.quiet(words)
            self.action.clicked.connect(self._answer)
            row.addWidget(self.action)
        self._cross = buttons.close(self.tr("Close this message"))
        self._cross.clicked.connect(self._dismiss)
        row.addWidget(self._cross)

    def announce(self) -> None:
        """Tell a screen reader."""
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _answer(self) -> None:
        self._dismiss()
        self._act()

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()
