"""The few fields that a new pseudonym needs before a session; nothing is suggested until someone asks for it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from guard.profiles.profile import MAX_NAME, MAX_PRONOUNS
from guard.ui.pages.choice import Choice, Option
from guard.ui.pages.dot import Shades
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.pages.suggestions import Suggestions
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending
from guard.ui.widgets.card import Card
from guard.ui.widgets.flow import Flow


class PseudonymForm(Card):
    """Keeps what was typed until the keyring has it."""

    closed = Signal()

    def __init__(self, desk: Pseudonyms, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self.setAccessibleName(self.tr("A new pseudonym"))
        self.body.addWidget(text.section(self.tr("A new pseudonym")))
        self.name = self._field(self.tr("Name"), self.tr("A name used nowhere else"))
        self.suggest = buttons.quiet(self.tr("Suggest a name"), "refresh")
        self.suggestions = Suggestions(desk.counsel, lambda: desk.known or ())
        self.suggest.clicked.connect(self.suggestions.ask)
        self.suggestions.chosen.connect(self._take)
        self.name.setMaxLength(MAX_NAME)
        row = Bending()
        row.row.addWidget(self.name, 1)
        row.row.addWidget(self.suggest)
        self.body.addWidget(row)
        self.body.addWidget(self.suggestions)
        self._refused = text.body("")
        text.set_tone(self._refused, "alarm")
        self.body.addWidget(self._refused)
        self.body.addWidget(
            text.hint(
                self.tr(
                    "Best is a name nobody could trace to you: no birthday, no place, no nickname from elsewhere."
                )
            )
        )
        self.pronouns = self._field(self.tr("Pronouns, if you like"), self.tr("Leave empty if you prefer"))
        self.pronouns.setMaxLength(MAX_PRONOUNS)
        self.body.addWidget(self.pronouns)
        self.body.addWidget(text.body(self.tr("Colour")))
        self._colours = tuple(desk.palette.values())
        options = [Option(colour.name, Shades(colour.light, colour.dark)) for colour in self._colours]
        self.colour = Choice(options, self.tr("Colour of this pseudonym"))
        self.body.addWidget(self.colour)
        self.body.addWidget(
            text.hint(
                self.tr(
                    "The colour frames the window during a session, so that you always know who you are here."
                )
            )
        )
        self.body.addWidget(self._buttons())
        self.name.textChanged.connect(self._refresh)
        self.name.returnPressed.connect(self._keep)
        desk.changed.connect(self._refresh)
        desk.added.connect(self._done)
        self._refresh()

    def open(self) -> None:
        """Show the form, ready to type."""
        self._desk.forget_refusal()
        self.show()
        self.name.setFocus()

    def _field(self, name: str, placeholder: str) -> QLineEdit:
        label = text.body(name)
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setPlaceholderText(placeholder)
        label.setBuddy(field)
        self.body.addWidget(label)
        return field

    def _buttons(self) -> QWidget:
        whole = QWidget()
        row = Flow(whole)
        self.keep = buttons.primary(self._desk.keep_words)
        self.keep.clicked.connect(self._keep)
        self.cancel = buttons.quiet(self.tr("Cancel"))
        self.cancel.clicked.connect(self._close)
        row.addWidget(self.keep)
        row.addWidget(self.cancel)
        return whole

    def _refresh(self) -> None:
        self._refused.setText(self._desk.refused)
        self._refused.setVisible(bool(self._desk.refused))
        self.keep.setText(self._desk.keep_words)
        self.keep.setEnabled(bool(self.name.text().strip()) and not self._desk.busy)

    def _keep(self) -> None:
        if not self.keep.isEnabled():
            return
        place = self.colour.place()
        colour = self._colours[place].id if place is not None else ""
        self._desk.add(self.name.text().strip(), self.pronouns.text().strip(), colour)

    def _done(self) -> None:
        if self.isVisible():
            self._close()

    def _take(self, name: str) -> None:
        self.name.setText(name)
        self.suggestions.forget()
        self.name.setFocus()

    def _close(self) -> None:
        self.suggestions.forget()
        self.name.clear()
        self.pronouns.clear()
        self.colour.choose(None)
        self.hide()
        self.closed.emit()
