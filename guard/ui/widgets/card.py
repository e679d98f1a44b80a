"""A quiet surface that holds what belongs together."""

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from guard.ui.theme import SPACE
from guard.ui.widgets import text


class Card(QFrame):
    """A card; put the contents into `body`. Tones: plain, calm, notice, alarm."""

    def __init__(self, heading: str = "", *, tone: str = "plain", parent: QWidget | None = None) -> None:
        """Make a card, with a heading if one is given."""
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setProperty("tone", tone)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(SPACE * 5 // 2, SPACE * 2, SPACE * 5 // 2, SPACE * 2)
        self.body.setSpacing(SPACE * 3 // 2)
        self.heading: QLabel | None = None
        if heading:
            self.heading = text.section(heading)
            self.body.addWidget(self.heading)
            self.setAccessibleName(heading)

    @property
    def tone(self) -> str:
        """The card's tone."""
        return str(self.property("tone"))

    @tone.setter
    def tone(self, tone: str) -> None:
        text.set_tone(self, tone)
