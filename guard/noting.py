"""Puts the notebook together with the journal that keeps it; loaded when the first note is wanted."""

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from guard.vault.journal.entry import Entry
from guard.wellbeing.notebook import Notebook
from guard.wellbeing.ports import Choices

if TYPE_CHECKING:
    from guard.vault.journal.journal import Journal


def notebook(journal: "Journal", choices: Callable[[], Choices]) -> Notebook[Entry]:
    """Return the notes that `journal` keeps, each kind as far as `choices` allow."""
    return Notebook(journal, Entry, choices, lambda: secrets.token_hex(8))
