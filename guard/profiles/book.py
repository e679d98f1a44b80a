"""The profile book: all profiles together, as one value that can be kept anywhere. Pure."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

import msgspec

from guard.errors import BadInputError, GuardError
from guard.profiles.profile import Profile, clean_name
from guard.profiles.wording import ProfileRefused, likeness

VERSION = 2
MAX_PROFILES = 200


class BookFromNewerGuard(GuardError):  # noqa: N818 - named for the state the user reads about
    """The book was written by a newer Guard. It is left as it is: neither read in part nor written over."""


class BookUnreadable(GuardError):  # noqa: N818 - named for what its reader is told
    """The book is no profile book. It is left as it is."""


class NoSuchProfile(BadInputError):  # noqa: N818 - named for what its reader is told
    """There is no profile of that id."""


class _ProfileOfVersion1(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    name: str
    colour: str
    created: date
    pronouns: str = ""
    about: str = ""


class _FileOfVersion1(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: int
    profiles: tuple[_ProfileOfVersion1, ...]


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: int
    profiles: tuple[Profile, ...]


class _Envelope(msgspec.Struct, frozen=True):
    """What every version of the book says of itself."""

    version: int


@dataclass(frozen=True, slots=True)
class ProfileBook:
    """All profiles, in the order in which they were made. No two share an id or a likeness of name."""

    profiles: tuple[Profile, ...] = ()

    def get(self, profile_id: str) -> Profile:
        """Return one profile. Raises `NoSuchProfile`."""
        for profile in self.profiles:
            if profile.id == profile_id:
                return profile
        raise NoSuchProfile(
            "There is no such profile. Nothing was changed; `guard profiles list` shows the ones there are."
        )

    def holds(self, profile_id: str) -> bool:
        """Tell whether there is a profile of that id."""
        return any(profile.id == profile_id for profile in self.profiles)

    def add(self, profile: Profile) -> Self:
        """Return the book with one more profile. Raises `ProfileRefused`."""
        if len(self.profiles) >= MAX_PROFILES:
            raise ProfileRefused(
                "name", f"There is room for {MAX_PROFILES} profiles. Please remove one first."
            )
        self._check_free(profile.name, profile.id)
        return replace(self, profiles=(*self.profiles, profile))

    def remove(self, profile_id: str) -> Self:
        """Return the book without one profile. Raises `NoSuchProfile`."""
        gone = self.get(profile_id)
        return replace(self, profiles=tuple(profile for profile in self.profiles if profile is not gone))

    def rename(self, profile_id: str, name: str) -> Self:
        """Return the book with one profile's name changed. Raises `NoSuchProfile` or `ProfileRefused`."""
        old = self.get(profile_id)
        return self.put(msgspec.structs.replace(old, name=clean_name(name)))

    def put(self, profile: Profile) -> Self:
        """Return the book with the profile of the same id replaced. Raises `NoSuchProfile` or `ProfileRefused`."""
        old = self.get(profile.id)
        self._check_free(profile.name, profile.id)
        return replace(self, profiles=tuple(profile if each is old else each for each in self.profiles))

    def name_is_free(self, name: str, profile_id: str) -> bool:
        """Tell whether no profile but `profile_id` has a name that people could take for `name`."""
        key = likeness(name)
        return all(likeness(other.name) != key for other in self.profiles if other.id != profile_id)

    def _check_free(self, name: str, profile_id: str) -> None:
        if not self.name_is_free(name, profile_id):
            raise ProfileRefused(
                "name", "Another profile has this name already. Please choose one that you cannot mix up."
            )


def encode(book: ProfileBook) -> bytes:
    """Return the book as JSON of the newest version."""
    return msgspec.json.encode(_File(version=VERSION, profiles=book.profiles))


def decode(data: bytes) -> ProfileBook:
    """Read what `encode` of this or an older Guard made. Raises `BookFromNewerGuard` for anything that this Guard would lose, `BookUnreadable`."""
    try:
        version = msgspec.json.decode(data, type=_Envelope).version
    except msgspec.DecodeError:
        raise _unreadable() from None
    if version > VERSION:
        raise _newer()
    if version < 1:
        raise _unreadable()
    try:
        if version == 1:
            return _migrated(msgspec.json.decode(data, type=_FileOfVersion1))
        return ProfileBook(msgspec.json.decode(data, type=_File).profiles)
    except msgspec.ValidationError as error:
        if "unknown field" in str(error):
            raise _newer() from None
        raise _unreadable() from None


def _migrated(file: _FileOfVersion1) -> ProfileBook:
    return ProfileBook(tuple(Profile(**msgspec.structs.asdict(profile)) for profile in file.profiles))


def _newer() -> BookFromNewerGuard:
    return BookFromNewerGuard(
        "Your profiles were saved by a newer Guard than this one, so this one leaves them untouched. "
        "Please update Guard to use them."
    )


def _unreadable() -> BookUnreadable:
    return BookUnreadable(
        "What is kept under Guard's name is not a list of profiles, so Guard leaves it untouched. "
        "Please ask for help before you remove it."
    )
