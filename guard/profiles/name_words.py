"""The words and styles that suggestions are made of, read from `resources/profiles/names.toml`."""

import msgspec

from guard import datafile, resources


class Style(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A way to make a name: one word of each list in `parts`, with `join` between them."""

    id: str
    name: str
    example: str
    parts: list[str]
    join: str = " "
    lower: bool = False


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What suggestions are made of: lists of words by name, and the styles in the order in which they are offered."""

    lists: dict[str, list[str]]
    style: list[Style]


def read_words() -> Words:
    """Read `resources/profiles/names.toml`. Raises `DataFileError`."""
    file = resources.root() / "profiles" / "names.toml"
    words = datafile.read(file, Words)
    for place, style in enumerate(words.style):
        if not style.parts or not all(words.lists.get(part) for part in style.parts):
            raise datafile.error_at(file, ("style", place, "parts"), "it names a list that is not there")
    return words
