"""A profile: one pseudonym and what goes with it. Pure; nothing here knows where it is kept."""

import secrets
from collections.abc import Collection
from datetime import date

import msgspec

from guard.profiles.parts import (
    Handle,
    Limit,
    clean_handles,
    clean_limits,
    clean_never,
    clean_picture,
    clean_share,
)
from guard.profiles.wording import ProfileRefused, can_be_seen, clean

MAX_NAME = 64
MAX_PRONOUNS = 32
MAX_ABOUT = 280
ID_BYTES = 9


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One self. `id` is random; `colour` is a name of the palette; `created` and `retired` are days.

    `share` holds facts that are fine to share, `never` words that must not be; `picture` is the digest
    of an avatar in hexadecimal digits (16 for a perceptual one, 64 for SHA-256), never the picture.
    """

    id: str
    name: str
    colour: str
    created: date
    pronouns: str = ""
    about: str = ""
    handles: tuple[Handle, ...] = ()
    share: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    picture: str = ""
    retired: date | None = None


def new_profile(
    name: str, *, colour: str, palette: Collection[str], today: date, pronouns: str = "", about: str = ""
) -> Profile:
    """Return a new profile with a random id. Raises `ProfileRefused` with a sentence for the field at fault."""
    made = Profile(id=new_id(), name=name, colour=colour, created=today, pronouns=pronouns, about=about)
    return checked(made, palette)


def new_id() -> str:
    """Return a random id that no terminal takes for an option."""
    while (made := secrets.token_urlsafe(ID_BYTES)).startswith("-"):
        pass
    return made


def checked(profile: Profile, palette: Collection[str]) -> Profile:
    """Return the profile with every field as it will be kept. Raises `ProfileRefused`."""
    if profile.colour not in palette:
        raise ProfileRefused("colour", f"Please choose one of these colours: {', '.join(palette)}.")
    return msgspec.structs.replace(
        profile,
        name=clean_name(profile.name),
        pronouns=clean("pronouns", "The pronouns", profile.pronouns, MAX_PRONOUNS),
        about=clean("about", "The note", profile.about, MAX_ABOUT, breaks=True),
        handles=clean_handles(profile.handles),
        share=clean_share(profile.share),
        never=clean_never(profile.never),
        limits=clean_limits(profile.limits),
        picture=clean_picture(profile.picture),
    )


def clean_name(name: str) -> str:
    """Return `name` as it will be kept: trimmed, single spaces, composed. Raises `ProfileRefused`."""
    kept = clean("name", "The name", name, MAX_NAME)
    if not can_be_seen(kept):
        raise ProfileRefused(
            "name", "A profile needs a name. Any name you like will do, except your real one."
        )
    return kept
