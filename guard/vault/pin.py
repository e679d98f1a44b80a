"""Remembers which keyring holds Guard's record, so that "not here" is never taken for "new".

After a change of desktop another program may own the keyring's name, empty and willing. The
pin is a small file with the keyring's short id and nothing else; losing it loses no data.
"""

import json
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from guard.vault.outcome import RecordMissing


class Record(Protocol):
    """What is pinned: a value that can be loaded and saved."""

    notice: str

    def load(self) -> bytes | None:
        """Return the value, or None."""
        ...

    def save(self, data: bytes) -> bool:
        """Replace the value; False when another program has changed it since the last load."""
        ...


class HasBackend(Protocol):
    """Whatever knows which keyring answered."""

    @property
    def backend(self) -> str:
        """The keyring's short id."""
        ...


class Pin:
    """The file that names the keyring in use."""

    def __init__(self, file: Path) -> None:
        """Use `file`; its folder is made when the pin is first set."""
        self._file = file

    def is_set(self) -> bool:
        """Tell whether something was ever saved here; an unreadable pin counts."""
        return self._file.exists()

    def backend(self) -> str:
        """Return the pinned keyring's id, or "" when there is no readable pin."""
        try:
            said = json.loads(self._file.read_bytes())
        except (OSError, ValueError):
            return ""
        backend = said.get("backend") if isinstance(said, dict) else None
        return backend if isinstance(backend, str) else ""

    def set(self, backend: str) -> None:
        """Pin `backend`. Raises `OSError`."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_name(self._file.name + ".new")
        fresh.write_text(json.dumps({"backend": backend}), encoding="utf-8")
        fresh.replace(self._file)

    def forget(self) -> None:
        """Start over, at the user's express wish: an empty keyring counts as new again. Raises `OSError`."""
        self._file.unlink(missing_ok=True)


class PinnedRecord:
    """A record that must be where it was last saved."""

    def __init__(self, record: Record, pin: Pin, store: HasBackend) -> None:
        """Guard `record`, which lives in `store`, by `pin`."""
        self._record = record
        self._pin = pin
        self._store = store

    @property
    def notice(self) -> str:
        """The record's own notice."""
        return self._record.notice

    def load(self) -> bytes | None:
        """Return the value; None only if nothing was ever saved. Raises `RecordMissing` and other `VaultError`s."""
        data = self._record.load()
        if data is not None:
            self._remember()
        elif self._pin.is_set():
            raise RecordMissing(f"pinned to {self._pin.backend() or 'an unreadable pin'}")
        return data

    def save(self, data: bytes) -> bool:
        """Replace the value and pin its keyring; False when another program has changed it meanwhile."""
        saved = self._record.save(data)
        if saved:
            self._remember()
        return saved

    def _remember(self) -> None:
        if self._pin.backend() != self._store.backend:
            with suppress(
                OSError
            ):  # the value is safe in the keyring; without a pin only this extra guard is missing
                self._pin.set(self._store.backend)
