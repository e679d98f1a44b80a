"""A step that is made when it is first wanted; what has to be done with it then can be said before."""

from collections.abc import Callable
from typing import Generic, TypeVar

from guard.ui.pages.session.step import Step

S = TypeVar("S", bound=Step)


class Coming(Generic[S]):
    """Stands for a step that may not have been made yet."""

    def __init__(self, make: Callable[[], S]) -> None:
        """Make nothing; `make` is called once."""
        self._make = make
        self._waiting: list[Callable[[S], object]] = []
        self.made: S | None = None
        """The step, or None as long as nobody wanted it."""

    def now(self) -> S:
        """Return the step, made if need be."""
        if self.made is None:
            self.made = self._make()
            while self._waiting:
                self._waiting.pop(0)(self.made)
        return self.made

    def when_made(self, then: Callable[[S], object]) -> None:
        """Call `then` with the step: at once if it is there, else right after it was made."""
        if self.made is None or self._waiting:
            self._waiting.append(then)
        else:
            then(self.made)
