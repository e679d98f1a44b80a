"""Notes in a real encrypted journal, without a keyring."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from guard import noting
from guard.vault.journal.entry import ReadOnly
from guard.vault.journal.journal import Journal
from guard.wellbeing.notebook import Notebook
from guard.wellbeing.ports import Choices


class JournalNotes:
    """What `guard.ui.notes.Notes` wants, over a journal in `folder` that is made with the first use."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "journal.db"
        self._key = secrets.token_bytes(32)
        self.journal: Journal | None = None

    def notebook(self, choices: Callable[[], Choices]) -> Notebook[Any]:
        return noting.notebook(self._opened(), choices)

    def has_notebook(self) -> bool:
        return self._path.exists()

    def read_only(self) -> str:
        state = self._opened().state
        return state.why if isinstance(state, ReadOnly) else ""

    def close(self) -> None:
        if self.journal is not None:
            self.journal.close()
            self.journal = None

    def _opened(self) -> Journal:
        if self.journal is None:
            make = Journal.open if self._path.exists() else Journal.create
            self.journal = make(self._path, self._key)
        return self.journal
