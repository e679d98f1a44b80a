"""The boundary card: looked at, copied as text, saved as text or as a picture."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from guard.profiles.profile import Profile
from guard.session.boundary_card import Card as BoundaryCard
from guard.session.boundary_card import card
from guard.session.standing import after_session
from guard.ui.pages.boundaries.card_picture import picture
from guard.ui.pages.boundaries.desk import BoundariesDesk
from guard.ui.pages.boundaries.preview import Preview
from guard.ui.pages.boundaries.save_card import SaveCard
from guard.ui.pages.session.step import Step
from guard.ui.pages.settings.line import Line
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending
from guard.ui.widgets.card import Card
from guard.ui.widgets.switch import Switch

_DRAW_MS = 200
_MOST_WORD = 40


class CardStep(Step):
    """Holds the stop word as long as it is shown, and nothing longer."""

    closed = Signal()

    def __init__(self, desk: BoundariesDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._profile: Profile | None = None
        self.name(
            self.tr("A boundary card"),
            self.tr("What is good to know about you. It holds what you see here and nothing else."),
        )
        self.back = buttons.link(self.tr("All limits"), "undo")
        self.back.clicked.connect(self.closed)
        self.column.insertWidget(0, self.back)
        self.preview = Preview()
        self.saving = SaveCard(desk.worker)
        self.column.addWidget(self._words())
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.preview, 1000)
        row.addStretch(1)
        self.column.addWidget(middle)
        self.column.addWidget(self.saving)
        self.column.addStretch(1)
        self.copy = buttons.primary(self.tr("Copy as text"), "copy")
        self.copy.clicked.connect(self._copy)
        self.add_way(self.copy)
        self._draw = QTimer(self, singleShot=True, interval=_DRAW_MS)
        self._draw.timeout.connect(self._redraw)
        self.word.textChanged.connect(self._changed)
        self.yeses.toggled.connect(self._changed)
        escape = QShortcut(
            QKeySequence(Qt.Key.Key_Escape), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        escape.activated.connect(self.closed)
        desk.limits.changed.connect(self._follow)

    def open(self, profile: Profile) -> None:
        """Begin a card for a pseudonym."""
        self._profile = profile
        self.word.clear()
        self.yeses.setChecked(False)
        self.saving.clear()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the card as it stands now, unless the window has only come back to the screen."""
        super().showEvent(event)
        if not event.spontaneous():
            self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what was typed when somebody goes away."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.word.clear()
            self.saving.clear()
            self.preview.show_card(QImage(), "")

    def card(self) -> BoundaryCard | None:
        """Return the card as it stands; None without anybody whose it is."""
        profile = self._profile
        if profile is None:
            return None
        standing = self._desk.limits.standing(profile.id)
        told = standing if self.yeses.isChecked() else after_session(standing)
        return card(
            told.holding,
            self._desk.topics,
            name=profile.name,
            pronouns=profile.pronouns,
            stop_word=self.word.text(),
        )

    def _words(self) -> Card:
        around = Card()
        self.word = QLineEdit()
        self.word.setMaxLength(_MOST_WORD)
        self.word.setAccessibleName(self.tr("A word or sign that means stop"))
        self.word.setPlaceholderText(self.tr("The word stop, unless you say another"))
        line = Bending()
        line.row.addWidget(text.body(self.tr("A word or sign that means stop")), 1)
        line.row.addWidget(self.word, 1)
        title = self.tr("Say what is fine today, too")
        self.yeses = Switch(title)
        why = self.tr(
            "A card may be read on another day, and a yes does not keep. So it is left out at first."
        )
        around.body.addWidget(line)
        around.body.addWidget(Line(title, why, self.yeses))
        return around

    def _follow(self) -> None:
        if self.isVisible():
            self._changed()

    def _changed(self) -> None:
        made, profile = self.card(), self._profile
        if made is not None and profile is not None:
            self.saving.show_card(made, profile)
        self._draw.start()

    def _redraw(self) -> None:
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        made, profile = self.card(), self._profile
        if made is None or profile is None:
            return
        self.preview.show_card(picture(made), made.text)
        self.saving.show_card(made, profile)
        something = bool(made.groups)
        self.copy.setEnabled(something)
        self.says.setText(
            self.tr("A copy leaves the clipboard after a minute.")
            if something
            else self.tr("Decide one or two limits first; then there is something to tell.")
        )

    def _copy(self) -> None:
        made = self.card()
        if made is not None and made.groups:
            self._desk.copy(made.text, self._profile)
