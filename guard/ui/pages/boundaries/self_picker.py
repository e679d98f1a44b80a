"""Whose limits are shown: the pseudonyms in use, one of them chosen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from guard.profiles.profile import Profile
from guard.ui.pages.choice import Choice, Option
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.arrange import clear

_FEW = 6


class SelfPicker(QWidget):
    """With a single pseudonym there is nothing to choose, so it is only named."""

    changed = Signal()

    def __init__(self, desk: Pseudonyms, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._offered: tuple[Profile, ...] = ()
        self._id = ""
        self.choice: Choice | None = None
        self.combo: QComboBox | None = None
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(0, 0, 0, 0)
        self._room.setSpacing(SPACE)
        desk.changed.connect(self.refresh)
        self.refresh()

    @property
    def profile(self) -> Profile | None:
        """The chosen pseudonym, as it is kept now."""
        return next((each for each in self._offered if each.id == self._id), None)

    def choose(self, profile_id: str) -> None:
        """Choose a pseudonym; an id that is not offered changes nothing."""
        places = {each.id: place for place, each in enumerate(self._offered)}
        if profile_id not in places:
            return
        if self.choice is not None:
            self.choice.choose(places[profile_id])
        if self.combo is not None:
            self.combo.setCurrentIndex(places[profile_id])
        self._take(places[profile_id])

    def refresh(self) -> None:
        """Offer who is in use now; the first one is chosen until somebody chooses another."""
        before = [(each.id, each.name, each.colour) for each in self._offered]
        self._offered = self._desk.in_use or ()
        if before != [(each.id, each.name, each.colour) for each in self._offered]:
            self._build()
        if self.profile is None and self._offered:
            self.choose(self._offered[0].id)

    def _build(self) -> None:
        clear(self._room)
        self.choice = self.combo = None
        question = self.tr("Whose limits?")
        if len(self._offered) == 1:
            self._room.addWidget(text.section(self._offered[0].name))
        elif len(self._offered) <= _FEW:
            options = [Option(each.name, self._desk.shades(each), each.pronouns) for each in self._offered]
            self.choice = Choice(options, question)
            self.choice.chosen.connect(self._take)
            self._room.addWidget(self.choice)
        else:
            self.combo = QComboBox()
            self.combo.setAccessibleName(question)
            self.combo.addItems([each.name for each in self._offered])
            self.combo.activated.connect(self._take)
            self._room.addWidget(self.combo)
        if self.profile is not None:
            self.choose(self._id)

    def _take(self, place: int) -> None:
        self._id = self._offered[place].id
        self.changed.emit()
