"""Where the journal's files lie."""

from dataclasses import dataclass
from pathlib import Path

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


@dataclass(frozen=True, slots=True)
class Files:
    """All files that belong to the journal at `main`; they lie beside it."""

    main: Path

    @property
    def wal(self) -> Path:
        """Saved changes that are not in the main file yet."""
        return self._beside("-wal")

    @property
    def shm(self) -> Path:
        """What the open connections share."""
        return self._beside("-shm")

    @property
    def fresh(self) -> Path:
        """A file in the making, which is to become the main one."""
        return self._beside(".new")

    @property
    def presence(self) -> Path:
        """The empty file through which open journals know of each other."""
        return self._beside(".open")

    @property
    def mark(self) -> Path:
        """How far the journal had come when it was last written, sealed."""
        return self._beside(".mark")

    @property
    def backups(self) -> Path:
        """The folder of the backups."""
        return self._beside("-backups")

    @property
    def aside(self) -> Path:
        """The folder of files that were replaced, kept for a while."""
        return self._beside("-replaced")

    def _beside(self, ending: str) -> Path:
        return self.main.with_name(self.main.name + ending)
