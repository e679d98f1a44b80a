"""The curtain: covers every screen at once, and says nothing about why."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QScreen, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.ui.screens import EveryScreen
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.picture import Picture

translate = QCoreApplication.translate


class Curtain(QObject):
    """Covers and uncovers. `lifted` comes when the user or the program uncovers the screens.

    It covers what stands on this computer's screens. A screen recorder sees the curtain;
    a camera, a microphone and whatever reads a window directly go on as before.
    """

    lifted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Cover nothing yet."""
        super().__init__(parent)
        self._screens = EveryScreen(self._make, _place, _show, self)
        self.raised = False

    def raise_curtain(self) -> None:
        """Cover every screen, also those that are plugged in later."""
        self.raised = True
        self._screens.open()
        for window in self._screens.windows:
            window.raise_()
        if self._screens.windows:
            self._screens.windows[0].activateWindow()

    def drop(self) -> None:
        """Uncover."""
        if self.raised:
            self.raised = False
            self._screens.close()
            self.lifted.emit()

    @property
    def windows(self) -> list[QWidget]:
        """The covers, one a screen."""
        return self._screens.windows

    def _make(self, _screen: QScreen) -> QWidget:
        return _Cover(self.drop)


class _Cover(QWidget):
    """One screen's cover."""

    def __init__(self, uncover: Callable[[], None]) -> None:
        super().__init__(
            None,
            Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint,
        )
        self._uncover = uncover
        words = translate("Curtain", "Covered. Press Escape or the button to uncover.")
        self.setObjectName("curtain")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setWindowTitle("Guard")
        self.setAccessibleName(words)
        centre = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE * 4, SPACE * 4, SPACE * 4, SPACE * 4)
        column.setSpacing(SPACE * 3)
        column.addStretch(2)
        column.addWidget(Picture("leaf", "accent", ems=6), 0, centre)
        sentence = text.section(words)
        sentence.setAlignment(centre)
        column.addWidget(sentence)
        button = buttons.primary(translate("Curtain", "Uncover"))
        button.clicked.connect(uncover)
        column.addWidget(button, 0, centre)
        column.addStretch(3)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(uncover)
        button.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Treat closing one cover, by the window manager say, as uncovering."""
        event.ignore()
        self._uncover()


def _place(window: QWidget, screen: QScreen) -> None:
    if window.isFullScreen() and window.screen() is screen and window.geometry() == screen.geometry():
        return
    window.setScreen(screen)
    window.setGeometry(screen.geometry())


def _show(window: QWidget) -> None:
    window.showFullScreen()
