"""A pseudonym's colour, as it looks on the window of the moment."""

from typing import NamedTuple

from guard.ui import theme


class Shades(NamedTuple):
    """One colour as `#rrggbb` for a light and for a dark window."""

    light: str
    dark: str

    @property
    def now(self) -> str:
        """The one that fits the window as it is."""
        return self.dark if theme.current().dark else self.light
