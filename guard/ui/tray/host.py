"""Is there a place that shows tray icons? The port, and the answer where the system always has one."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSystemTrayIcon


class TrayHost(QObject):
    """Tells whether a tray icon would really be seen.

    `changed` comes with the first answer and whenever the answer changes. `present` is
    None until the first answer; no answer ever makes the window wait. `claimed` is True
    when Qt would send icons to a service that shows them nowhere.
    """

    changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        """Know nothing yet."""
        super().__init__(parent)
        self.present: bool | None = None
        self.claimed = False

    def start(self) -> None:
        """Ask for the first time and follow what happens."""
        self.answer(present=QSystemTrayIcon.isSystemTrayAvailable())

    def stop(self) -> None:
        """Follow no longer."""

    def answer(self, *, present: bool, claimed: bool = False) -> None:
        """Take an answer and tell it if it is new."""
        if (present, claimed) != (self.present, self.claimed):
            self.present, self.claimed = present, claimed
            self.changed.emit(present)
