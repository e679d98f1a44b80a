"""The window as it first appears: dressed, with Today open, before anything else is loaded.

What the other pages need is loaded after the first paint and handed in with
`Later.provide`; until then they say that they are coming.
"""

import logging
import signal
from collections.abc import Callable, Sequence
from types import FrameType

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from guard.errors import GuardError
from guard.ui import icons, theme
from guard.ui.pages.today import TodayPage
from guard.ui.widgets.later import Later
from guard.ui.window import MainWindow, PageEntry

_log = logging.getLogger(__name__)
_PYTHON_SIGNALS_MS = 500
_PAINTED_WITHIN_MS = 1000
"""A window that is not painted by then (on another desktop, say) is furnished all the same."""


class Shell(QObject):
    """The open window. `on_close` and `on_quit` are replaced once there is more to lose than a window."""

    def __init__(self, app: QApplication) -> None:
        """Build the window; `run` shows it."""
        super().__init__()
        self.app = app
        self.today = TodayPage()
        self.session = Later(self.tr("Session"))
        self.profiles = Later(self.tr("Profiles"))
        self.boundaries = Later(self.tr("Boundaries"))
        self.reflections = Later(self.tr("Reflections"))
        self.watching = Later(self.tr("Watching"))
        self.checkup = Later(self.tr("Check-up"))
        self.help = Later(self.tr("Help"))
        self.settings = Later(self.tr("Settings"))
        self.on_close: Callable[[], bool] = self._close
        self.on_quit: Callable[[], None] = self.app.quit
        self.furniture: QObject | None = None
        """What fills the window; it lives as long as the window."""
        self.window = MainWindow(
            (
                PageEntry("today", self.tr("Today"), "today", self.today),
                PageEntry("session", self.tr("Session"), "chat", self.session),
                PageEntry("profiles", self.tr("Profiles"), "person", self.profiles),
                PageEntry("boundaries", self.tr("Boundaries"), "boundaries", self.boundaries),
                PageEntry("reflections", self.tr("Reflections"), "reflections", self.reflections),
                PageEntry("watching", self.tr("Watching"), "eye", self.watching),
                PageEntry("checkup", self.tr("Check-up"), "checkup", self.checkup),
                PageEntry("help", self.tr("Help"), "help", self.help),
                PageEntry("settings", self.tr("Settings"), "settings", self.settings),
            ),
            on_close=self._may_close,
        )

    def run(self, steps: Sequence[Callable[[], None]]) -> int:
        """Show the window, take `steps` one after the other without freezing it, and stay until the end.

        The first step is taken once the window has been painted, or a second later at most.
        A step that raises `GuardError` ends the steps; its sentence stands in the window, and
        the exit code is 2.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._leave)
        breath = QTimer(self, interval=_PYTHON_SIGNALS_MS)
        breath.timeout.connect(_let_python_run)
        breath.start()
        self._left = list(steps)
        self._failed: GuardError | None = None
        self._first = QTimer(self, singleShot=True, interval=_PAINTED_WITHIN_MS)
        self._first.timeout.connect(self._next_step)
        self._first.start()
        self.window.installEventFilter(self)
        self.window.show()
        code = self.app.exec()
        if self._failed is not None:
            raise self._failed
        return code

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Bring the first step forward to the window's first paint."""
        if event.type() == QEvent.Type.Paint:
            self.window.removeEventFilter(self)
            self._first.start(0)
        return False

    def _next_step(self) -> None:
        if not self._left:
            return
        try:
            self._left.pop(0)()
        except GuardError as error:
            self._give_up(error)
            return
        except Exception:  # noqa: BLE001 - the door of the start: a window that does nothing must not look alive
            _log.exception("the window could not be furnished")
            self._give_up(
                GuardError(
                    self.tr(
                        "Guard could not be started as a whole, so nothing is watched. What you had saved is untouched; "
                        "close Guard and start it again, or install it anew if that does not help."
                    )
                )
            )
            return
        QTimer.singleShot(0, self._next_step)

    def _give_up(self, error: GuardError) -> None:
        self._failed = error
        self.today.show_failure(self.tr("Guard could not be started, so nothing is watched."))
        self.window.tell(error.sentence, "alarm", key="start")

    def _leave(self, _number: int, _frame: FrameType | None) -> None:
        self.on_quit()

    def _may_close(self) -> bool:
        return self.on_close()

    def _close(self) -> bool:
        self.on_quit()
        return True


def application() -> QApplication:
    """Make the application object, dressed."""
    app = QApplication(["guard"])
    app.setApplicationName("guard")
    app.setApplicationDisplayName("Guard")
    app.setDesktopFileName("guard")
    app.setQuitOnLastWindowClosed(False)
    app.setWindowIcon(icons.app_icon())
    theme.apply(app)
    return app


def _let_python_run() -> None:
    """Give Python the moment it needs to notice a signal while Qt waits."""
