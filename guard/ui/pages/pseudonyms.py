"""The pseudonyms as the pages see them: asked for in the background, shown in one state everywhere.

The keyring may be locked, slow or waiting for its own window; no page ever waits for it.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from guard.errors import BadInputError, GuardError
from guard.profiles.palette import Colour
from guard.profiles.profile import Profile, checked
from guard.ui.pages.counsel import CounselDesk, Worker
from guard.ui.pages.dot import Shades
from guard.vault.outcome import KeyringUnavailable, RecordMissing

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

    def update(self, profile: Profile, *, was: Profile | None = None) -> Profile:
        """Keep a whole edited one, unless it is no longer what it `was`."""

    def retire(self, profile_id: str) -> Profile:
        """Put one to rest."""

    def unretire(self, profile_id: str) -> Profile:
        """Take one into use again."""

    def remove(self, profile_id: str) -> Profile:
        """Delete one."""


class Pseudonyms(QObject):
    """All pseudonyms, whether the keyring is being asked, and what it refused."""

    changed = Signal()
    added = Signal(str)
    """The id of a new pseudonym that has just been kept."""
    saved = Signal(object)
    """A `Profile` that has just been kept as it is now, after editing, retiring or bringing back."""
    file_wanted = Signal()
    """There is no keyring, and a passphrase file shall take its place."""

    def __init__(
        self,
        keeper: Keeper,
        worker: Worker,
        counsel: CounselDesk,
        palette: Mapping[str, Colour],
        *,
        start_anew: Callable[[], None],
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Offer the colours of `palette`; `counsel` knows what links them. `clock` counts seconds."""
        super().__init__(parent)
        self.counsel = counsel
        self.palette = palette
        self._start_anew = start_anew
        self.missing = False
        """True when the trouble is that the keyring does not hold what was once kept."""
        self.unreachable = False
        """True when the trouble is that there is no keyring to be reached."""
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
        self.refusal: BadInputError | None = None
        """Why nothing was kept of what was typed or wanted last; None when nothing was refused."""
        self._begun: dict[str, Profile] = {}
        self.notice = ""
        self._patience = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._patience.timeout.connect(self._wonder)

    @property
    def by_file(self) -> bool:
        """Whether a passphrase file keeps them, and no keyring."""
        return bool(getattr(self._keeper, "by_file", False))  # only the program's own keeper has both ways

    @property
    def keep_words(self) -> str:
        """What a button says that keeps a new one."""
        return self.tr("Keep in my passphrase file") if self.by_file else self.tr("Keep in my keyring")

    @property
    def refused(self) -> str:
        """What cannot be used of what was typed, for its user; nothing of it was kept."""
        return self.refusal.sentence if self.refusal is not None else ""

    @property
    def in_use(self) -> tuple[Profile, ...] | None:
        """The pseudonyms that sessions offer: not the retired ones. None as long as nobody knows."""
        return None if self.known is None else tuple(each for each in self.known if each.retired is None)

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

    def save(self, profile: Profile, was: Profile | None) -> None:
        """Keep an edited pseudonym, or a new one when it `was` nothing; `saved` follows.

        Without a colour a new one gets the one that is used least. What cannot be used shows in `refusal`.
        """
        colours = (*self.palette, *([was.colour] if was is not None else []))
        try:
            fit = checked(profile if profile.colour else _coloured(profile, colours[0]), colours)
        except BadInputError as error:
            self._settle(error)
            return

        def work() -> Profile:
            if was is not None:
                return self._keeper.update(fit, was=was)
            return self._make(msgspec.structs.replace(fit, colour=profile.colour))

        def then(kept: Profile) -> None:
            self.saved.emit(kept)
            if was is None:
                self.added.emit(kept.id)

        self._ask(work, then, lambda: self.save(profile, was))

    def retire(self, profile_id: str) -> None:
        """Put a pseudonym to rest; `saved` follows."""
        self._ask(lambda: self._keeper.retire(profile_id), self.saved.emit, lambda: self.retire(profile_id))

    def bring_back(self, profile_id: str) -> None:
        """Offer a pseudonym again that was put to rest; `saved` follows."""
        self._ask(
            lambda: self._keeper.unretire(profile_id), self.saved.emit, lambda: self.bring_back(profile_id)
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

    def forget_refusal(self) -> None:
        """Say no more about what could not be used."""
        if self.refusal is not None:
            self.refusal = None
            self.changed.emit()

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
            self._learn()
            self._asked = self._clock()
            self.notice = self._keeper.notice
            self._settle(None)
            then(result)

        self._worker.run(work, done, self._fail)

    def _make(self, draft: Profile) -> Profile:
        """Keep a new pseudonym with all that belongs to it; on the worker. A second try goes on with the first."""
        if draft.id not in self._begun:
            self._begun[draft.id] = self._keeper.add(
                draft.name, pronouns=draft.pronouns, colour=draft.colour, about=draft.about
            )
        made = self._begun[draft.id]
        whole = msgspec.structs.replace(
            draft, id=made.id, created=made.created, colour=draft.colour or made.colour
        )
        return made if whole == made else self._keeper.update(whole, was=made)

    def _learn(self) -> None:
        self.known = tuple(self._keeper.profiles)
        self.counsel.look(self.known)

    def _fail(self, error: GuardError) -> None:
        if isinstance(error, BadInputError) and self.known is not None:
            self._learn()  # the refusal rests on what the keyring holds now
        self._settle(error)

    def _settle(self, error: GuardError | None) -> None:
        self._patience.stop()
        self.busy = self.slow = self.quiet = False
        self.refusal = error if isinstance(error, BadInputError) else None
        self.trouble = error.sentence if error is not None and self.refusal is None else ""
        self.missing = isinstance(error, RecordMissing)
        self.unreachable = isinstance(error, KeyringUnavailable)
        if not self.trouble:
            self._again = None
        self.changed.emit()

    def _wonder(self) -> None:
        self.slow = True
        self.changed.emit()


def _coloured(profile: Profile, colour: str) -> Profile:
    return msgspec.structs.replace(profile, colour=colour)
