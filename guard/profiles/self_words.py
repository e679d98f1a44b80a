"""The words by which this computer knows its user. They are compared with, never kept and never shown."""

from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["login", "host", "full-name", "home", "git-name", "git-email", "email"]

SPOKEN: dict[Kind, str] = {
    "login": "your login name",
    "host": "this computer's name",
    "full-name": "the full name of your account on this computer",
    "home": "your home folder's name",
    "git-name": "the name in your git settings",
    "git-email": "the e-mail address in your git settings",
    "email": "an e-mail address of yours",
}


@dataclass(frozen=True, slots=True)
class SelfWord:
    """One word, name or address of the real user, and what it is."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class SelfWords:
    """All that could be found. `untold` names what could not be read, as it stands in a sentence."""

    words: tuple[SelfWord, ...] = ()
    untold: tuple[str, ...] = ()


class SelfWordsReader(Protocol):
    """Whatever finds the user's own words on a computer."""

    def read(self) -> SelfWords:
        """Look afresh. Never raises; may take seconds where accounts live on another machine."""
        ...
