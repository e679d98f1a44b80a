"""What can be wrong with the passphrase file or the place it lies in, each with its sentence."""

import errno
from typing import ClassVar

from guard.errors import BadInputError
from guard.vault.outcome import Outcome, PassphraseFileDamaged, VaultError


class PassphraseRefused(BadInputError):  # noqa: N818 - named for what its reader is told
    """A passphrase that Guard does not take: empty, far too long, or too easily guessed."""


class PassphraseFileCut(PassphraseFileDamaged):
    """The end of the file is missing, or all of it."""

    SAYS = (
        "Guard's passphrase file is cut short: its end is missing. This has nothing to do with the passphrase, and Guard "
        "leaves what is there untouched; put back a copy of it, or use your recovery kit."
    )


class PassphraseFileForeign(PassphraseFileDamaged):
    """The file does not begin as Guard's do, or is far larger than any of them."""

    SAYS = (
        "What lies in the place of Guard's passphrase file was not written by Guard, or its beginning is damaged. "
        "Guard leaves it untouched; put back a copy of the right file, or use your recovery kit."
    )


class PassphraseFileNewer(VaultError):  # noqa: N818 - named for what its reader is told
    """A newer Guard wrote the file."""

    outcome = Outcome.UNAVAILABLE
    SAYS = (
        "Guard's passphrase file was written by a newer Guard, and this one does not know its form. "
        "Nothing was changed and the file is whole; update Guard and try again."
    )


class PassphraseFileOlder(VaultError):  # noqa: N818 - named for what its reader is told
    """The file was exchanged for an earlier state of itself since it was unlocked."""

    outcome = Outcome.UNAVAILABLE
    SAYS = (
        "Guard's passphrase file was exchanged for another state of itself while it was open, an older copy perhaps. "
        "Guard changed nothing; put the newest file back, or lock and unlock it to go on with the one that is there."
    )


class PassphraseFileExists(VaultError):  # noqa: N818 - named for what its reader is told
    """A new file was asked for where one already is."""

    outcome = Outcome.UNAVAILABLE
    SAYS = (
        "There is a passphrase file already, so Guard did not make a new one. "
        "Nothing was changed; unlock the one that is there."
    )


class PassphraseFileLink(VaultError):  # noqa: N818 - named for what its reader is told
    """A symbolic link lies in the place of the file."""

    outcome = Outcome.UNAVAILABLE
    SAYS = (
        "In the place of Guard's passphrase file lies a link to somewhere else, which Guard does not follow. "
        "Nothing was changed; put the file itself there."
    )


class PassphraseFileNoFile(VaultError):  # noqa: N818 - named for what its reader is told
    """A folder, a pipe or a device lies in the place of the file."""

    outcome = Outcome.UNAVAILABLE
    SAYS = (
        "In the place of Guard's passphrase file lies something that is no file. "
        "Nothing was changed; move it away and put the file there."
    )


class PassphraseFileClosed(VaultError):  # noqa: N818 - named for what its reader is told
    """This user may not read the file or its folder."""

    outcome = Outcome.UNAVAILABLE
    SAYS = (
        "Guard may not read its passphrase file with the rights it has. Nothing was changed; "
        "check who owns the file and its folder."
    )


class PassphraseFolderReadOnly(VaultError):  # noqa: N818 - named for what its reader is told
    """The folder of the file cannot be written to."""

    outcome = Outcome.UNAVAILABLE
    SAYS = (
        "Guard may not write in the folder of its passphrase file, so the change is not saved. "
        "What was saved before is still there; make the folder writable and try again."
    )


class PassphraseDiskFull(VaultError):  # noqa: N818 - named for what its reader is told
    """No space, or no more of it for this user."""

    outcome = Outcome.UNAVAILABLE
    SAYS = (
        "There is no space left for Guard's passphrase file, so the change is not saved. "
        "What was saved before is still there; free some space and try again."
    )


class PassphraseFileBusy(VaultError):  # noqa: N818 - named for what its reader is told
    """Another Guard does not finish its change."""

    outcome = Outcome.UNAVAILABLE
    SAYS = (
        "Another Guard is changing the passphrase file and does not finish. Nothing was changed; "
        "close it and try again."
    )


class PassphraseFileTrouble(VaultError):  # noqa: N818 - named for what its reader is told
    """The system reported some other error."""

    outcome = Outcome.UNAVAILABLE
    SAYS = (
        "The system reported an error at Guard's passphrase file; a change may or may not have been kept. "
        "What was saved before is there as far as Guard can tell; check the disk and try again."
    )


class PassphraseFileNotKept(VaultError):  # noqa: N818 - named for what its reader is told
    """The system said that it wrote, and reads back something else."""

    outcome = Outcome.UNAVAILABLE
    SAYS = (
        "The disk said that it saved Guard's passphrase file, but it did not give the same back. The last change is not "
        "saved, and Guard kept the file as it was before; check the disk."
    )


class PassphraseKeyFailed(VaultError):  # noqa: N818 - named for what its reader is told
    """The key could not be derived: too little memory, or a cryptography library without Argon2id."""

    outcome = Outcome.UNAVAILABLE
    SAYS = (
        "Guard could not turn the passphrase into a key: for a moment it needs some hundred megabytes of free memory. "
        "Nothing was changed; close some programs and try again."
    )


class Told:
    """Turns a system error into the `VaultError` whose sentence fits it."""

    _FULL: ClassVar = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
    _MAY_NOT: ClassVar = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})

    @classmethod
    def reading(cls, error: OSError) -> VaultError:
        """Return what to say when reading failed."""
        return (PassphraseFileClosed if error.errno in cls._MAY_NOT else PassphraseFileTrouble)(_name(error))

    @classmethod
    def writing(cls, error: OSError) -> VaultError:
        """Return what to say when writing failed."""
        if error.errno in cls._FULL:
            return PassphraseDiskFull(_name(error))
        return (PassphraseFolderReadOnly if error.errno in cls._MAY_NOT else PassphraseFileTrouble)(
            _name(error)
        )


def _name(error: OSError) -> str:
    """Name an error without the path, which may hold its user's name."""
    return errno.errorcode.get(error.errno or 0, type(error).__name__)
