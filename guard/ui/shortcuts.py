"""Keys that stop a session or hide Guard from wherever one is, where the system gives such keys to programs."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal

from guard.session.keeper import SessionKeeper
from guard.session.model import Session, Stop
from guard.session.phase import OPEN, Phase
from guard.ui.preferences import Preferences

NONE: Mapping[str, str] = MappingProxyType({})
_WORTH = OPEN | {Phase.GATE, Phase.READY}


class GlobalShortcuts(QObject):
    """Nobody gives any. A system that does replaces this."""

    def begin(self, pressed: Callable[[str], object], refused: Callable[[], object]) -> None:
        """Ask for the keys without waiting, unless that is done already. Both may be called on another thread.

        `pressed` is called with "stop" or "hide"; `refused` when somebody was asked and said no.
        """

    def end(self) -> None:
        """Give the keys back."""

    @property
    def keys(self) -> Mapping[str, str]:
        """What to press, in the system's words, for "stop" and "hide"; empty where nobody gave any."""
        return NONE


class Shortcuts(QObject):
    """Has keys from the checklist to the end of a session, and never asks again after a no."""

    hide_wanted = Signal()
    _refused = Signal()
    _changed = Signal(object)

    def __init__(
        self,
        system: GlobalShortcuts,
        keeper: SessionKeeper,
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        """Follow the session of `keeper`. A stop by key never waits for the window."""
        super().__init__(parent)
        self._system, self._keeper, self._preferences = system, keeper, preferences
        system.setParent(self)
        self._refused.connect(lambda: preferences.change(desktop_keys=False))
        self._changed.connect(self._follow)
        self._unsubscribe = keeper.subscribe(self._changed.emit)

    @property
    def keys(self) -> Mapping[str, str]:
        """What to press now; empty where nothing works everywhere."""
        return self._system.keys

    @property
    def refused(self) -> bool:
        """Whether somebody was asked and said no."""
        return not self._preferences.now.desktop_keys

    def ask_again(self) -> None:
        """Let the desktop be asked again, with the next session."""
        self._preferences.change(desktop_keys=True)

    def end(self) -> None:
        """Follow no longer, and give the keys back."""
        self._unsubscribe()
        self._system.end()

    def _follow(self, session: Session) -> None:
        """Ask for keys when a session is prepared, and give them back when it is over."""
        if session.phase not in _WORTH:
            self._system.end()
        elif self._preferences.now.desktop_keys:
            self._system.begin(self._press, self._refused.emit)

    def _press(self, key: str) -> None:
        """On any thread: do what a key is for."""
        if key == "hide":
            self.hide_wanted.emit()
        elif key == "stop" and self._keeper.session.phase in OPEN:
            self._keeper.do(Stop())
