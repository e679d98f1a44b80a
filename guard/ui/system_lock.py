"""Does the screen lock? The port, and the answer where Guard cannot hear of it yet."""

from PySide6.QtCore import QObject, Signal


class SystemLock(QObject):
    """Tells when the system locks the screen.

    `heard_by` says who tells, once `ready` has come: words for the settings page, "" when nobody does.
    """

    locked = Signal()
    ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Listen to nobody."""
        super().__init__(parent)
        self.heard_by: str | None = None
        """None as long as nobody knows."""

    def start(self) -> None:
        """Begin to listen. Returns at once."""
        self.heard_by = ""
        self.ready.emit()

    def stop(self) -> None:
        """Listen no longer."""
