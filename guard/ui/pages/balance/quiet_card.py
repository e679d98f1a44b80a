"""Quiet hours: from when until when going into a session is a deliberate choice. Off until somebody sets them."""

from PySide6.QtCore import QTime, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTimeEdit, QWidget

from guard.ui.preferences import Preferences
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.arrange import Bending
from guard.ui.widgets.card import Card
from guard.ui.widgets.flow import Flow
from guard.ui.widgets.switch import Switch

_USUAL = (22 * 60 + 30, 7 * 60)
_SETTLED_MS = 600
"""Settings are written once somebody has stopped turning the hours."""


class QuietCard(Card):
    """They may reach over midnight; equal hours are none."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._preferences = preferences
        self._last = _USUAL
        name = self.tr("Quiet hours")
        self.setAccessibleName(name)
        self.on = Switch(name)
        head = Bending()
        head.row.addWidget(text.section(name), 1)
        head.row.addWidget(self.on)
        self.body.addWidget(head)
        self._says = text.hint(
            self.tr(
                "In these hours Guard pauses for a moment before a session is prepared. A session that is on goes on."
            )
        )
        self.body.addWidget(self._says)
        self.on.setAccessibleDescription(self._says.text())
        self.hours = QWidget()
        row = Flow(self.hours, spacing=SPACE * 2)
        self.start, self.end = QTimeEdit(), QTimeEdit()
        for words, edit in ((self.tr("From"), self.start), (self.tr("Until"), self.end)):
            label = text.body(words)
            label.setWordWrap(False)
            label.setBuddy(edit)
            edit.setAccessibleName(self.tr("{quiet}: {which}").format(quiet=name, which=words))
            edit.timeChanged.connect(self._later)
            field = edit.findChild(QLineEdit)
            if field is not None:
                field.setAccessibleName(edit.accessibleName())
                field.setTextMargins(SPACE, 0, SPACE, 0)
            pair = QWidget()
            inside = QHBoxLayout(pair)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(SPACE)
            inside.addWidget(label)
            inside.addWidget(edit)
            row.addWidget(pair)
        self.body.addWidget(self.hours)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settle.timeout.connect(self._keep)
        self._showing = False
        self.on.toggled.connect(self._turn)
        preferences.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the settings."""
        now = self._preferences.now
        hours = (now.quiet_from, now.quiet_until)
        self._showing = True
        on = hours[0] != hours[1]
        self.on.setChecked(on)
        self.hours.setVisible(on)
        if on and not self._settle.isActive():
            self.start.setTime(_time(hours[0]))
            self.end.setTime(_time(hours[1]))
        self._showing = False

    def _turn(self, on: bool) -> None:  # noqa: FBT001 - a slot
        if self._showing:
            return
        self._settle.stop()
        now = self._preferences.now
        if on:
            start, end = self._last
        else:
            self._last, (start, end) = (now.quiet_from, now.quiet_until), (0, 0)
        self._preferences.change(quiet_from=start, quiet_until=end)

    def _later(self) -> None:
        if not self._showing:
            self._settle.start()

    def _keep(self) -> None:
        start, end = _minutes(self.start.time()), _minutes(self.end.time())
        if start != end:  # equal hours would turn them off while somebody still turns them
            self._preferences.change(quiet_from=start, quiet_until=end)


def _time(minute: int) -> QTime:
    return QTime(minute // 60 % 24, minute % 60)


def _minutes(time: QTime) -> int:
    return time.hour() * 60 + time.minute()
