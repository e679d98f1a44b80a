"""What was changed last, and the way back; also what could not be kept."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from guard.session.topics import Topics
from guard.ui.limits import LimitsDesk
from guard.ui.pages.boundaries import words
from guard.ui.pages.session.step import Step
from guard.ui.widgets import buttons


class UndoLine(QObject):
    """Uses the line under a page, which stays in sight; Ctrl+Z does the same as the button."""

    def __init__(self, desk: LimitsDesk, topics: Topics, page: Step) -> None:
        super().__init__(page)
        self._desk, self._topics = desk, topics
        self._profile_id = ""
        self.says = page.says
        self.undo = buttons.quiet(self.tr("Undo"), "undo")
        self.undo.clicked.connect(self._undo)
        self.again = buttons.quiet(self.tr("Keep them now"), "refresh")
        self.again.clicked.connect(desk.saving.again)
        page.add_way(self.again, self.undo)
        keys = QShortcut(
            QKeySequence(QKeySequence.StandardKey.Undo),
            page,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )
        keys.activated.connect(self._undo)
        desk.changed.connect(self.refresh)
        self.refresh()

    def show_profile(self, profile_id: str) -> None:
        """Offer to take back changes of this pseudonym's limits only."""
        self._profile_id = profile_id
        self.refresh()

    def refresh(self) -> None:
        """Say what was changed last."""
        last, stuck = self._desk.last, self._desk.saving.stuck
        usable = last is not None and last.profile_id == self._profile_id
        self.undo.setVisible(usable)
        self.again.setVisible(stuck)
        if stuck:
            self.says.setText(self.tr("Not kept yet: the last changes hold only as long as Guard is open."))
        elif last is not None and usable:
            level = self.tr("open again") if last.level is None else words.level(last.level)
            said = self.tr("{topic}: {level}").format(topic=self._topics.name(last.topic), level=level)
            self.says.setText(said)
            self.undo.setAccessibleName(self.tr("Undo: {change}").format(change=said))
        else:
            self.says.setText(self.tr("Every change is kept by itself."))

    def _undo(self) -> None:
        last = self._desk.last
        if last is not None and last.profile_id == self._profile_id:
            self._desk.undo()
