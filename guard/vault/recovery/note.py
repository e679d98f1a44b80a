"""Guard's own small note about the kit: the public recipient, and when a drill last proved it. No secret is in it."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import msgspec

from guard import durable
from guard.vault.recovery.errors import RecoveryNoteDamaged, RecoveryNoteNotKept

VERSION = 1
FILE_NAME = "recovery.json"
_MAX_BYTES = 100_000
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Count = Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
Recipient = Annotated[str, msgspec.Meta(pattern=r"\Aage1[a-z0-9]{58}\Z")]


class Drilled(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The last drill: when, and which file was opened by its generation and date."""

    at: Moment
    generation: Count
    made_at: Moment


class RecoveryNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which kit is in use since which day; `drill` is None until one has succeeded with this kit."""

    recipient: Recipient
    made: date
    drill: Drilled | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    kit: RecoveryNote


class RecoveryFile:
    """The note on disk."""

    def __init__(self, file: Path) -> None:
        """Use `file`; its folder is made at the first save."""
        self._file = file

    def load(self) -> RecoveryNote | None:
        """Return the note, or None when no kit was ever made. Raises `RecoveryNoteDamaged`."""
        try:
            with self._file.open("rb") as stream:
                data = stream.read(_MAX_BYTES)
            said = msgspec.json.decode(data, type=_File)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise RecoveryNoteDamaged(type(error).__name__) from error
        if said.version != VERSION:
            raise RecoveryNoteDamaged(f"version {said.version}")
        return said.kit

    def save(self, note: RecoveryNote) -> None:
        """Replace the note. Raises `RecoveryNoteNotKept`, and then the old one is as it was."""
        try:
            durable.write(self._file, msgspec.json.encode(_File(VERSION, note)))
        except OSError as error:
            raise RecoveryNoteNotKept(type(error).__name__) from error

    def use(self, recipient: str, made: date) -> RecoveryNote:
        """Note that the kit of `recipient` is in use; keeps the drill's date when it is the same kit. Raises as `save`."""
        try:
            old = self.load()
        except RecoveryNoteDamaged:
            old = None
        if old is not None and old.recipient == recipient:
            return old
        note = RecoveryNote(recipient, made)
        self.save(note)
        return note
