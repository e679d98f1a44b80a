"""A profile: one pseudonym and what goes with it. Pure; nothing here knows where it is kept."""

import secrets
import unicodedata
from collections.abc import Collection
from datetime import date

import msgspec

from guard.errors import BadInputError

MAX_NAME = 64
MAX_PRONOUNS = 32
MAX_ABOUT = 280
ID_BYTES = 9

_JOINERS = "\u200c\u200d"  # needed inside words of some scripts and inside emoji


class ProfileRefused(BadInputError):  # noqa: N818 - named for what happened to the user's input
    """A field of a profile cannot be used as it is; `field` names it for the form that shows it."""

    def __init__(self, field: str, sentence: str) -> None:
        """Keep the field's name and the sentence for its user."""
        self.field = field
        super().__init__(sentence)


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One self. `id` is random and never shown; `colour` is a name of the palette; `created` is a day."""

    id: str
    name: str
    colour: str
    created: date
    pronouns: str = ""
    about: str = ""


def new_profile(
    name: str, *, colour: str, palette: Collection[str], today: date, pronouns: str = "", about: str = ""
) -> Profile:
    """Return a new profile with a random id. Raises `ProfileRefused` with a sentence for the field at fault."""
    if colour not in palette:
        raise ProfileRefused("colour", f"Please choose one of these colours: {', '.join(palette)}.")
    return Profile(
        id=secrets.token_urlsafe(ID_BYTES),
        name=clean_name(name),
        colour=colour,
        created=today,
        pronouns=_clean("pronouns", "The pronouns", pronouns, MAX_PRONOUNS),
        about=_clean("about", "The note", about, MAX_ABOUT, breaks=True),
    )


def clean_name(name: str) -> str:
    """Return `name` as it will be kept: trimmed, single spaces, composed. Raises `ProfileRefused`."""
    clean = _clean("name", "The name", name, MAX_NAME)
    if not any(_visible(character) for character in clean):
        raise ProfileRefused(
            "name", "A profile needs a name. Any name you like will do, except your real one."
        )
    return clean


def likeness(name: str) -> str:
    """Return a key under which names that people cannot tell apart are equal."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join("".join(character for character in folded if character not in _JOINERS).split())


def _clean(field: str, spoken: str, text: str, longest: int, *, breaks: bool = False) -> str:
    if breaks:
        text = text.replace("\r\n", "\n")
    if any(_unwanted(character) and not (breaks and character == "\n") for character in text):
        raise ProfileRefused(
            field,
            f"{spoken} holds a line break or an invisible character. Please type it afresh on one line."
            if not breaks
            else f"{spoken} holds an invisible character. Please type it afresh.",
        )
    lines = [" ".join(line.split()) for line in unicodedata.normalize("NFC", text).split("\n")]
    clean = "\n".join(lines).strip()
    if len(clean) > longest:
        raise ProfileRefused(
            field, f"{spoken} is too long: {len(clean)} characters, and there is room for {longest}."
        )
    return clean


def _unwanted(character: str) -> bool:
    """Tell whether `character` breaks lines, is invisible, or turns the direction of what follows."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and character not in _JOINERS


def _visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ" and unicodedata.category(character) != "Mn"
