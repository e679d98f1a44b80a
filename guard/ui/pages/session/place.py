"""Where the talk happens: a list to search in, and what is known of the platform's privacy."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QVBoxLayout, QWidget

from guard.knowledge.platforms import Platform
from guard.ui.pages.marked_line import MarkedLine
from guard.ui.theme import SPACE
from guard.ui.widgets import text

OTHER = "other"
"""The id that stands for a platform nobody has written down yet."""

_MARKS = {
    "yes": ("lock", "calm"),
    "opt-in": ("info", "notice"),
    "partly": ("info", "notice"),
    "no": ("eye", "notice"),
    "not-offered": ("info", "muted"),
}


class PlaceChoice(QWidget):
    """Nothing is chosen beforehand."""

    changed = Signal()

    def __init__(self, platforms: Sequence[Platform], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._platforms = {platform.id: platform for platform in platforms}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self.combo = self._list()
        column.addWidget(self.combo)
        self._facts = [MarkedLine() for _ in range(3)]
        for pill in self._facts:
            column.addWidget(pill)
        self._tip = text.body("")
        column.addWidget(self._tip)
        self._show()

    @property
    def platform_id(self) -> str:
        """The chosen platform's id, `OTHER`, or nothing."""
        typed = self.combo.currentText().strip().casefold()
        for place in range(self.combo.count()):
            if self.combo.itemText(place).casefold() == typed:
                return str(self.combo.itemData(place))
        return ""

    @property
    def platform(self) -> Platform | None:
        """The chosen platform, as far as anything is known of it."""
        return self._platforms.get(self.platform_id)

    @property
    def name(self) -> str:
        """What the chosen platform is called."""
        return self.combo.currentText().strip() if self.platform_id else ""

    def clear(self) -> None:
        """Choose nothing."""
        self.combo.setCurrentIndex(-1)
        self.combo.clearEditText()

    def _list(self) -> QComboBox:
        combo = QComboBox()
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        combo.setMinimumContentsLength(12)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for platform in self._platforms.values():
            retired = platform.status == "retired"
            combo.addItem(
                self.tr("{name} (closed down)").format(name=platform.name) if retired else platform.name,
                platform.id,
            )
        combo.addItem(self.tr("Another platform"), OTHER)
        combo.setCurrentIndex(-1)
        finder = QCompleter(combo.model(), combo)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        combo.setCompleter(finder)
        field = combo.lineEdit()
        if field is not None:
            field.setPlaceholderText(self.tr("Choose, or type a few letters"))
            field.setAccessibleName(self.tr("Platform"))
        combo.setAccessibleName(self.tr("Platform"))
        combo.editTextChanged.connect(self._show)
        return combo

    def _show(self) -> None:
        known = self.platform
        for pill in self._facts:
            pill.setVisible(known is not None)
        if known is not None:
            for pill, thing, state in zip(
                self._facts,
                (self.tr("Messages"), self.tr("Calls"), self.tr("Video")),
                (known.text, known.voice, known.video),
                strict=True,
            ):
                icon, color = _MARKS.get(state, ("help", "muted"))
                pill.show_line(
                    icon, color, self.tr("{thing}: {state}").format(thing=thing, state=self._in_words(state))
                )
        self._tip.setText(self._advice())
        self._tip.setVisible(bool(self._tip.text()))
        self.changed.emit()

    def _advice(self) -> str:
        known = self.platform
        if known is not None:
            return known.tip
        if self.platform_id == OTHER:
            return self.tr(
                "Nothing is known of it here. Unless it says otherwise, assume that its owner can read along."
            )
        if self.combo.currentText().strip():
            return self.tr("This name is not in the list. “Another platform” is the last entry.")
        return ""

    def _in_words(self, state: str) -> str:
        return {
            "yes": self.tr("end-to-end encrypted"),
            "opt-in": self.tr("end-to-end encrypted once you switch it on"),
            "partly": self.tr("end-to-end encrypted in some cases"),
            "no": self.tr("not end-to-end encrypted"),
            "not-offered": self.tr("not offered here"),
        }.get(state, self.tr("not known whether it is end-to-end encrypted"))
