"""How the desktop presents a program to its user, and the port that finds it out."""

from dataclasses import dataclass
from typing import Protocol

from guard.capture.processes import ProcessFacts


@dataclass(frozen=True, slots=True)
class DesktopEntry:
    """What a menu shows of a program.

    `id` is the desktop file id (`org.kde.kate.desktop`), `name` is in the user's language
    and empty where no menu shows it, `icon` is a name of the icon theme, an absolute path, or empty.
    """

    id: str
    name: str
    icon: str = ""


class DesktopEntries(Protocol):
    """Finds the entry of a process. Never raises."""

    @property
    def settled(self) -> bool:
        """Tell whether all entries have been read, so that asking again later finds no more."""

    def prepare(self) -> None:
        """Begin to read what is needed, elsewhere; returns at once."""

    def of(self, facts: ProcessFacts) -> DesktopEntry | None:
        """Return the entry that `facts` prove to be theirs, or None."""


class NoDesktopEntries:
    """`DesktopEntries` where programs have none."""

    settled = True

    def prepare(self) -> None:
        """Nothing is needed."""

    def of(self, facts: ProcessFacts) -> DesktopEntry | None:
        """None, whatever `facts` are."""
        del facts
        return None
