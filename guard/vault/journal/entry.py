"""What the journal holds and answers with: plain values, nothing that touches a file."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from guard.errors import BadInputError

MAX_BODY = 1_000_000
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_KIND = re.compile(r"[a-z][a-z0-9-]{0,39}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One note. `body` is the owner's JSON, which the journal never reads; at most 1,000,000 bytes.

    `id` and `session` are 1 to 64 of A-Z, a-z, 0-9, _ and -; `session` is "" for a stand-alone
    entry. `kind` is a short word in small letters. `day` is the day as its owner counts it;
    `at` is aware, and comes back in UTC.
    """

    id: str
    day: date
    at: datetime
    kind: str
    session: str
    body: bytes


class Until(StrEnum):
    """What ends a trouble: nothing but time and the next look; the next opening; only its owner."""

    ITSELF = "itself"
    OPENED = "opened"
    MENDED = "mended"


class Trouble(StrEnum):
    """Why the journal cannot be used as it should. `SECRETS`: what keeps its key does not give it out now."""

    IN_USE = "in-use"
    DISK_FULL = "disk-full"
    NOT_WRITABLE = "not-writable"
    REPLACED = "replaced"
    CLOSED = "closed"
    DISK = "disk"
    MISSING = "missing"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    NEWER = "newer"
    FOREIGN = "foreign"
    KEY = "key"
    UNREADABLE = "unreadable"
    SECRETS = "secrets"
    UNKNOWN = "unknown"

    @property
    def until(self) -> Until:
        """What ends it, so that a banner knows when to look again."""
        if self in {Trouble.REPLACED, Trouble.CLOSED}:
            return Until.OPENED
        passing = {Trouble.IN_USE, Trouble.DISK_FULL, Trouble.NOT_WRITABLE, Trouble.DISK, Trouble.SECRETS}
        return Until.ITSELF if self in passing else Until.MENDED


@dataclass(frozen=True, slots=True)
class Writable:
    """The journal takes changes."""


@dataclass(frozen=True, slots=True)
class ReadOnly:
    """The journal can be read, and `why` says in a sentence why it cannot be changed now."""

    why: str
    trouble: Trouble = Trouble.NOT_WRITABLE


@dataclass(frozen=True, slots=True)
class Shut:
    """The journal cannot even be read, and `why` says in a sentence why."""

    why: str
    trouble: Trouble


State = Writable | ReadOnly | Shut


@dataclass(frozen=True, slots=True)
class Removal:
    """What deleting did: how many entries are gone, and in which copies they still are, a sentence each."""

    entries: int
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: when it was made, how many entries it holds; `problem` is "" for one that checked out."""

    path: Path
    at: datetime
    generation: int
    entries: int
    problem: str = ""


def check(entry: Entry) -> None:
    """Raise `BadInputError` unless `entry` can be stored as it is."""
    check_session(entry.session, may_be_empty=True)
    if not _ID.fullmatch(entry.id):
        raise BadInputError(
            "An entry's id may hold only letters, digits, _ and -, at most 64. Nothing was changed."
        )
    if not _KIND.fullmatch(entry.kind):
        raise BadInputError(
            "An entry's kind is a short word of small letters, digits and -. Nothing was changed."
        )
    if entry.at.tzinfo is None:
        raise BadInputError("An entry's time needs its time zone. Nothing was changed.")
    if len(entry.body) > MAX_BODY:
        raise BadInputError("This is too long for one entry of the journal. Nothing was changed; shorten it.")


def check_session(session: str, *, may_be_empty: bool = False) -> None:
    """Raise `BadInputError` unless `session` names a session."""
    if not (_ID.fullmatch(session) or (may_be_empty and not session)):
        raise BadInputError(
            "A session's id may hold only letters, digits, _ and -, at most 64. Nothing was changed."
        )


def to_number(moment: datetime) -> int:
    """Return `moment` as microseconds since 1970, UTC."""
    return (moment - _EPOCH) // _MICROSECOND


def to_moment(number: int) -> datetime:
    """Return the moment that is `number` microseconds after 1970, UTC."""
    return _EPOCH + number * _MICROSECOND
