"""A check-in in a corner of the screen: small, above other windows, and never in the way of the keyboard."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.session.model import Asking
from guard.ui.pages.checkin_panel import CheckInPanel
from guard.ui.screens import stays_above
from guard.ui.theme import SPACE

_CHARACTERS = 58
_FLAGS = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus


class CheckInCard(QWidget):
    """Holds a panel. Whoever made it decides when it is shown."""

    def __init__(self) -> None:
        """Make a hidden card."""
        super().__init__(None, _FLAGS | stays_above())
        self.setObjectName("alert")
        self.setProperty("tone", "calm")
        self.setWindowTitle("Guard")
        for attribute in (
            Qt.WidgetAttribute.WA_StyledBackground,
            Qt.WidgetAttribute.WA_ShowWithoutActivating,
            Qt.WidgetAttribute.WA_X11NetWmWindowTypeNotification,
            Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow,
        ):
            self.setAttribute(attribute)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.panel = CheckInPanel()
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE * 2, SPACE * 3 // 2, SPACE * 2, SPACE * 3 // 2)
        column.addWidget(self.panel)

    def ask(self, asking: Asking) -> None:
        """Show the question; a short one, for there is little room."""
        self.panel.ask(asking)
        self.panel.hint.hide()
        self.setAccessibleName(self.panel.heading.text())

    def fit(self, screen: QScreen, keep_clear: Sequence[QRect] = ()) -> None:
        """Stand in the upper corner where reading ends, below whatever of `keep_clear` stands there."""
        room = screen.availableGeometry()
        width = min(self.fontMetrics().averageCharWidth() * _CHARACTERS, room.width() - SPACE * 2)
        self.setFixedWidth(width)
        layout = self.layout()
        if layout is not None:
            layout.invalidate()
            layout.activate()
            self.setFixedHeight(max(layout.totalHeightForWidth(width), layout.minimumSize().height()))
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = room.left() + SPACE if mirrored else room.right() - width - SPACE
        place = QRect(QPoint(left, room.top() + SPACE), QSize(width, self.height()))
        for taken in sorted(keep_clear, key=QRect.top):
            if place.intersects(taken):
                place.moveTop(taken.bottom() + SPACE)
        place.moveTop(min(place.top(), room.bottom() - place.height()))
        self.move(place.topLeft())
