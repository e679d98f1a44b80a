"""Who the user is in the next session: one pseudonym of those in use, and what is worth knowing about it first."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QVBoxLayout, QWidget

from guard.profiles.caution import Caution
from guard.profiles.profile import Profile
from guard.ui.pages.choice import Choice, Option
from guard.ui.pages.dot import Shades
from guard.ui.pages.marked_line import MarkedLine
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import clear

_FEW = 12  # pseudonyms that may all be looked at; more are searched
_DOT = 16
_ASKER = "reminder"


class WhoChoice(QWidget):
    """Pills for a few, a list to search in for many. Nobody is chosen beforehand."""

    changed = Signal()

    def __init__(self, desk: Pseudonyms, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._offered: tuple[Profile, ...] = ()
        self.choice: Choice | None = None
        self.combo: QComboBox | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self._room = QVBoxLayout()
        column.addLayout(self._room)
        self.reminder = Reminder(desk)
        column.addWidget(self.reminder)
        self._rest = text.hint(self.tr("Retired pseudonyms are not offered; bring one back under Profiles."))
        column.addWidget(self._rest)
        desk.changed.connect(self.refresh)
        self.refresh()

    @property
    def profile(self) -> Profile | None:
        """The chosen pseudonym."""
        if self.choice is not None:
            place = self.choice.place()
            return self._offered[place] if place is not None else None
        if self.combo is not None:
            typed = self.combo.currentText().strip().casefold()
            return next((each for each in self._offered if each.name.casefold() == typed), None)
        return None

    def choose(self, profile_id: str) -> None:
        """Choose a pseudonym; nobody for an id that is not offered."""
        ids = [each.id for each in self._offered]
        place = ids.index(profile_id) if profile_id in ids else None
        if self.choice is not None:
            self.choice.choose(place)
        elif self.combo is not None:
            self.combo.setCurrentIndex(-1 if place is None else place)
            if place is None:
                self.combo.clearEditText()
        self._tell()

    def refresh(self) -> None:
        """Offer who is in use now."""
        in_use = self._desk.in_use or ()
        self._rest.setVisible(bool(self._desk.known) and not in_use)
        if in_use == self._offered:
            return
        before = self.profile
        self._offered = in_use
        clear(self._room)
        self.choice = self.combo = None
        if len(in_use) > _FEW:
            self._room.addWidget(self._list())
        elif in_use:
            options = [Option(each.name, self._desk.shades(each), each.pronouns) for each in in_use]
            self.choice = Choice(options, self.tr("Who are you here?"))
            self.choice.chosen.connect(self._tell)
            self._room.addWidget(self.choice)
        self.choose(before.id if before is not None else "")

    def _list(self) -> QComboBox:
        self.combo = combo = QComboBox()
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        combo.setMinimumContentsLength(12)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setModel(self._model(combo))
        combo.setCurrentIndex(-1)
        finder = QCompleter(combo.model(), combo)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        combo.setCompleter(finder)
        field = combo.lineEdit()
        if field is not None:
            field.setPlaceholderText(self.tr("Choose, or type a few letters"))
            field.setAccessibleName(self.tr("Who are you here?"))
        combo.setAccessibleName(self.tr("Who are you here?"))
        combo.editTextChanged.connect(self._tell)
        return combo

    def _model(self, parent: QObject) -> QStandardItemModel:
        model = QStandardItemModel(parent)
        dots: dict[Shades | None, QIcon] = {None: QIcon()}
        for profile in self._offered:
            shades = self._desk.shades(profile)
            if shades is not None and shades not in dots:
                dots[shades] = _dot(shades.now)
            model.appendRow(QStandardItem(dots[shades], profile.name))
        return model

    def _tell(self) -> None:
        self.reminder.show_profile(self.profile)
        self.changed.emit()


class Reminder(QWidget):
    """What leads back to the user or links the chosen pseudonym, and what it never shares: that only on request."""

    def __init__(self, desk: Pseudonyms, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._profile: Profile | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        self._cautions = QVBoxLayout()
        self._cautions.setSpacing(SPACE // 2)
        column.addLayout(self._cautions)
        self.show_words = buttons.link("", "eye")
        self.show_words.clicked.connect(self._show)
        column.addWidget(self.show_words)
        self._words = text.body("")
        column.addWidget(self._words)
        self.hide()

    def show_profile(self, profile: Profile | None) -> None:
        """Remind of one pseudonym; its words stay hidden until somebody asks for them."""
        if profile == self._profile:
            return
        self._profile = profile
        clear(self._cautions)
        self._words.hide()
        self.setVisible(profile is not None)
        if profile is None:
            self._desk.counsel.forget(_ASKER)
            return
        words = self.tr("Show what you never share as {name}").format(name=profile.name)
        self.show_words.setText(words)
        self.show_words.setAccessibleName(words)
        self.show_words.setVisible(bool(profile.never))
        self._words.setText(
            self.tr("Never share as {name}: {words}").format(
                name=profile.name, words=", ".join(profile.never)
            )
        )
        self._desk.counsel.advise(_ASKER, profile, self._desk.known or (), self._remind)

    def _remind(self, cautions: tuple[Caution, ...]) -> None:
        for sentence in dict.fromkeys(caution.sentence for caution in cautions):
            line = MarkedLine()
            line.show_line("info", "notice", sentence)
            self._cautions.addWidget(line)

    def _show(self) -> None:
        shown = self._words.isHidden()
        self._words.setVisible(shown)
        name = self._profile.name if self._profile is not None else ""
        words = self.tr("Hide it again") if shown else self.tr("Show what you never share as {name}")
        self.show_words.setText(words.format(name=name))
        self.show_words.setAccessibleName(self.show_words.text())


def _dot(colour: str) -> QIcon:
    picture = QPixmap(_DOT, _DOT)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(1, 1, _DOT - 2, _DOT - 2)
    painter.end()
    return QIcon(picture)
