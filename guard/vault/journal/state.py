"""Turns a failure into how the journal is now, so that a banner can say it and knows when to go."""

from guard.errors import GuardError
from guard.vault.journal.entry import ReadOnly, Shut, Trouble
from guard.vault.journal.errors import (
    DiskError,
    DiskFullError,
    JournalBusyError,
    JournalClosedError,
    JournalDamagedError,
    JournalMissingError,
    JournalReplacedError,
    JournalTruncatedError,
    KeyFormError,
    KeyMissingError,
    NewerJournalError,
    NotAJournalError,
    ReadOnlyError,
    UnreadableError,
    WrongKeyError,
)
from guard.vault.outcome import VaultError

_TROUBLES: tuple[tuple[type[GuardError], Trouble], ...] = (  # kinds before what they are kinds of
    (DiskFullError, Trouble.DISK_FULL),
    (ReadOnlyError, Trouble.NOT_WRITABLE),
    (JournalTruncatedError, Trouble.TRUNCATED),
    (JournalDamagedError, Trouble.DAMAGED),
    (JournalBusyError, Trouble.IN_USE),
    (JournalReplacedError, Trouble.REPLACED),
    (JournalClosedError, Trouble.CLOSED),
    (JournalMissingError, Trouble.MISSING),
    (NewerJournalError, Trouble.NEWER),
    (NotAJournalError, Trouble.FOREIGN),
    (WrongKeyError, Trouble.KEY),
    (KeyMissingError, Trouble.KEY),
    (KeyFormError, Trouble.KEY),
    (UnreadableError, Trouble.UNREADABLE),
    (DiskError, Trouble.DISK),
)
_READABLE = frozenset({Trouble.IN_USE, Trouble.DISK_FULL, Trouble.NOT_WRITABLE, Trouble.REPLACED})


def state_after(error: GuardError) -> ReadOnly | Shut:
    """Return how the journal is after a call failed with `error`, at opening or later."""
    trouble = next((trouble for kind, trouble in _TROUBLES if isinstance(error, kind)), _other(error))
    return (ReadOnly if trouble in _READABLE else Shut)(error.sentence, trouble)


def state_unopened(error: GuardError) -> Shut:
    """Return how a journal is that could not be opened because of `error`."""
    return Shut(error.sentence, state_after(error).trouble)


def _other(error: GuardError) -> Trouble:
    """Tell a failure of the place for secrets from the journal's own."""
    return Trouble.SECRETS if isinstance(error, VaultError) else Trouble.UNKNOWN
