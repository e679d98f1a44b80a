"""What is inside a backup or mirror once it is open: a small tar that people can read with ordinary tools. Pure.

Members: `README.txt`, `manifest.json` (format, version, date, generation, sizes and SHA-256 of the
rest), `book.json` (the profiles, as given), `journal-key.txt` and `journal.db` when there are such.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated

import msgspec

from guard.errors import BadInputError
from guard.vault.recovery import archive
from guard.vault.recovery.errors import BackupDamaged, BackupNewer, NotABackup

VERSION = 1
MAX_BOOK = 1_000_000
MAX_KEY = 1_200
MAX_JOURNAL = 100_000_000
MAX_BUNDLE = MAX_BOOK + MAX_JOURNAL + 100_000
_FORMAT = "guard-backup"
_README, _MANIFEST, _BOOK, _KEY, _JOURNAL = (
    "README.txt",
    "manifest.json",
    "book.json",
    "journal-key.txt",
    "journal.db",
)
_LIMITS = {_BOOK: MAX_BOOK, _KEY: MAX_KEY + 1, _JOURNAL: MAX_JOURNAL}
_MAX_PROSE = 50_000

README = """\
This is an open copy of what Guard keeps: profiles, and the key to a private journal.

book.json        the profiles, as JSON text
journal-key.txt  the key of the journal, when there is one
journal.db       the journal itself, when it was backed up: an SQLCipher database, locked with that key
manifest.json    when this copy was made, and the sizes and SHA-256 sums of the files above

To use it again, give Guard the encrypted file that this came from: choose "Restore", or type
guard restore FILE. The files here are no longer encrypted: remove them when you are done.
They are private notes and not a record of consent.
"""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a bundle holds. `made_at` is UTC, to the second; None means "there is no such thing", never "it was lost".

    Raises `BadInputError` for what no bundle may hold.
    """

    book: bytes = field(repr=False)
    journal_key: str | None = field(repr=False)
    generation: int
    made_at: datetime
    journal: bytes | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Check the limits, so that whatever is written can be read again."""
        if not _key_is_plain(self.journal_key):
            raise BadInputError(
                "The journal's key has to be one line of plain characters. Nothing was changed."
            )
        if not 0 < len(self.book) <= MAX_BOOK or len(self.journal or b"") > MAX_JOURNAL:
            raise BadInputError("That is nothing, or more than a backup can hold. Nothing was changed.")
        if self.journal is not None and self.journal_key is None:
            raise BadInputError("A journal without its key could never be read again. Nothing was changed.")
        if not 0 <= self.generation < 2**53 or self.made_at.tzinfo is None:
            raise BadInputError("A backup needs a number and a date with its time zone. Nothing was changed.")
        object.__setattr__(self, "made_at", self.made_at.astimezone(UTC).replace(microsecond=0))


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    size: int
    sha256: str


class _Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: str
    version: int
    made_at: Annotated[datetime, msgspec.Meta(tz=True)]
    generation: Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
    contents: tuple[_Entry, ...]


class _Envelope(msgspec.Struct, frozen=True):
    """What every version of the manifest says of itself."""

    format: str
    version: int


def pack(contents: Contents) -> bytes:
    """Return the bundle's bytes, the same for the same contents."""
    parts = {_BOOK: contents.book}
    if contents.journal_key is not None:
        parts[_KEY] = contents.journal_key.encode("ascii") + b"\n"
    if contents.journal is not None:
        parts[_JOURNAL] = contents.journal
    entries = tuple(_Entry(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in parts.items())
    manifest = _Manifest(_FORMAT, VERSION, contents.made_at, contents.generation, entries)
    said = msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"
    return archive.write({_README: README.encode("utf-8"), _MANIFEST: said, **parts}, contents.made_at)


def unpack(data: bytes) -> Contents:
    """Read a bundle. Raises `NotABackup`, `BackupNewer`, `BackupDamaged`."""
    members = archive.read(data)
    manifest = _manifest(members)
    expected = {entry.name: entry for entry in manifest.contents}
    if len(expected) != len(manifest.contents) or {_README, _MANIFEST, *expected} != members.keys():
        raise BackupDamaged("members")
    if _BOOK not in expected or not expected.keys() <= _LIMITS.keys() or len(members[_README]) > _MAX_PROSE:
        raise BackupDamaged("members")
    for name, entry in expected.items():
        part = members[name]
        if entry.size != len(part) or entry.size > _LIMITS[name]:
            raise BackupDamaged(f"size of {name}")
        if hashlib.sha256(part).hexdigest() != entry.sha256.lower():
            raise BackupDamaged(f"checksum of {name}")
    try:
        return Contents(
            book=members[_BOOK],
            journal_key=members[_KEY].decode("ascii").strip() if _KEY in members else None,
            generation=manifest.generation,
            made_at=manifest.made_at,
            journal=members.get(_JOURNAL),
        )
    except (ValueError, OverflowError, BadInputError) as error:
        raise BackupDamaged("contents") from error


def _manifest(members: Mapping[str, bytes]) -> _Manifest:
    said = members.get(_MANIFEST)
    if said is None or len(said) > _MAX_PROSE:
        raise NotABackup("no manifest")
    try:
        envelope = msgspec.json.decode(said, type=_Envelope)
        if envelope.format != _FORMAT:
            raise NotABackup("format")
        if envelope.version > VERSION:
            raise BackupNewer(f"version {envelope.version}")
        return msgspec.json.decode(said, type=_Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if "unknown field" in str(error):
            raise BackupNewer("fields") from None
        raise BackupDamaged("manifest") from None


def _key_is_plain(key: str | None) -> bool:
    return key is None or (
        0 < len(key) <= MAX_KEY and key.isascii() and key.isprintable() and key == key.strip()
    )
