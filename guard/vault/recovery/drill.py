"""The drill: opens the mirror or a backup for real, with the kit itself, and notes the day on which that worked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from guard.vault.recovery.agefile import Passphrase
from guard.vault.recovery.backup import open_bytes, read_source
from guard.vault.recovery.errors import RecoveryError
from guard.vault.recovery.kit import Kit
from guard.vault.recovery.note import Drilled, RecoveryFile


@dataclass(frozen=True, slots=True)
class DrillPassed:
    """What the drill opened: when that was made, its generation, profiles, file size in bytes, and what else is in it.

    `noted` is False when its date was not kept: it was done with something else than the kit
    in use, or the note cannot be used, as `notice` then says.
    """

    at: datetime
    made_at: datetime
    generation: int
    profiles: int
    size: int
    has_journal_key: bool
    has_journal: bool
    noted: bool
    notice: str = ""


def drill(
    source: Path,
    key: Kit | Passphrase,
    *,
    count: Callable[[bytes], int],
    note: RecoveryFile,
    now: Callable[[], datetime],
) -> DrillPassed:
    """Open `source`, check every checksum, and note the date if it was done with the kit in use.

    `count` decodes a book and returns how many profiles it holds; a `GuardError` of its own
    fails the drill. Raises as `open_backup`.
    """
    data = read_source(source)
    contents = open_bytes(data, key)
    profiles = count(contents.book)
    at = now()
    noted, notice = False, ""
    if isinstance(key, Kit):
        try:
            noted = _keep_date(note, key, Drilled(at, contents.generation, contents.made_at))
        except RecoveryError as error:
            notice = error.sentence
    return DrillPassed(
        at=at,
        made_at=contents.made_at,
        generation=contents.generation,
        profiles=profiles,
        size=len(data),
        has_journal_key=contents.journal_key is not None,
        has_journal=contents.journal is not None,
        noted=noted,
        notice=notice,
    )


def _keep_date(note: RecoveryFile, kit: Kit, passed: Drilled) -> bool:
    known = note.load()
    if known is None or known.recipient != kit.recipient:
        return False
    note.save(msgspec.structs.replace(known, drill=passed))
    return True
