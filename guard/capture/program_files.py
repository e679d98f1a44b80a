"""What the files behind a process give away, whatever they are called; and the port that reads them."""

from dataclasses import dataclass
from typing import Protocol

from guard.capture.processes import ProcessFacts


@dataclass(frozen=True, slots=True)
class Revealed:
    """What was found in the files of one process; every part is empty where nothing was.

    `original` is the base name of the installed program that the program file is a copy
    of, `script` the same for the script that an interpreter runs. `words` are the modules
    and methods that a script names (see `script_words.words_in`).
    """

    original: str = ""
    script: str = ""
    words: frozenset[str] = frozenset()


NOTHING = Revealed()


class ProgramFiles(Protocol):
    """Looks into the files of a process. Never raises, and never waits for a file that does not answer."""

    def reveal(self, facts: ProcessFacts) -> Revealed:
        """Return what the files behind `facts` give away."""


class NoProgramFiles:
    """`ProgramFiles` where nothing but names is known."""

    def reveal(self, facts: ProcessFacts) -> Revealed:
        """Nothing, whatever `facts` are."""
        del facts
        return NOTHING
