"""The platforms as their page sees them: which were picked, and what was looked at when."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from guard.errors import GuardError
from guard.knowledge.platform_notes import Noted
from guard.knowledge.platforms import Platform
from guard.ui.pages.counsel import Worker


class PlatformKeeper(Protocol):
    """What keeps the notes; see `guard.knowledge.platform_notes.PlatformNotes`."""

    def load(self) -> Noted:
        """Return the notes."""

    def save(self, noted: Noted) -> None:
        """Keep them. Raises `GuardError`."""


class PlatformDesk(QObject):
    """Changes at once and saves in the background. Nothing here blocks."""

    changed = Signal()
    troubled = Signal(str)
    """A sentence: the notes could not be kept."""

    def __init__(
        self,
        keeper: PlatformKeeper,
        platforms: Collection[Platform],
        worker: Worker,
        *,
        today: Callable[[], date] = date.today,
        parent: QObject | None = None,
    ) -> None:
        """Know `platforms`; nothing is read before `load`."""
        super().__init__(parent)
        self.platforms = {each.id: each for each in platforms}
        self.today = today
        self.noted: Noted | None = None
        self._keeper = keeper
        self._worker = worker

    @property
    def picked(self) -> tuple[Platform, ...]:
        """The picked platforms, in the order they were picked."""
        chosen = self.noted.picked if self.noted else ()
        return tuple(self.platforms[each] for each in chosen if each in self.platforms)

    @property
    def others(self) -> tuple[Platform, ...]:
        """The platforms that were not picked."""
        chosen = self.noted.picked if self.noted else ()
        return tuple(each for each in self.platforms.values() if each.id not in chosen)

    def looked(self, setting: str) -> date | None:
        """Return the day on which a setting was looked at."""
        return self.noted.looked.get(setting) if self.noted else None

    def load(self) -> None:
        """Read the notes, once; `changed` follows."""
        if self.noted is None:
            self._worker.run(self._keeper.load, self._take, self._tell)

    def pick(self, platform: str, *, wanted: bool) -> None:
        """Pick a platform, or no more; its ticks stay."""
        self._change((self.noted or Noted()).pick(platform, wanted=wanted))

    def look(self, setting: str, *, done: bool) -> None:
        """Tick a setting with today's date, or take the tick away."""
        self._change((self.noted or Noted()).look(setting, self.today() if done else None))

    def _take(self, noted: Noted) -> None:
        if self.noted is None:
            self.noted = noted
            self.changed.emit()

    def _change(self, noted: Noted) -> None:
        self.noted = noted
        self.changed.emit()
        self._worker.run(lambda: self._keeper.save(noted), lambda _: None, self._tell)

    def _tell(self, error: GuardError) -> None:
        self.troubled.emit(error.sentence)
