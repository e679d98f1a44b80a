"""Each way in which the journal can fail, with the sentence its user reads."""

import errno
from typing import ClassVar

from guard.errors import GuardError


class JournalError(GuardError):
    """The journal could not do what it was asked to. `cause` is a technical hint without secrets, for `guard doctor`."""

    SAYS: ClassVar[str] = (
        "The journal could not be used for a reason that Guard does not know. "
        "What was saved before was left alone; close Guard and try again."
    )

    def __init__(self, cause: str = "") -> None:
        """Say the class's own sentence; keep `cause` apart from it."""
        self.cause = cause
        super().__init__(self.SAYS)


class JournalMissingError(JournalError):
    """There is no file where the journal should be."""

    SAYS = (
        "The journal's file is not where Guard keeps it. Guard did not make an empty one in its place; "
        "put the file back, or restore a backup."
    )


class JournalExistsError(JournalError):
    """A journal was to be made where a file is already."""

    SAYS = "There is a journal here already, so Guard did not make a new one. Nothing was changed; open the one that is there."


class WrongKeyError(JournalError):
    """The file looks whole and encrypted, but not with this key."""

    SAYS = (
        "The journal does not open with the key that Guard has for it: it was made with another key, "
        "or the file is something else. Nothing was changed; restore the key that belongs to it with the recovery kit."
    )


class KeyMissingError(JournalError):
    """The file is there, and the place for secrets has no key for it."""

    SAYS = (
        "The journal is here, but its key is not where Guard keeps secrets. "
        "Nothing was changed; log in where you made the journal, or restore the key with the recovery kit."
    )


class KeyFormError(JournalError):
    """What is stored as the key is no key."""

    SAYS = (
        "What Guard found as the journal's key is not a key. The journal was left alone; "
        "restore the key with the recovery kit."
    )


class KeyNotKeptError(JournalError):
    """A new key did not read back, so no journal was made with it."""

    SAYS = (
        "The new journal's key could not be read back after saving it, so Guard made no journal. "
        "Nothing was changed; check the keyring and try again."
    )


class JournalDamagedError(JournalError):
    """The key fits, and at least one page does not check out."""

    SAYS = (
        "The journal's file is damaged, although its key fits. Guard left it untouched; "
        "restore one of the journal's backups, or a copy of the file of your own."
    )


class JournalTruncatedError(JournalDamagedError):
    """The end of the file is missing."""

    SAYS = (
        "The journal's file was cut short, so a part of it is missing. Guard left it untouched; "
        "restore one of the journal's backups, or a copy of the file of your own."
    )


class NotAJournalError(JournalError):
    """The file is not encrypted at all, so Guard did not write it."""

    SAYS = (
        "The file where the journal should be is something else. Guard left it untouched; "
        "move it away and restore a backup of the journal."
    )


class NewerJournalError(JournalError):
    """A later version of Guard wrote the file."""

    SAYS = (
        "The journal was written by a newer version of Guard than this one. "
        "Nothing was changed; install that version to open it."
    )


class MigrationError(JournalError):
    """Bringing a copy of the journal to this version's form failed or did not check out."""

    SAYS = (
        "Guard could not bring the journal to the form that this version needs. "
        "The journal is as it was; use the version that you had before, and tell us."
    )


class ReadOnlyError(JournalError):
    """The file or its folder may not be written."""

    SAYS = (
        "Guard may read the journal but not write to it or its folder. "
        "What was saved before is safe; allow writing there, and it goes on by itself."
    )


class UnreadableError(JournalError):
    """The file is there and may not even be read."""

    SAYS = (
        "Guard may not read the journal's file. Nothing was changed; give your user the right to read and write it, "
        "and try again."
    )


class DiskFullError(ReadOnlyError):
    """There is no room to write."""

    SAYS = (
        "The disk is full, so the journal can only be read for now. "
        "What was saved before is safe; make some room, and it goes on by itself."
    )


class DiskError(JournalError):
    """The disk or the file system answered with an error."""

    SAYS = (
        "The disk answered with an error, so Guard cannot use the journal now. "
        "What was saved before was left alone; check the disk and try again."
    )


class JournalBusyError(JournalError):
    """Another program holds the journal for too long."""

    SAYS = (
        "Another program is using the journal and did not let go in time, so nothing was changed. "
        "Close the other Guard, or try again in a moment."
    )


class JournalReplacedError(JournalError):
    """The file at the journal's place is no longer the one that was opened."""

    SAYS = (
        "The journal's file was replaced while Guard had it open, so nothing can be saved in the old one. "
        "Try again, and Guard goes on with the file that is there now."
    )


class JournalClosedError(JournalError):
    """The journal was closed before."""

    SAYS = "The journal is closed, so nothing was changed. Open it and try again."


class EntryExistsError(JournalError):
    """An entry with this id is there already."""

    SAYS = "This entry is in the journal already, so nothing was changed."


class NoSuchEntryError(JournalError):
    """There is no entry with this id."""

    SAYS = "This entry is not in the journal, so nothing was changed. It may have been deleted."


class BackupUnusableError(JournalError):
    """The backup asked for does not open or does not check out."""

    SAYS = (
        "This backup of the journal cannot be used: it does not open or does not check out. "
        "The journal was left alone; choose another backup."
    )


_FULL = {errno.ENOSPC, errno.EDQUOT}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


def from_os(error: OSError) -> JournalError:
    """Return the journal's own error for one of the operating system."""
    cause = errno.errorcode.get(error.errno or 0, "OSError")
    if error.errno in _FULL:
        return DiskFullError(cause)
    if error.errno in _REFUSED:
        return ReadOnlyError(cause)
    return DiskError(cause)
