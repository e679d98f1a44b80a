"""What pages about private notes work with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from guard.ui.pages.counsel import Worker
from guard.ui.preferences import Preferences

if TYPE_CHECKING:
    from guard.wellbeing.library import Library
    from guard.wellbeing.notebook import Notebook
    from guard.wellbeing.ports import Choices


class Notes(Protocol):
    """Where notes are kept. Its methods block; one thread at a time calls them."""

    def notebook(self, choices: "Callable[[], Choices]") -> "Notebook[Any]":
        """Return the notes, each kind kept as far as `choices` allow. Raises `GuardError`."""
        ...

    def has_notebook(self) -> bool:
        """Tell whether there is a journal already; asks nobody and opens nothing."""
        ...

    def read_only(self) -> str:
        """Return why nothing can be noted now, as a sentence; "" when notes can be written. Raises `GuardError`."""
        ...


@dataclass(frozen=True, slots=True)
class NotesDesk:
    """`worker` is the one thread that asks `notes`; `thinker` is for work that may take long.

    `library` reads what this room says, once; `now` is the local time; `tell` says a sentence above the page.
    """

    notes: Notes
    worker: Worker
    thinker: Worker
    preferences: Preferences
    library: "Callable[[], Library]"
    now: Callable[[], datetime]
    tell: Callable[[str], None]

    def notebook(self) -> "Notebook[Any]":
        """On the worker only: return the notes as their owner wants them kept. Raises `GuardError`."""
        return self.notes.notebook(lambda: self.preferences.now)
