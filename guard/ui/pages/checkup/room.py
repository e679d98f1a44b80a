"""Check-up: this computer on one tab, the platforms on the other."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from guard.ui.theme import SPACE
from guard.ui.widgets.later import Later


class CheckUpRoom(QWidget):
    """Each tab is made when it is first opened."""

    def __init__(
        self, computer: Callable[[], QWidget], platforms: Callable[[], QWidget], parent: QWidget | None = None
    ) -> None:
        """`computer` and `platforms` make the two pages."""
        super().__init__(parent)
        self.setAccessibleName(self.tr("Check-up"))
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("Check-up"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._stack = QStackedWidget()
        self.computer = Later(self.tr("Check-up"))
        self.platforms = Later(self.tr("Platforms"))
        for title, page, make in (
            (self.tr("This computer"), self.computer, computer),
            (self.tr("Platforms"), self.platforms, platforms),
        ):
            page.provide(make)
            self.tabs.addTab(title)
            self._stack.addWidget(page)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.setFocusProxy(self.tabs)
        head = QHBoxLayout()
        head.setContentsMargins(SPACE * 2, SPACE, SPACE * 2, 0)
        head.addWidget(self.tabs)
        head.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self._stack, 1)
