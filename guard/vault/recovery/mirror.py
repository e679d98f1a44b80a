"""The mirror: an encrypted copy of profile book and journal key, renewed after every change.

Only the kit opens it; Guard itself cannot. So a small note beside it says, under a keyed hash that
reveals nothing, which book it holds. A mirror of another beginning is never written over: it is set aside.
"""

import hashlib
import hmac
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from guard import durable
from guard.errors import BadInputError
from guard.vault.recovery import agefile, bundle, files
from guard.vault.recovery.bundle import Contents
from guard.vault.recovery.errors import BackupNotMade, MirrorNotRenewed
from guard.vault.recovery.note import Count, Moment

FILE_NAME = "recovery.age"
_MAX_NOTE = 100_000
_MAX_MIRROR = bundle.MAX_BOOK + 200_000


class _Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of the mirror without opening it. `book` and `line` are keyed hashes, "" without a journal key."""

    generation: Count
    made_at: Moment
    book: str
    line: str
    sha256: str


def utc_now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


class Mirror:
    """The mirror at one path, for one kit. May be renewed by several Guards at once: the last one stands."""

    def __init__(self, path: Path, recipient: str, *, now: Callable[[], datetime] = utc_now) -> None:
        """Keep the mirror at `path` (and its note beside it) for the kit of `recipient`, age1..."""
        self.path = path
        self._note_path = path.with_suffix(".note.json")
        self._recipient = recipient
        self._now = now

    def copies(self) -> tuple[Path, ...]:
        """Return the mirror and those of earlier beginnings that were set aside, newest first; () when there is none."""
        found = list(self.path.parent.glob(f"{self.path.stem}-earlier-*{self.path.suffix}"))
        found.sort(key=lambda aside: (len(aside.name), aside.name), reverse=True)
        return tuple(one for one in (self.path, *found) if one.is_file())

    def is_current(self, book: bytes, journal_key: str | None) -> bool:
        """Tell whether the mirror is in place, whole, and holds exactly this. Without a journal key nobody can tell: False."""
        note = self._note()
        if note is None or not note.book or note.book != self._print(book, journal_key):
            return False
        with suppress(OSError):
            return self._digest() == note.sha256
        return False

    def refresh(self, book: bytes, journal_key: str | None, *, beginning: bool = False) -> None:
        """Renew the mirror. Raises `MirrorNotRenewed`, and then the old one is as it was.

        A mirror that belongs to another journal key is set aside first; with `beginning`
        (nothing was stored before this book), any mirror is.
        """
        try:
            self._refresh(book, journal_key, beginning=beginning)
        except (OSError, BadInputError, BackupNotMade) as error:
            raise MirrorNotRenewed(type(error).__name__) from error

    def set_aside(self) -> Path | None:
        """Keep the present mirror under another name, for a new beginning. Raises `MirrorNotRenewed`."""
        try:
            return files.set_aside(self.path)
        except OSError as error:
            raise MirrorNotRenewed(type(error).__name__) from error

    def forget_earlier(self) -> int:
        """Remove the mirrors of earlier beginnings, at their owner's express wish; return how many. Raises `OSError`."""
        earlier = [one for one in self.copies() if one != self.path]
        for one in earlier:
            one.unlink(missing_ok=True)
        return len(earlier)

    def _refresh(self, book: bytes, journal_key: str | None, *, beginning: bool) -> None:
        note = self._note()
        line = _keyed(journal_key, b"line")
        contents = Contents(book, journal_key, note.generation + 1 if note else 1, self._now())
        plain = bundle.pack(contents)
        locked = agefile.lock(plain, [self._recipient])
        if not agefile.is_whole(locked, len(plain)):
            raise OSError("the encrypted copy is not whole")
        if beginning or note is None or note.line not in ("", line):
            files.set_aside(self.path)
        durable.write(self.path, locked)
        fresh = _Note(
            contents.generation,
            contents.made_at,
            self._print(book, journal_key),
            line,
            hashlib.sha256(locked).hexdigest(),
        )
        durable.write(self._note_path, msgspec.json.encode(fresh))

    def _print(self, book: bytes, journal_key: str | None) -> str:
        return _keyed(journal_key, b"book\0" + self._recipient.encode("utf-8") + b"\0" + book)

    def _digest(self) -> str:
        with self.path.open("rb") as stream:
            return hashlib.sha256(stream.read(_MAX_MIRROR)).hexdigest()

    def _note(self) -> _Note | None:
        try:
            with self._note_path.open("rb") as stream:
                return msgspec.json.decode(stream.read(_MAX_NOTE), type=_Note)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None


def _keyed(journal_key: str | None, data: bytes) -> str:
    if journal_key is None:
        return ""
    return hmac.new(journal_key.encode("utf-8"), b"guard mirror\0" + data, hashlib.sha256).hexdigest()
