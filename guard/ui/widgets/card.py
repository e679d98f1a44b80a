"""A quiet surface that holds what belongs together."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from guard.ui.theme import SPACE
from guard.ui.widgets import text

_SIDE, _NARROW_SIDE = SPACE * 5 // 2, SPACE * 3 // 2
_NARROW = 36
"""A card with room for fewer characters than this keeps less of it free at its sides."""


class Card(QFrame):
    """A card; put the contents into `body`. Tones: plain, calm, notice, alarm."""

    def __init__(self, heading: str = "", *, tone: str = "plain", parent: QWidget | None = None) -> None:
        """Make a card, with a heading if one is given."""
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setProperty("tone", tone)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(_SIDE, SPACE * 2, _SIDE, SPACE * 2)
        self.body.setSpacing(SPACE * 3 // 2)
        self.heading: QLabel | None = None
        if heading:
            self.heading = text.section(heading)
            self.body.addWidget(self.heading)
            self.setAccessibleName(heading)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the words where there is little."""
        super().resizeEvent(event)
        margins = self.body.contentsMargins()
        if margins.left() in {_SIDE, _NARROW_SIDE}:  # some cards have their own
            narrow = self.width() < self.fontMetrics().averageCharWidth() * _NARROW
            side = _NARROW_SIDE if narrow else _SIDE
            self.body.setContentsMargins(side, margins.top(), side, margins.bottom())

    @property
    def tone(self) -> str:
        """The card's tone."""
        return str(self.property("tone"))

    @tone.setter
    def tone(self, tone: str) -> None:
        text.set_tone(self, tone)
