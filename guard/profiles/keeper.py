"""Keeps the profile book in a record that others may write, too, and reports nothing done that is not kept."""

from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime
from typing import Any, Protocol

from guard.errors import GuardError
from guard.profiles import editing
from guard.profiles.book import ProfileBook, decode, encode
from guard.profiles.editing import Restored
from guard.profiles.profile import Profile, new_profile

TRIES = 4


class ChangeNotKept(GuardError):  # noqa: N818 - named for what happened
    """A change could not be made to stay."""


class Record(Protocol):
    """Where the book is kept. Its methods may block, and raise `GuardError`s of their own."""

    @property
    def notice(self) -> str:
        """A sentence for the user after a load or save that went well but not smoothly, else ""."""
        ...

    def load(self) -> bytes | None:
        """Return what is kept, or None when nothing ever was."""
        ...

    def save(self, data: bytes) -> bool:
        """Replace what is kept; False, with nothing changed, when it is no longer what was last loaded."""
        ...


def this_day() -> date:
    """Return today's date."""
    return datetime.now(UTC).astimezone().date()


class ProfileKeeper:
    """The profiles of the user who is logged in. For one thread at a time; calls may block.

    Every change begins with what is kept now and ends with reading it back.
    """

    def __init__(
        self,
        record: Record,
        palette: Collection[str],
        *,
        alone: AbstractContextManager[Any] | None = None,
        today: Callable[[], date] = this_day,
    ) -> None:
        """Keep the book in `record`. `palette` names the colours; `alone` is held while changing.

        `alone` (a reusable lock shared with other running Guards) is what makes two
        simultaneous changes safe; without it most, not all, collisions are noticed.
        """
        self._record = record
        self._palette = palette
        self._alone = alone or nullcontext()
        self._today = today
        self._book = ProfileBook()
        self._notices: dict[str, None] = {}

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """The profiles as last loaded or saved."""
        return self._book.profiles

    @property
    def notice(self) -> str:
        """What the record had to say during the last call, for the user; "" when all went smoothly."""
        return " ".join(self._notices)

    def load(self) -> tuple[Profile, ...]:
        """Read the book afresh and return its profiles. Raises `GuardError`."""
        self._notices = {}
        self._read()
        return self.profiles

    def add(self, name: str, *, colour: str = "", pronouns: str = "", about: str = "") -> Profile:
        """Add a profile and return it; it is kept when this returns. Raises `ProfileRefused`, `GuardError`.

        Without a colour it gets the one that is used least.
        """
        self.load()
        chosen = colour or self._least_used()
        profile = new_profile(
            name, colour=chosen, palette=self._palette, today=self._today(), pronouns=pronouns, about=about
        )
        self._change(lambda book: book if book.holds(profile.id) else book.add(profile))
        return profile

    def rename(self, profile_id: str, name: str) -> Profile:
        """Rename a profile and return it; kept when this returns. Raises `NoSuchProfile`, `ProfileRefused`."""
        self.load()
        self._change(lambda book: book.rename(profile_id, name))
        return self._book.get(profile_id)

    def update(self, profile: Profile, *, was: Profile | None = None) -> Profile:
        """Keep a whole edited profile and return it as it is kept; see `editing.update` for `was` and the errors."""
        self.load()
        self._change(lambda book: editing.update(book, profile, self._palette, was=was))
        return self._book.get(profile.id)

    def retire(self, profile_id: str) -> Profile:
        """Put a profile to rest as of today and return it; kept when this returns. Raises `NoSuchProfile`."""
        self.load()
        self._change(lambda book: editing.retire(book, profile_id, self._today()))
        return self._book.get(profile_id)

    def unretire(self, profile_id: str) -> Profile:
        """Take a profile into use again and return it; kept when this returns. Raises `NoSuchProfile`."""
        self.load()
        self._change(lambda book: editing.unretire(book, profile_id))
        return self._book.get(profile_id)

    def restore(self, profiles: Iterable[Profile]) -> Restored:
        """Add profiles from a backup by their ids; kept when this returns. Says what was left out, and why."""
        brought = tuple(profiles)
        self.load()
        outcome = editing.restore(self._book, brought)

        def apply(book: ProfileBook) -> ProfileBook:
            nonlocal outcome
            outcome = editing.restore(book, brought)
            return outcome.book

        self._change(apply)
        return outcome

    def remove(self, profile_id: str) -> Profile:
        """Remove a profile and return what it was; gone when this returns. Raises `NoSuchProfile`."""
        self.load()
        gone = self._book.get(profile_id)
        self._change(lambda book: book.remove(profile_id) if book.holds(profile_id) else book)
        return gone

    def _change(self, apply: Callable[[ProfileBook], ProfileBook]) -> None:
        """Apply a change to what is kept now, again if somebody else has saved in between."""
        with self._alone:
            for _ in range(TRIES):
                self._read()
                wanted = apply(self._book)
                if wanted == self._book:
                    return
                if not self._record.save(encode(wanted)):
                    continue
                self._listen()
                self._read()
                if self._book == wanted:
                    return
        raise ChangeNotKept(
            "Your change did not stay where your profiles are kept, perhaps because another Guard changes them at the same time. "
            "The profiles from before are still there; please try again."
        )

    def _read(self) -> None:
        data = self._record.load()
        self._listen()
        self._book = ProfileBook() if data is None else decode(data)

    def _listen(self) -> None:
        if self._record.notice:
            self._notices[self._record.notice] = None

    def _least_used(self) -> str:
        used = [profile.colour for profile in self.profiles]
        return min(self._palette, key=used.count)
