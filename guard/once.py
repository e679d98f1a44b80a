"""Remembers that something was said before, so that it is said once and not at every start."""

from contextlib import suppress
from pathlib import Path


class Once:
    """Empty files in one folder, named for what was said. A folder that cannot be written forgets."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which is made when something is said first."""
        self._folder = folder

    def __call__(self, what: str) -> bool:
        """Return True the first time for `what`, a neutral word, and False ever after."""
        said = self._folder / f"said-{what}"
        if said.exists():
            return False
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            said.touch(mode=0o600)
        return True
