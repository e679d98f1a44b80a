"""The one place where callbacks from other threads become Qt signals.

Whoever has news calls a method here from any thread; whoever shows it connects to the
signal and is called on the window's thread, in order.
"""

from PySide6.QtCore import QObject, Signal

from guard.capture.finding import WatchEvent
from guard.session.model import Session


class Bridge(QObject):
    """News on their way to the window."""

    watch_event = Signal(object)
    session_changed = Signal(object)
    command = Signal(str)

    def hear_watch(self, event: WatchEvent) -> None:
        """Pass an event of the watch on."""
        self.watch_event.emit(event)

    def hear_session(self, session: Session) -> None:
        """Pass a new state of the session on."""
        self.session_changed.emit(session)

    def hear_command(self, command: str) -> None:
        """Pass a command of a later `guard` on."""
        self.command.emit(command)
