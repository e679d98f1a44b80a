"""One screen's alert card: what was seen, and four answers."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QScreen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from guard.capture.finding import Level
from guard.ui.alert.model import AlertText
from guard.ui.alert.row import AlertRow
from guard.ui.screens import stays_above
from guard.ui.theme import SPACE, restyle
from guard.ui.widgets import buttons
from guard.ui.widgets.flow import Flow

_CHARACTERS = 76
_FLAGS = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus


class AlertCard(QWidget):
    """Stands at the top of a screen, above other windows, and never takes the focus."""

    end_session = Signal()
    cover_screen = Signal()
    mine = Signal(str)
    explain = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        """Make an empty card."""
        super().__init__(None, _FLAGS | stays_above())
        self.setObjectName("alert")
        self.setWindowTitle("Guard")
        for attribute in (
            Qt.WidgetAttribute.WA_StyledBackground,
            Qt.WidgetAttribute.WA_ShowWithoutActivating,
            Qt.WidgetAttribute.WA_X11NetWmWindowTypeNotification,
            Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow,
        ):
            self.setAttribute(attribute)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self._rows: dict[str, AlertRow] = {}
        self._spoken = ""
        self._build()

    def say(self, alerts: Sequence[AlertText], *, session_live: bool) -> None:
        """Show `alerts`, keeping open what the user has unfolded."""
        wanted = {alert.id for alert in alerts}
        for gone in [each for each in self._rows if each not in wanted]:
            row = self._rows.pop(gone)
            row.hide()
            row.deleteLater()
        for place, alert in enumerate(alerts):
            if alert.id not in self._rows:
                self._add_row(alert.id)
            self._rows[alert.id].say(alert)
            self._list.insertWidget(place, self._rows[alert.id])
        running = [alert for alert in alerts if not alert.ended]
        self._end.setVisible(session_live and bool(running))
        self._cover.setVisible(bool(running))
        self._cross.setVisible(not any(alert.level == Level.ALARM for alert in running))
        self._set_tone(running)
        self._speak(alerts)

    def fit(self, screen: QScreen) -> None:
        """Stand top centre on `screen`, on a quarter of it at most."""
        room = screen.availableGeometry()
        width = min(self.fontMetrics().averageCharWidth() * _CHARACTERS, room.width() // 2)
        self.setFixedWidth(width)
        content = self._list.totalHeightForWidth(width)
        self._area.setFixedHeight(content)
        height = self._column.totalHeightForWidth(width)
        too_high = max(0, height - room.height() // 2)
        self._area.setFixedHeight(max(content - too_high, self.fontMetrics().height() * 2))
        self.setFixedHeight(height - too_high)
        self.move(room.left() + (room.width() - width) // 2, room.top() + SPACE)

    def sizeHint(self) -> QSize:
        """Return the size that `fit` chose."""
        return self.size()

    def _build(self) -> None:
        self._inner = QWidget()
        self._inner.setProperty("role", "plain")
        self._list = QVBoxLayout(self._inner)
        self._list.setContentsMargins(SPACE * 2, SPACE, SPACE * 2, 0)
        self._list.setSpacing(SPACE)
        self._area = area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._inner)
        self._end = buttons.danger(self.tr("End the session"), "stop")
        self._end.clicked.connect(self.end_session)
        self._cover = buttons.quiet(self.tr("Cover the screen"), "curtain")
        self._cover.clicked.connect(self.cover_screen)
        self._cross = buttons.close(self.tr("Close this message"))
        self._cross.clicked.connect(self.closed)
        self._foot = Flow()
        self._foot.addWidget(self._end)
        self._foot.addWidget(self._cover)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(SPACE * 2, 0, SPACE * 2, 0)
        bottom.addLayout(self._foot, 1)
        bottom.addWidget(self._cross, 0, Qt.AlignmentFlag.AlignBottom)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE, 0, SPACE * 2)
        column.setSpacing(SPACE)
        column.addWidget(area)
        column.addLayout(bottom)

    def _add_row(self, finding_id: str) -> None:
        row = AlertRow()
        row.mine.connect(lambda: self.mine.emit(finding_id))
        row.explain.connect(lambda: self.explain.emit(finding_id))
        self._rows[finding_id] = row

    def _set_tone(self, running: Sequence[AlertText]) -> None:
        tone = "calm"
        if running:
            tone = "alarm" if any(alert.level == Level.ALARM for alert in running) else "notice"
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)

    def _speak(self, alerts: Sequence[AlertText]) -> None:
        words = ". ".join(alert.headline for alert in alerts)
        self.setAccessibleName(words)
        self.setAccessibleDescription(" ".join(alert.what for alert in alerts if alert.what))
        if not words or words == self._spoken:
            return
        self._spoken = words
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        announcement = QAccessibleAnnouncementEvent(self, words)
        if any(alert.level == Level.ALARM for alert in alerts):
            announcement.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(announcement)
