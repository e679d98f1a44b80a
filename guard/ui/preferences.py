"""The settings as the window sees them: changed at once, saved in the background, a failure told."""

from typing import Any, Protocol

import msgspec
from PySide6.QtCore import QObject, Signal

from guard.errors import GuardError
from guard.settings import Settings
from guard.ui.pages.counsel import Worker


class SettingsKeeper(Protocol):
    """What keeps settings; see `guard.settings.SettingsFile`."""

    notice: str

    def load(self) -> Settings:
        """Return the settings, the usual ones when they cannot be read."""

    def save(self, settings: Settings) -> None:
        """Keep them. Raises `GuardError`."""


class Preferences(QObject):
    """Holds the settings in use."""

    changed = Signal()
    failed = Signal(str)
    """A sentence: they could not be read or saved."""

    def __init__(self, keeper: SettingsKeeper, worker: Worker, parent: QObject | None = None) -> None:
        """Use the usual settings until `load` has answered."""
        super().__init__(parent)
        self._keeper = keeper
        self._worker = worker
        self._closed = False
        self.now = Settings()

    def load(self) -> None:
        """Read what was kept; `changed` follows."""
        self._worker.run(self._keeper.load, self._take, self._tell)

    def change(self, **fields: Any) -> None:
        """Change some fields by name, and save."""
        wanted = msgspec.structs.replace(self.now, **fields)
        if wanted == self.now or self._closed:
            return
        self.now = wanted
        self.changed.emit()
        self._worker.run(lambda: self._keeper.save(wanted), lambda _: None, self._tell)

    def stop_saving(self) -> None:
        """Write nothing any more: everything is about to be erased."""
        self._closed = True

    def save_again(self) -> None:
        """Nothing was erased after all."""
        self._closed = False

    def _take(self, settings: Settings) -> None:
        self.now = settings
        self.changed.emit()
        if self._keeper.notice:
            self.failed.emit(self._keeper.notice)

    def _tell(self, error: GuardError) -> None:
        self.failed.emit(error.sentence)
