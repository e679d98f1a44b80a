"""What may be worth thinking over about a pseudonym, and names on request: worked out away from the window."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from guard.errors import GuardError
from guard.profiles.advice import words_of
from guard.profiles.caution import Caution
from guard.profiles.name_words import Style
from guard.profiles.profile import Profile

_NAMES = 4


class Adviser(Protocol):
    """What looks a profile over; it only ever warns."""

    def advise(self, profile: Profile, others: Iterable[Profile]) -> tuple[Caution, ...]:
        """Return every caution about `profile`."""

    def links(self, profiles: Collection[Profile]) -> dict[str, tuple[Caution, ...]]:
        """Return what links any two of the profiles, by the ids of both."""


class Suggester(Protocol):
    """What thinks of names."""

    @property
    def styles(self) -> Sequence[Style]:
        """The styles, in the order in which they are offered."""

    def suggest(self, style: str, count: int, taken: Collection[str] = ()) -> list[str]:
        """Return up to `count` names in a style, none like one in `taken`."""


class Worker(Protocol):
    """What runs blocking work off the window's thread and comes back on it."""

    def run(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[GuardError], None]
    ) -> None:
        """Do `work`, then call `done` with what it returned or `failed` with what went wrong."""


@dataclass(frozen=True, slots=True)
class Counsel:
    """Both, made together: they know the user's own words, which may take a while to find."""

    adviser: Adviser
    suggester: Suggester


@dataclass(frozen=True, slots=True)
class Ideas:
    """Names in one of the styles."""

    styles: tuple[Style, ...]
    style: str
    names: tuple[str, ...]


class CounselDesk(QObject):
    """Asks for counsel in the background. A newer question of the same asker makes an older one void."""

    linked = Signal()
    """What links the profiles has changed."""

    def __init__(self, make: Callable[[], Counsel], worker: Worker, parent: QObject | None = None) -> None:
        """`make` is called by the worker with the first question; it may block and raise `GuardError`."""
        super().__init__(parent)
        self._make = make
        self._worker = worker
        self._made: Counsel | None = None
        self._newest: dict[str, int] = {}
        self._links: dict[str, tuple[Caution, ...]] = {}
        self._looked: tuple[Profile, ...] = ()

    def advise(
        self,
        asker: str,
        profile: Profile,
        others: Sequence[Profile],
        tell: Callable[[tuple[Caution, ...]], None],
    ) -> None:
        """Look `profile` over and `tell` the cautions; nothing is told when that fails."""
        self._ask(asker, lambda counsel: counsel.adviser.advise(profile, others), tell, _let_go)

    def suggest(
        self,
        style: str,
        profiles: Sequence[Profile],
        tell: Callable[[Ideas], None],
        failed: Callable[[GuardError], None],
    ) -> None:
        """Think of names in a style ("" is the first one) that are like nothing in `profiles`."""

        def think(counsel: Counsel) -> Ideas:
            styles = tuple(counsel.suggester.styles)
            chosen = style or styles[0].id
            names = counsel.suggester.suggest(chosen, _NAMES, words_of(profiles))
            return Ideas(styles, chosen, tuple(names))

        self._ask("suggest", think, tell, failed)

    def look(self, profiles: tuple[Profile, ...]) -> None:
        """Look for links between `profiles`, unless they were looked at already; `linked` follows."""
        if profiles == self._looked:
            return
        self._looked = profiles
        self._ask("links", lambda counsel: counsel.adviser.links(profiles), self._keep, _let_go)

    def forget(self, asker: str) -> None:
        """Tell nothing more of what `asker` has asked."""
        self._newest[asker] = self._newest.get(asker, 0) + 1

    def links_of(self, profile_id: str) -> tuple[Caution, ...]:
        """Return what links one profile to others, as far as that is known yet."""
        return self._links.get(profile_id, ())

    def _keep(self, links: dict[str, tuple[Caution, ...]]) -> None:
        if links != self._links:
            self._links = links
            self.linked.emit()

    def _ask(
        self,
        asker: str,
        work: Callable[[Counsel], Any],
        tell: Callable[[Any], None],
        failed: Callable[[GuardError], None],
    ) -> None:
        self.forget(asker)
        number = self._newest[asker]

        def current() -> bool:
            return self._newest[asker] == number

        def on_worker() -> Any:
            if not current():
                return None
            if self._made is None:
                self._made = self._make()
            return work(self._made)

        def done(answer: Any) -> None:
            if current():
                tell(answer)

        self._worker.run(on_worker, done, failed)


def _let_go(_error: GuardError) -> None:
    """Without advice there is none; nothing else depends on it."""
