"""Remembers which record in which keyring is Guard's, so that "not here" is never taken for "new".

After a change of desktop another program may own the keyring's name, empty, or with another
record of Guard's, or with an old copy of this one. The pin is a small file with the keyring's
short id, the record's random id and how often it was saved, and nothing else; losing it loses
no data.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import msgspec

from guard import durable
from guard.errors import GuardError
from guard.vault.missing import OtherRecord, RecordElsewhere
from guard.vault.store import THE_KEYRING, place_of

OLD_COPY = (
    "The keyring holds an older copy than Guard last saved, so your last changes may be missing here. "
    "Nothing was changed. Switch back to the keyring you used last or restore from your recovery kit to have them; "
    "with your next change here, Guard goes on from this copy."
)


class Record(Protocol):
    """What is pinned: a value that can be loaded and saved. `vault` and `generation` are those of the last call."""

    notice: str
    vault: str

    @property
    def generation(self) -> int:
        """How often it was saved."""
        ...

    def load(self) -> bytes | None:
        """Return the value, or None."""
        ...

    def save(self, data: bytes) -> bool:
        """Replace the value; False when another program has changed it since the last load."""
        ...

    def put_back(self, data: bytes) -> None:
        """Make `data` the value whatever is there."""
        ...

    @property
    def behind(self) -> bool:
        """Whether the last load found a second copy from before."""
        ...

    def renew(self) -> None:
        """Write that second copy, best effort."""
        ...


class HasBackend(Protocol):
    """Whatever knows which keyring answered."""

    @property
    def backend(self) -> str:
        """The keyring's short id."""
        ...


class Pinned(msgspec.Struct, frozen=True, kw_only=True):
    """What a pin remembers; "" and 0 stand for what it does not know."""

    backend: str = ""
    vault: str = ""
    generation: int = 0


class Pin:
    """The file that names the record in use."""

    def __init__(self, file: Path) -> None:
        """Use `file`; its folder is made when the pin is first set."""
        self._file = file

    def is_set(self) -> bool:
        """Tell whether something was ever saved here; an unreadable pin counts."""
        return os.path.lexists(self._file)

    def backend(self) -> str:
        """Return the pinned keyring's id, or "" when there is no readable pin."""
        return self.read().backend

    def read(self) -> Pinned:
        """Return what is pinned; nothing but blanks when there is no readable pin."""
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=Pinned)
        except (OSError, ValueError, msgspec.MsgspecError):
            return Pinned()

    def set(self, pinned: Pinned) -> None:
        """Pin a record. Raises `OSError`."""
        durable.write(self._file, msgspec.json.encode(pinned))

    def forget(self) -> None:
        """Start over, at the user's express wish: an empty keyring counts as new again. Raises `OSError`."""
        durable.remove(self._file)


class PinnedRecord:
    """A record that must be where it was last saved."""

    def __init__(
        self, record: Record, pin: Pin, store: HasBackend, *, check: Callable[[bytes], object] | None = None
    ) -> None:
        """Guard `record`, which lives in `store`, by `pin`.

        `check` raises `GuardError` for a value that its reader would not understand; with it, a
        second copy that an interrupted save left behind is renewed by the next load.
        """
        self._record = record
        self._pin = pin
        self._store = store
        self._check = check
        self._old = ""
        self._known = False
        self.older = False
        """Whether what was loaded is an older copy than was last saved."""

    @property
    def notice(self) -> str:
        """The record's own notice, and whether what was loaded is an old copy."""
        return " ".join(said for said in (self._old, self._record.notice) if said)

    def load(self) -> bytes | None:
        """Return the value; None only if nothing was ever saved. Raises `RecordMissing` and other `VaultError`s."""
        self._old, self.older = "", False
        data = self._record.load()
        pinned = self._pin.read()
        if data is None:
            if self._pin.is_set():
                raise RecordElsewhere.at(self._store, f"pinned to {pinned.backend or 'an unreadable pin'}")
            self._known = True
            return None
        if pinned.vault not in ("", self._record.vault):
            raise OtherRecord.at(self._store, f"pinned to another record in {pinned.backend}")
        self.older = self._record.generation < pinned.generation
        if self.older:
            self._old = OLD_COPY if place_of(self._store) == THE_KEYRING else ""  # a file says so itself
        else:
            self._remember()
            self._renew(data)
        self._known = True
        return data

    def save(self, data: bytes) -> bool:
        """Replace the value and pin its keyring; False when another program has changed it meanwhile.

        Raises `RecordMissing` rather than begin a new record where the pinned one should be.
        """
        if not self._known:
            self.load()
        saved = self._record.save(data)
        if saved:
            self._old, self.older = "", False
            self._remember()
        return saved

    def put_back(self, data: bytes) -> None:
        """Make `data` the value whatever the keyring holds or the pin remembers: for restoring, at the user's wish."""
        self._record.put_back(data)
        self._old, self.older = "", False
        self._remember()

    def _renew(self, data: bytes) -> None:
        if self._check is None or not self._record.behind:
            return
        with suppress(GuardError):
            self._check(data)
            self._record.renew()

    def _remember(self) -> None:
        now = Pinned(
            backend=self._store.backend, vault=self._record.vault, generation=self._record.generation
        )
        if self._pin.read() != now:
            with suppress(OSError):  # the value is safe in the keyring; only this extra guard is missing
                self._pin.set(now)
