"""Before a session, if somebody likes: how it feels now. Kept with the session's note, or not at all."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.ui.notes import NotesDesk
from guard.ui.pages.reflections.mood import MoodPicker
from guard.ui.remembering import Remembering
from guard.ui.widgets import buttons
from guard.ui.widgets.card import Card
from guard.wellbeing.entries import When


class BeforeCard(QWidget):
    """A quiet link, and the two choices behind it. Begins afresh with every session."""

    def __init__(self, desk: NotesDesk, remembering: Remembering, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._remembering = desk, remembering
        self.picker: MoodPicker | None = None
        self._card = Card()
        self.open = buttons.link(self.tr("Note how you feel now, if you like"), "reflections")
        self.open.clicked.connect(self._ask)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.open)
        whole.addWidget(self._card)
        self._card.hide()
        desk.preferences.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show it only while moods may be noted."""
        self.setVisible(self._desk.preferences.now.keep_moods)

    def showEvent(self, event: QShowEvent) -> None:
        """Forget what was chosen for another session."""
        super().showEvent(event)
        if self._remembering.before is None:
            self.begin()

    def begin(self) -> None:
        """Offer the link again, with nothing chosen."""
        self._card.hide()
        self.open.show()
        if self.picker is not None:
            self.picker.clear()

    def _ask(self) -> None:
        if self.picker is None:
            self.picker = MoodPicker(self.tr("How do you feel now?"), self._desk.library().feelings)
            self.picker.changed.connect(self._take)
            self._card.body.addWidget(self.picker)
        self.open.hide()
        self._card.show()
        self.picker.pleasant.focus()

    def _take(self) -> None:
        if self.picker is not None:
            self._remembering.before = self.picker.mood(When.BEFORE)
