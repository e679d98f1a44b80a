"""Changes to the profile book as a whole. Pure; nothing is ever merged, and nobody's name is taken twice."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

import msgspec

from guard.errors import BadInputError
from guard.profiles.book import MAX_PROFILES, ProfileBook
from guard.profiles.profile import Profile, checked


class ChangedMeanwhile(BadInputError):  # noqa: N818 - named for what happened
    """The profile is no longer the one that was opened for editing."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A book after restoring, and what became of every profile that was brought back.

    `added` are new here. `present` are here already, word for word; `differing` are here under the same id
    with other contents, and `clashing` have a name that another profile here bears: both were left out, as
    were the `crowded_out`, for which there was no room.
    """

    book: ProfileBook
    added: tuple[Profile, ...] = ()
    present: tuple[Profile, ...] = ()
    differing: tuple[Profile, ...] = ()
    clashing: tuple[Profile, ...] = ()
    crowded_out: tuple[Profile, ...] = ()


def update(
    book: ProfileBook, profile: Profile, palette: Collection[str], *, was: Profile | None = None
) -> ProfileBook:
    """Return the book with a whole edited profile in the place of the one with its id.

    `was` is the profile as it was when editing began; without it the last writer wins. The day of making stays,
    and so may a colour that is no longer offered. Raises `NoSuchProfile`, `ProfileRefused`, `ChangedMeanwhile`.
    """
    old = book.get(profile.id)
    made = msgspec.structs.replace(checked(profile, (*palette, old.colour)), created=old.created)
    if was is not None and old not in {was, made}:
        raise ChangedMeanwhile(
            "This profile was changed elsewhere since you opened it, so nothing was saved over that change. "
            "Please open it again and repeat yours."
        )
    return book.put(made)


def retire(book: ProfileBook, profile_id: str, day: date) -> ProfileBook:
    """Return the book with one profile put to rest: kept, but no longer offered. Raises `NoSuchProfile`."""
    old = book.get(profile_id)
    return book if old.retired else book.put(msgspec.structs.replace(old, retired=day))


def unretire(book: ProfileBook, profile_id: str) -> ProfileBook:
    """Return the book with one profile in use again. Raises `NoSuchProfile`."""
    return book.put(msgspec.structs.replace(book.get(profile_id), retired=None))


def delete(book: ProfileBook, profile_id: str) -> ProfileBook:
    """Return the book without one profile, retired or not. Raises `NoSuchProfile`."""
    return book.remove(profile_id)


def restore(book: ProfileBook, profiles: Iterable[Profile]) -> Restored:
    """Add profiles from a backup by their ids. What the book holds already stays exactly as it is."""
    became: dict[str, list[Profile]] = {}
    for profile in profiles:
        fate = _fate(book, profile)
        became.setdefault(fate, []).append(profile)
        if fate == "added":
            book = book.add(profile)
    return Restored(book, **{fate: tuple(found) for fate, found in became.items()})


def _fate(book: ProfileBook, profile: Profile) -> str:
    if book.holds(profile.id):
        return "present" if book.get(profile.id) == profile else "differing"
    if not book.name_is_free(profile.name, profile.id):
        return "clashing"
    return "added" if len(book.profiles) < MAX_PROFILES else "crowded_out"
