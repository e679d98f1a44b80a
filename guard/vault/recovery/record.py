"""The port: the stored profile book, as recovery sees it. `SlottedRecord`, `PinnedRecord` and `MirroredRecord` are such."""

from typing import Protocol


class Record(Protocol):
    """A value that can be loaded and saved. Its methods may block and raise `GuardError`."""

    @property
    def notice(self) -> str:
        """A sentence for the user after a load or save that went well but not smoothly, else ""."""
        ...

    def load(self) -> bytes | None:
        """Return the value, or None when there is none."""
        ...

    def save(self, data: bytes) -> bool:
        """Replace the value; False, with nothing changed, when another program has changed it since the last load."""
        ...

    def put_back(self, data: bytes) -> None:
        """Make `data` the value whatever is there, damaged or another's: for restoring, at the user's wish."""
        ...
