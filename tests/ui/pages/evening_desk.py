"""A desk of notes over a real journal, at an hour that the test chooses."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from guard.errors import GuardError
from guard.settings import Settings
from guard.ui.notes import NotesDesk
from guard.ui.pages.counsel import Worker
from guard.ui.preferences import Preferences
from guard.wellbeing import library
from guard.wellbeing.notebook import Notebook
from guard.wellbeing.ports import Choices
from tests.support.notes import JournalNotes
from tests.ui.pages.secret_stand_ins import MemorySettings
from tests.ui.pages.stand_ins import Immediately

SUNDAY = datetime(2026, 11, 22, 19, 30)  # noqa: DTZ001 - the desk's local time


@dataclass
class Evening:
    """What a page about notes works with, and what it said. `broken` makes every question to the journal fail."""

    folder: Path
    now: datetime = SUNDAY
    settings: Settings = field(default_factory=lambda: Settings(set_up=True))
    worker: Worker = field(default_factory=Immediately)
    told: list[str] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    broken: str = ""

    def __post_init__(self) -> None:
        self.notes = _Notes(self)
        self.preferences = Preferences(MemorySettings(self.settings), Immediately())
        self.preferences.load()
        self.desk = NotesDesk(
            notes=self.notes,
            worker=self.worker,
            thinker=self.worker,
            preferences=self.preferences,
            library=library.load,
            now=lambda: self.now,
            tell=self.told.append,
        )

    def bytes_on_disk(self) -> bytes:
        return b"".join(file.read_bytes() for file in self.folder.rglob("*") if file.is_file())


class _Notes(JournalNotes):
    def __init__(self, evening: Evening) -> None:
        super().__init__(evening.folder)
        self._evening = evening

    def notebook(self, choices: Callable[[], Choices]) -> Notebook[Any]:
        if self._evening.broken:
            raise GuardError(self._evening.broken)
        return super().notebook(choices)
