"""Which place it is about: a list to search in, empty until its user chooses."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QVBoxLayout, QWidget

from guard.knowledge.places import Place
from guard.ui.pages.help.desk import HelpDesk
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import clear
from guard.ui.widgets.flow import Flow

_FEW = 6  # parts of a place that are offered as buttons


class PlacePicker(QWidget):
    """Several of them on one page agree, because the place is the desk's."""

    def __init__(self, desk: HelpDesk, parent: QWidget | None = None) -> None:
        """Show the place that is chosen by now."""
        super().__init__(parent)
        self._desk = desk
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self.combo = self._list()
        column.addWidget(self.combo)
        self._says = text.hint("")
        column.addWidget(self._says)
        self._offers = QWidget()
        self._row = Flow(self._offers)
        column.addWidget(self._offers)
        self._show()
        self.combo.editTextChanged.connect(self._take)
        desk.whereabouts.changed.connect(self._show)

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the lists of places away with the page, and what was typed in vain."""
        super().hideEvent(event)
        self.combo.hidePopup()
        finder = self.combo.completer()
        found = finder.popup() if finder is not None else None
        if found is not None:
            found.hide()
        if self._desk.place is None:
            self.combo.clearEditText()

    def _list(self) -> QComboBox:
        combo = QComboBox()
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        combo.setMinimumContentsLength(12)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for place in self._desk.book.places.all():
            combo.addItem(place.name, place.id)
        combo.setCurrentIndex(-1)
        finder = QCompleter(combo.model(), combo)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        combo.setCompleter(finder)
        field = combo.lineEdit()
        if field is not None:
            field.setPlaceholderText(self.tr("Choose a place, or type a few letters"))
            field.setAccessibleName(self.tr("Place"))
        combo.setAccessibleName(self.tr("Place"))
        return combo

    def _typed(self) -> str:
        """Return the id of the place whose whole name stands in the field, or nothing."""
        typed = self.combo.currentText().strip().casefold()
        for place in self._desk.book.places.all():
            if place.name.casefold() == typed:
                return place.id
        return ""

    def _take(self) -> None:
        self._desk.whereabouts.choose(self._typed())
        self._say()

    def _show(self) -> None:
        """Show what was chosen, perhaps with another picker."""
        chosen = self._desk.whereabouts.place
        if chosen != self._typed():
            with QSignalBlocker(self.combo):
                self.combo.setCurrentIndex(self.combo.findData(chosen))
                if not chosen:
                    self.combo.clearEditText()
        self._say()

    def _say(self) -> None:
        words, offered = self._words()
        self._says.setText(words)
        self._says.setVisible(bool(words))
        self.combo.setAccessibleDescription(words)
        clear(self._row)
        for place in offered:
            self._row.addWidget(self._offer(place))
        self._offers.setVisible(bool(offered))

    def _words(self) -> tuple[str, Sequence[Place]]:
        """Return a remark about the choice, and the places to offer as buttons."""
        places = self._desk.book.places
        chosen = self._desk.place
        if chosen is not None:
            parts = places.parts(chosen.id) if chosen.within else ()
            if len(parts) > _FEW:
                return self.tr("Choose a country for what holds there alone."), ()
            return (self.tr("Guard knows more about these parts of it:"), parts) if parts else ("", ())
        if self.combo.currentText().strip():
            return self.tr("This is not in the list yet. “Anywhere else” is its last entry."), ()
        suggested = places.suggested(self._desk.territory())
        if suggested is None:
            return self.tr("Without a place, Guard shows what holds or helps worldwide."), ()
        return self.tr("Nothing is chosen. The language settings of this computer name a place:"), (
            suggested,
        )

    def _offer(self, place: Place) -> QWidget:
        button = buttons.quiet(self.tr("Use {place}").format(place=place.name))
        button.clicked.connect(lambda: self._accept(place.id))
        return button

    def _accept(self, place: str) -> None:
        self.combo.setFocus(Qt.FocusReason.OtherFocusReason)
        self._desk.whereabouts.choose(place)
