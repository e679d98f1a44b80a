"""What is kept: which notes, taking them along, and deleting them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.ui.pages.reflections.export_card import ExportCard
from guard.ui.pages.settings.line import Line, add_lines
from guard.ui.preferences import Preferences
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.card import Card
from guard.ui.widgets.flow import Flow
from guard.ui.widgets.switch import Switch


class KeptView(QWidget):
    """Every kind of note can be turned off by itself; what was noted before stays until it is deleted."""

    everything_unwanted = Signal()
    """All notes are to be deleted, asked for twice."""

    def __init__(self, preferences: Preferences, export: ExportCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._showing = False
        self.switches: dict[str, Switch] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE * 2)
        column.addWidget(self._kinds())
        column.addWidget(export)
        column.addWidget(self._deleting())
        preferences.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the settings as they are."""
        self._showing = True
        for field, switch in self.switches.items():
            switch.setChecked(bool(getattr(self._preferences.now, field)))
        self.switches["keep_reflection_text"].setEnabled(self._preferences.now.keep_reflections)
        self._showing = False

    def _kinds(self) -> Card:
        card = Card(self.tr("What may be noted"))
        card.body.addWidget(
            text.hint(
                self.tr(
                    "Notes lie encrypted on this computer. They hold no names of others, no platform, no content and no time of day. They prove nothing, and are not meant to."
                )
            )
        )
        add_lines(
            card,
            self._line(
                "keep_sessions",
                self.tr("Sessions"),
                self.tr("How long, how it ended, check-ins, and whether limits were kept, in round numbers."),
            ),
            self._line(
                "keep_moods",
                self.tr("Moods"),
                self.tr("Before, afterwards and on the day after, if you choose one."),
            ),
            self._line(
                "keep_reflections",
                self.tr("Questions afterwards"),
                self.tr("At most three after an evening that ended gently. Skipping is always fine."),
            ),
            self._line(
                "keep_reflection_text",
                self.tr("Own words"),
                self.tr("Some questions then have room for a sentence of yours. Leave names out of it."),
            ),
            self._line(
                "keep_offline", self.tr("Days away"), self.tr("Good hours offline, sleep, what you did.")
            ),
            self._line(
                "show_insights",
                self.tr("Insights"),
                self.tr("What your notes tell together, from five sessions on. Worked out on this computer."),
            ),
        )
        return card

    def _line(self, field: str, title: str, words: str) -> Line:
        switch = Switch(title)
        switch.toggled.connect(lambda on: self._turn(field, on=on))
        self.switches[field] = switch
        return Line(title, words, switch)

    def _turn(self, field: str, *, on: bool) -> None:
        if not self._showing:
            self._preferences.change(**{field: on})

    def _deleting(self) -> Card:
        card = Card(self.tr("Delete all notes"))
        self.delete = buttons.quiet(self.tr("Delete all notes…"), "trash")
        self.delete.clicked.connect(lambda: self._ask(asking=True))
        card.body.addWidget(
            Line(
                self.tr("All notes, from the backups too"),
                self.tr("Your profiles and settings stay. People and activities you wrote down go as well."),
                self.delete,
            )
        )
        self._sure = QWidget()
        row = Flow(self._sure)
        self.really = buttons.danger(self.tr("Delete for good"), "trash")
        self._keep = buttons.quiet(self.tr("Keep them"))
        self.really.clicked.connect(self._delete)
        self._keep.clicked.connect(lambda: self._ask(asking=False))
        for way in (self._keep, self.really):
            row.addWidget(way)
        card.body.addWidget(self._sure)
        self._sure.hide()
        return card

    def _ask(self, *, asking: bool) -> None:
        self._sure.setVisible(asking)
        self.delete.setVisible(not asking)
        (self._keep if asking else self.delete).setFocus()

    def _delete(self) -> None:
        self._ask(asking=False)
        self.everything_unwanted.emit()
