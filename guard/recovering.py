"""What a user does for the worst day: a kit, a drill, a backup, bringing everything back.

Works on an open `Keeping`; every function may block, and raises `GuardError`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from guard.errors import BadInputError
from guard.keeping import JOURNAL_KEY, Keeping
from guard.profiles.book import ProfileBook, decode, encode
from guard.profiles.editing import restore as merge
from guard.ui import secrets as port
from guard.vault.recovery.agefile import Passphrase
from guard.vault.recovery.apply import Step, Targets, apply_restore, book_here
from guard.vault.recovery.backup import BackupMade, make_backup, open_backup
from guard.vault.recovery.bundle import Contents
from guard.vault.recovery.drill import DrillPassed, drill
from guard.vault.recovery.kit import Kit, new_kit
from guard.vault.recovery.restore import Here, Plan, plan_restore
from guard.vault.store import SecretStore

Key = Kit | Passphrase


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a restore came to: `added` and `left_out` profiles by name, whether the journal came back, and notices."""

    added: tuple[str, ...]
    left_out: tuple[str, ...]
    journal: bool
    notice: str = ""


def make_kit() -> Kit:
    """Make a new kit. Nothing counts on it before `use_kit`."""
    return new_kit()


def use_kit(keeping: Keeping, kit: Kit, today: date) -> str:
    """From now on keep the mirror for `kit`; return a notice, "" when the mirror is there already.

    To be called once its owner has put the kit away: what an earlier kit opens is not renewed any more.
    """
    keeping.recovery.use(kit.recipient, today)
    book = keeping.record.load()
    if book is None:
        return ""
    keeping.record.renew(book)
    return keeping.record.notice


def hold_drill(keeping: Keeping, kit: Kit, source: Path | None = None) -> DrillPassed:
    """Open the mirror, or the backup `source`, with `kit` for real, and note the day."""
    return drill(
        source or keeping.where.mirror,
        kit,
        count=lambda book: len(decode(book).profiles),
        note=keeping.recovery,
        now=_now,
    )


def back_up(keeping: Keeping, target: Path, passphrase: str = "", *, overwrite: bool = False) -> BackupMade:
    """Write everything into `target`, for the kit, or for `passphrase` when one is given."""
    note = None if passphrase else keeping.recovery.load()
    if not passphrase and note is None:
        raise BadInputError(
            "There is no recovery kit yet to lock a backup with. Make one in Guard's settings, or give a passphrase."
        )
    lock = Passphrase(passphrase) if note is None else [note.recipient]
    return make_backup(target, _contents(keeping), lock, overwrite=overwrite)


def plan(keeping: Keeping, source: Path, key: Key) -> Plan:
    """Tell what bringing `source` back would do here. Nothing is changed."""
    here = Here(book_here(keeping.record), keeping.journal_key(), keeping.where.journal.exists())
    return plan_restore(open_backup(source, key), here, _split)


def bring_back(keeping: Keeping, wanted: Plan) -> Outcome:
    """Carry a plan out: profiles that are new here are added, what is here stays as it is."""
    theirs = decode(wanted.contents.book)
    ours = ProfileBook() if wanted.here.book is None else decode(wanted.here.book)
    merged = merge(ours, theirs.profiles)
    book = encode(merged.book) if merged.added else None
    keeping.lock_journal()
    done = apply_restore(wanted, book, _targets(keeping))
    left_out = (*merged.differing, *merged.clashing, *merged.crowded_out)
    return Outcome(
        added=tuple(profile.name for profile in merged.added),
        left_out=tuple(profile.name for profile in left_out),
        journal=Step.PLACE_JOURNAL in done.done,
        notice=done.notice,
    )


def told(found: Plan) -> port.Plan:
    """Put a plan into the words of the window: names instead of ids."""
    ours = ProfileBook() if found.here.book is None else decode(found.here.book)
    theirs = decode(found.contents.book).profiles
    became = merge(ours, theirs)
    known = {profile.id for profile in theirs}
    return port.Plan(
        made_at=found.contents.made_at,
        added=tuple(one.name for one in became.added),
        same=tuple(one.name for one in became.present),
        clashing=tuple(one.name for one in (*became.differing, *became.clashing, *became.crowded_out)),
        only_here=tuple(one.name for one in ours.profiles if one.id not in known),
        journal=_JOURNAL[found.journal.value],
        is_empty=not became.added and "add" not in (found.key.value, found.journal.value),
        token=found,
    )


_JOURNAL = {
    "nothing": "",
    "same": "The journal is here already.",
    "add": "The journal comes back, too.",
    "kept": "The journal that is here stays; the backup's is not used.",
}


class _JournalKey:
    """The journal's key in the store, as restoring sees it."""

    def __init__(self, store: SecretStore) -> None:
        self._store = store

    def load(self) -> str | None:
        """Return the key, or None."""
        return self._store.read(JOURNAL_KEY)

    def save(self, key: str) -> None:
        """Keep the key."""
        self._store.write(JOURNAL_KEY, key)


def _targets(keeping: Keeping) -> Targets:
    return Targets(
        book=keeping.record,
        journal_key=_JournalKey(keeping.store),
        journal=keeping.where.journal,
        opens=keeping.try_journal,
    )


def _contents(keeping: Keeping) -> Contents:
    book = keeping.record.load()
    if book is None:
        raise BadInputError("There is nothing to back up yet: no pseudonym was made. Nothing was written.")
    return Contents(
        book=book,
        journal_key=keeping.journal_key(),
        generation=keeping.slots.generation,
        made_at=_now(),
        journal=keeping.journal_copy(),
    )


def _split(book: bytes) -> Mapping[str, bytes]:
    return {profile.id: msgspec.json.encode(profile) for profile in decode(book).profiles}


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
