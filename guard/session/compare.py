"""Compare without showing: two people answer in turn on one device, and only shared yeses are shown.

What is shown depends on the shared yeses alone. Nothing is written, logged or kept.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from guard.errors import GuardError

HONESTY = (
    "Only what you both said yes to is shown; everything else is forgotten at once and written nowhere. "
    "It cannot hide everything: whoever says yes to all of it learns every yes of the other, and whoever "
    "said yes to something that is not shown knows that the other did not. Answering again with other "
    "answers tells more each time. It also cannot see whether somebody looked over a shoulder, or felt "
    "free to say no. A shared yes is a place to begin talking, not an agreement."
)


class ComparingRefused(GuardError):  # noqa: N818 - named for what happened
    """A step of comparing came at the wrong time."""


class Person(StrEnum):
    """Whose turn it is."""

    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Shared:
    """What both said yes to, in the order of the topics."""

    topics: tuple[str, ...]


class Comparison:
    """One comparison over `topics`. It forgets its answers when it shows what is shared."""

    __slots__ = ("_over", "_topics", "_yeses")

    def __init__(self, topics: Sequence[str]) -> None:
        """Ask both about the same topics."""
        self._topics = tuple(dict.fromkeys(topics))
        self._yeses: dict[Person, frozenset[str]] = {}
        self._over = False

    def __repr__(self) -> str:
        return "Comparison()"

    @property
    def turn(self) -> Person | None:
        """Whose turn it is; None when both have answered, or it is over."""
        if self._over:
            return None
        return next((person for person in Person if person not in self._yeses), None)

    def warning(self, yeses: Collection[str]) -> str:
        """Return what to say, to this person alone, before these answers count; "" when nothing."""
        if self._topics and set(self._topics) <= set(yeses):
            return (
                "You said yes to everything. That shows you every yes of the other person, and them nothing "
                "new about you. If there is anything you would rather not, now is a good moment to change it."
            )
        return ""

    def answer(self, person: Person, yeses: Collection[str]) -> None:
        """Take one person's yeses; everything else is no. Raises `ComparingRefused` out of turn."""
        if person is not self.turn:
            raise ComparingRefused("It is not this person's turn. Nothing was shown; you can start again.")
        self._yeses[person] = frozenset(yeses) & frozenset(self._topics)

    def reveal(self) -> Shared:
        """Return the shared yeses and forget all answers. Raises `ComparingRefused` before both answered."""
        if self._over or self.turn is not None:
            raise ComparingRefused("Both have to answer first, and it is shown once. Nothing was shown.")
        both = self._yeses[Person.FIRST] & self._yeses[Person.SECOND]
        self.forget()
        return Shared(tuple(topic for topic in self._topics if topic in both))

    def forget(self) -> None:
        """Forget every answer; nothing can be shown any more."""
        self._yeses = {}
        self._over = True
