"""The pseudonyms as the pages see them: asked for in the background, shown in one state everywhere.

The keyring may be locked, slow or waiting for its own window; no page ever waits for it.
"""

import time
from collections.abc import Callable, Collection, Mapping
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from guard.errors import BadInputError, GuardError
from guard.profiles.palette import Colour
from guard.profiles.profile import Profile
from guard.ui.pages.dot import Shades
from guard.vault.outcome import RecordMissing

_FRESH_SECONDS = 2.0  # an answer younger than this is not asked for again
_SLOW_MS = 2000  # after this long a person wonders whether a window is open behind this one


class Keeper(Protocol):
    """What keeps pseudonyms. Every method may block on the keyring and raise `GuardError`."""

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """The pseudonyms as of the last answer."""

    @property
    def notice(self) -> str:
        """What is worth telling although the last call went well."""

    def load(self) -> tuple[Profile, ...]:
        """Ask the keyring."""

    def add(self, name: str, *, pronouns: str = "", colour: str = "", about: str = "") -> Profile:
        """Keep a new one."""

    def remove(self, profile_id: str) -> Profile:
        """Delete one."""


class Suggester(Protocol):
    """What thinks of names."""

    def pairs(self, count: int, taken: Collection[str] = ()) -> list[str]:
        """Return names of two words, none like one that is taken."""


class Worker(Protocol):
    """What runs blocking work off the window's thread and comes back on it."""

    def run(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[GuardError], None]
    ) -> None:
        """Do `work`, then call `done` with what it returned or `failed` with what went wrong."""


class Pseudonyms(QObject):
    """All pseudonyms, whether the keyring is being asked, and what it refused."""

    changed = Signal()
    added = Signal(str)
    """The id of a pseudonym that has just been kept."""

    def __init__(
        self,
        keeper: Keeper,
        worker: Worker,
        suggester: Suggester,
        palette: Mapping[str, Colour],
        *,
        start_anew: Callable[[], None],
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Offer the colours of `palette` for a new one, and a name when somebody asks for it.

        `clock` counts seconds.
        """
        super().__init__(parent)
        self._suggester = suggester
        self.palette = palette
        self._start_anew = start_anew
        self.missing = False
        """True when the trouble is that the keyring does not hold what was once kept."""
        self._keeper = keeper
        self._worker = worker
        self._again: Callable[[], None] | None = None
        self.known: tuple[Profile, ...] | None = None
        """The pseudonyms, or None as long as the keyring has not answered."""
        self.busy = False
        self.quiet = False
        """True while the keyring is only asked again for what is on show already."""
        self._clock = clock
        self._asked: float | None = None
        self.slow = False
        self.trouble = ""
        """The sentence of the last failure, until something succeeds."""
        self.refused = ""
        """What cannot be used of what was typed; nothing was sent anywhere."""
        self.notice = ""
        self._patience = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._patience.timeout.connect(self._wonder)

    def suggest(self) -> str:
        """Return a name nobody here has yet, or nothing when none comes to mind."""
        return next(iter(self._suggester.pairs(1, [profile.name for profile in self.known or ()])), "")

    def shades(self, profile: Profile | None) -> Shades | None:
        """Return a pseudonym's colour; None for one that is no longer offered."""
        colour = self.palette.get(profile.colour) if profile is not None else None
        return Shades(colour.light, colour.dark) if colour is not None else None

    def load(self) -> None:
        """Ask the keyring for all pseudonyms."""
        self._ask(self._keeper.load, lambda _: None, self.load)

    def refresh(self) -> None:
        """Ask for what another program may have changed; not while busy, in trouble or just asked."""
        recent = self._asked is not None and self._clock() - self._asked < _FRESH_SECONDS
        if not (self.busy or self.trouble or recent):
            self.quiet = self.known is not None
            self.load()

    def add(self, name: str, pronouns: str, colour: str) -> None:
        """Keep a new pseudonym; `added` follows when it is safely there."""
        self._ask(
            lambda: self._keeper.add(name, pronouns=pronouns, colour=colour),
            lambda profile: self.added.emit(profile.id),
            lambda: self.add(name, pronouns, colour),
        )

    def remove(self, profile_id: str) -> None:
        """Delete a pseudonym."""
        self._ask(lambda: self._keeper.remove(profile_id), lambda _: None, lambda: self.remove(profile_id))

    def again(self) -> None:
        """Repeat what failed."""
        if self._again is not None:
            self._again()

    def start_anew(self) -> None:
        """Take this keyring for a new one, at the user's wish."""

        def work() -> None:
            self._start_anew()
            self._keeper.load()

        self._ask(work, lambda _: None, self.start_anew)

    def forget_trouble(self) -> None:
        """Say no more about what failed or was noticed."""
        self.trouble = self.notice = ""
        self.changed.emit()

    def named(self, profile_id: str) -> Profile | None:
        """Return the pseudonym with this id."""
        return next((profile for profile in self.known or () if profile.id == profile_id), None)

    def _ask(self, work: Callable[[], Any], then: Callable[[Any], None], again: Callable[[], None]) -> None:
        if self.busy:
            return
        self.busy, self._again = True, again
        self._patience.start()
        self.changed.emit()

        def done(result: Any) -> None:
            self.known = tuple(self._keeper.profiles)
            self._asked = self._clock()
            self.notice = self._keeper.notice
            self._settle(None)
            then(result)

        self._worker.run(work, done, self._settle)

    def _settle(self, error: GuardError | None) -> None:
        self._patience.stop()
        self.busy = self.slow = self.quiet = False
        of_input = isinstance(error, BadInputError)
        self.refused = error.sentence if error is not None and of_input else ""
        self.trouble = error.sentence if error is not None and not of_input else ""
        self.missing = isinstance(error, RecordMissing)
        if not self.trouble:
            self._again = None
        self.changed.emit()

    def _wonder(self) -> None:
        self.slow = True
        self.changed.emit()
