"""The colours of profiles, read from `resources/profiles/colours.toml`."""

import msgspec

from guard import datafile, resources


class Colour(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One colour. `light` and `dark` are #rrggbb for text and frames on a light or a dark window."""

    id: str
    name: str
    light: str
    dark: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    colour: list[Colour]


def read_palette() -> dict[str, Colour]:
    """Return the colours by id, in the order in which they are offered. Raises `DataFileError`."""
    file = resources.root() / "profiles" / "colours.toml"
    return {colour.id: colour for colour in datafile.read(file, _File).colour}
