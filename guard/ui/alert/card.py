"""One screen's alert card: what was seen, and four answers."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QPainter,
    QPaintEvent,
    QScreen,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from guard.capture.finding import Level
from guard.ui.alert.model import AlertText
from guard.ui.alert.row import AlertRow
from guard.ui.persona import FRAME, Persona, paint_frame
from guard.ui.screens import stays_above
from guard.ui.theme import SPACE, restyle
from guard.ui.widgets import buttons
from guard.ui.widgets.flow import Flow
from guard.ui.widgets.page import Ground

_CHARACTERS = 76
_LEAST_CHARACTERS = 54
_SHARE, _OPENED_SHARE = 0.28, 0.5  # of the screen's height
_SHOWN = 2
"""How many findings stand on a card before somebody asks for the rest."""
_FLAGS = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus


class AlertCard(QWidget):
    """Stands at the top of a screen, above other windows, and never takes the focus."""

    end_session = Signal()
    cover_screen = Signal()
    mine = Signal(str)
    seen = Signal(str)
    explain = Signal(str)
    resized = Signal()
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
        self._alerts: tuple[AlertText, ...] = ()
        self._all = False
        self._few = _SHOWN
        self._spoken = ""
        self._persona: Persona | None = None
        self._build()

    def say(self, alerts: Sequence[AlertText], *, session_live: bool) -> None:
        """Show the first of `alerts`, or all on request, keeping open what the user has unfolded."""
        self._alerts = tuple(alerts)
        self._draw()
        running = [alert for alert in alerts if not alert.ended]
        self._end.setVisible(session_live and bool(running))
        self._cover.setVisible(bool(running))
        self._cross.setVisible(not any(alert.level == Level.ALARM for alert in running))
        self._set_tone(running)
        self._speak(alerts)

    def show_persona(self, persona: Persona | None) -> None:
        """Frame the card in the colour of who the user is; the name is for assistive technology alone.

        The card may stand over a window that others see.
        """
        self._persona = persona
        self._area.setAccessibleName(persona.sentence if persona is not None else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame; the top edge keeps the tone of what was seen."""
        super().paintEvent(event)
        if self._persona is not None:
            painter = QPainter(self)
            paint_frame(painter, self.rect().adjusted(0, -FRAME, 0, 0), self._persona)
            painter.end()

    def fit(self, screen: QScreen) -> None:
        """Stand top centre on `screen`, about a quarter as high; half when the user has unfolded something."""
        room = screen.availableGeometry()
        letter = self.fontMetrics().averageCharWidth()
        width = min(letter * _CHARACTERS, max(room.width() // 2, letter * _LEAST_CHARACTERS))
        width = min(width, room.width() - SPACE * 2)
        self.setFixedWidth(width)
        opened = self._all or any(row.unfolded for row in self._rows.values())
        limit = round(room.height() * (_OPENED_SHARE if opened else _SHARE))
        content, frame = self._measure(width, _SHOWN)
        if content + frame > limit and not opened:
            content, frame = self._measure(width, 1)
        least = self.fontMetrics().height() * 2 if opened else content
        height = min(content, max(limit - frame, least), room.height() - SPACE * 2 - frame)
        self._area.setFixedHeight(height)
        self.setFixedHeight(frame + height)
        self.move(room.left() + (room.width() - width) // 2, room.top() + SPACE)

    def _measure(self, width: int, few: int) -> tuple[int, int]:
        """Show `few` rows unless all are wanted; return the height of the list and of what is around it."""
        self._few = few
        self._draw()
        for row in self._rows.values():
            row.settle()
        for layout in (self._list, self._column):
            layout.invalidate()
            layout.activate()
        content = self._list.totalHeightForWidth(width)
        self._area.setFixedHeight(content)
        return content, self._column.totalHeightForWidth(width) - content

    def sizeHint(self) -> QSize:
        """Return the size that `fit` chose."""
        return self.size()

    def _build(self) -> None:
        self._inner = Ground()
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
        self._more = buttons.link("")
        self._more.clicked.connect(self._show_all)
        self._foot.addWidget(self._more)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(SPACE * 2, 0, SPACE * 2, 0)
        bottom.addLayout(self._foot, 1)
        bottom.addWidget(self._cross, 0, Qt.AlignmentFlag.AlignBottom)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE, 0, SPACE * 2)
        column.setSpacing(SPACE)
        column.addWidget(area)
        column.addLayout(bottom)

    def _draw(self) -> None:
        if len(self._alerts) <= 1:
            self._all = False
        shown = self._alerts if self._all else self._alerts[:_SHOWN]
        wanted = {alert.id for alert in shown}
        for gone in [each for each in self._rows if each not in wanted]:
            row = self._rows.pop(gone)
            row.hide()
            row.deleteLater()
        for place, alert in enumerate(shown):
            if alert.id not in self._rows:
                self._add_row(alert.id)
            row = self._rows[alert.id]
            row.say(alert)
            if self._list.indexOf(row) != place:
                self._list.insertWidget(place, row)
            row.setVisible(self._all or place < self._few)
        left = 0 if self._all else max(0, len(self._alerts) - self._few)
        self._more.setVisible(left > 0)
        self._more.setText(self.tr("and %n more", "", left))

    def _show_all(self) -> None:
        self._all = True
        self._draw()
        self.resized.emit()

    def _add_row(self, finding_id: str) -> None:
        row = AlertRow()
        row.mine.connect(lambda: self.mine.emit(finding_id))
        row.seen.connect(lambda: self.seen.emit(finding_id))
        row.folded.connect(self.resized)
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
