"""One window on every screen, while screens come and go."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

SETTLE_MS = 400
"""A new screen changes its size several times while it is switched on."""


def usable() -> list[QScreen]:
    """Return the screens that show something, the primary one first."""
    first = QGuiApplication.primaryScreen()
    screens = [screen for screen in QGuiApplication.screens() if not screen.geometry().isEmpty()]
    return sorted(screens, key=lambda screen: screen is not first)


def primary() -> list[QScreen]:
    """Return the primary screen alone."""
    return usable()[:1]


def can_place_windows() -> bool:
    """Tell whether the system lets a program say where its windows stand; Wayland does not."""
    return not QGuiApplication.platformName().startswith("wayland")


def stays_above() -> Qt.WindowType:
    """Return the flags of a small window that stays above full-screen ones as well.

    X11 window managers put a focused full-screen window above all they manage, so there
    the window goes past them. Wayland never shows a window with that flag.
    """
    if QGuiApplication.platformName() == "xcb":
        return Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.X11BypassWindowManagerHint
    return Qt.WindowType.WindowStaysOnTopHint


class EveryScreen(QObject):
    """Keeps one window on each wanted screen.

    `make` builds the window of a screen, `place` puts it there (also when the screen
    changes), `show` makes it visible. A screen that goes takes its window along at once.
    """

    def __init__(
        self,
        make: Callable[[QScreen], QWidget],
        place: Callable[[QWidget, QScreen], None],
        show: Callable[[QWidget], None] = QWidget.show,
        parent: QObject | None = None,
    ) -> None:
        """Follow the application's screens."""
        super().__init__(parent)
        self._make, self._place, self._show = make, place, show
        self._wanted: Callable[[], list[QScreen]] | None = None
        self._windows: dict[QScreen, QWidget] = {}
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._match)
        app = QGuiApplication.instance()
        if not isinstance(app, QGuiApplication):
            raise TypeError("EveryScreen needs a QGuiApplication")
        app.screenAdded.connect(self._settle.start)
        app.screenRemoved.connect(self._gone)
        app.primaryScreenChanged.connect(self._settle.start)

    @property
    def windows(self) -> list[QWidget]:
        """The windows that are open."""
        return list(self._windows.values())

    def open(self, wanted: Callable[[], list[QScreen]] = usable) -> None:
        """Show a window on each screen of `wanted`, now and from now on."""
        self._wanted = wanted
        self._match()

    def close(self) -> None:
        """Take every window away."""
        self._wanted = None
        for screen in list(self._windows):
            self._take(screen)

    def replace(self) -> None:
        """Place every window again, after its contents have changed."""
        for screen, window in self._windows.items():
            self._place(window, screen)

    def _match(self) -> None:
        if self._wanted is None:
            return
        screens = self._wanted()
        for screen in [each for each in self._windows if each not in screens]:
            self._take(screen)
        for screen in screens:
            if screen in self._windows:
                self._place(self._windows[screen], screen)
                continue
            window = self._make(screen)
            self._windows[screen] = window
            screen.geometryChanged.connect(self._settle.start)
            self._place(window, screen)
            self._show(window)

    def _gone(self, screen: QScreen) -> None:
        if screen in self._windows:
            self._take(screen)
        self._settle.start()

    def _take(self, screen: QScreen) -> None:
        window = self._windows.pop(screen)
        screen.geometryChanged.disconnect(self._settle.start)
        window.hide()
        window.deleteLater()
