"""How a call to the keyring or the passphrase file can end, and the sentence for each end that is no success.

Keyrings and their libraries fail in dozens of ways; here they become six, so that
"locked" or "not reachable" can never be taken for "nothing is stored".
"""

from enum import StrEnum
from typing import ClassVar, Self

from guard.errors import GuardError
from guard.vault.store import THE_KEYRING, place_of


class Outcome(StrEnum):
    """How one call ended."""

    OK = "ok"
    ABSENT = "absent"
    LOCKED = "locked"
    CANCELLED = "cancelled"
    UNAVAILABLE = "unavailable"
    DAMAGED = "damaged"


class VaultError(GuardError):
    """A call to the store failed. `cause` is a technical hint without secrets, for `guard doctor`."""

    outcome: ClassVar[Outcome]
    SAYS: ClassVar[str]
    IN_FILE: ClassVar[str] = ""
    """What to say instead when a passphrase file is in use; "" when `SAYS` fits it, too."""

    def __init__(self, cause: str = "", sentence: str = "") -> None:
        """Say the class's own sentence, or another; keep `cause` apart from it."""
        self.cause = cause
        super().__init__(sentence or self.SAYS)

    @classmethod
    def at(cls, store: object, cause: str = "") -> Self:
        """Return the error with the sentence that fits `store`."""
        return cls(cause, "" if place_of(store) == THE_KEYRING else cls.IN_FILE)


class KeyringLocked(VaultError):  # noqa: N818 - named for the state the user reads about
    """The keyring is locked and could not or should not ask to be unlocked."""

    outcome = Outcome.LOCKED
    SAYS = (
        "The keyring of this computer is locked, so Guard cannot read what it keeps there. "
        "Nothing was lost; unlock the keyring and try again."
    )


class KeyringCancelled(VaultError):  # noqa: N818 - named for what its reader is told
    """The user closed the keyring's question without unlocking it."""

    outcome = Outcome.CANCELLED
    SAYS = (
        "The keyring stayed locked because its question was closed. "
        "Nothing was changed; try again whenever you like."
    )


class KeyringUnavailable(VaultError):  # noqa: N818 - named for what its reader is told
    """No keyring can be reached."""

    outcome = Outcome.UNAVAILABLE
    SAYS = (
        "Guard found no keyring to talk to on this computer. Nothing was changed; "
        "start the system's keyring (GNOME Keyring, KWallet or KeePassXC on Linux) and try again."
    )


class KeyringSlow(KeyringUnavailable):
    """The keyring gave no answer within the time limit; the helper process was ended."""

    SAYS = (
        "The keyring of this computer did not answer in time, so Guard stopped waiting. "
        "It may be stuck, and a change may or may not have been kept; try again, or log out and in."
    )


class KeyringRefused(KeyringUnavailable):
    """The keyring was reached and would not do what it was asked to."""

    SAYS = (
        "The keyring of this computer refused what Guard asked of it; it may be full or restricted. "
        "What was stored before is still there as far as Guard can tell."
    )


class KeyringNotKept(KeyringUnavailable):
    """The keyring reported success, yet gave back something else than was written."""

    SAYS = (
        "The keyring of this computer said that it saved, but it did not give the same back. "
        "The last change is not saved; what was stored before was left alone."
    )


class HelperStopped(KeyringUnavailable):
    """The helper process could not be started, ended early or talked nonsense."""

    SAYS = (
        "The part of Guard that talks to the keyring stopped unexpectedly. "
        "A change may or may not have been kept; try again, and reinstall Guard if it stays so."
    )


class KeyringDamaged(VaultError):  # noqa: N818 - named for what its reader is told
    """What is stored is there, but it cannot be read as what Guard wrote."""

    outcome = Outcome.DAMAGED
    SAYS = (
        "What Guard keeps in the keyring is there but damaged, in both of its copies. "
        "Guard leaves it untouched and will not write over it; restore it with your recovery kit or a backup."
    )
    IN_FILE = (
        "Your passphrase file opens, but what Guard keeps in it is damaged, in both of its copies. Guard leaves it untouched "
        "and will not write over it; put back a copy of the file, or use your recovery kit."
    )


class RecordMissing(VaultError):  # noqa: N818 - named for what its reader is told
    """Guard has stored something here before, and now it is not there."""

    outcome = Outcome.ABSENT
    SAYS = (
        "Guard has kept something in a keyring of this computer before, but this keyring does not hold it. "
        "It may be in the keyring of another desktop or login. Nothing was changed; log in there to have it back, or start "
        "anew here in Guard's window."
    )


class PassphraseLocked(VaultError):  # noqa: N818 - named for the state the user reads about
    """The passphrase file was not unlocked yet, or was locked again."""

    outcome = Outcome.LOCKED
    SAYS = (
        "Guard's passphrase file is locked, so Guard cannot read what it keeps there. "
        "Nothing was lost; type your passphrase to unlock it."
    )


class WrongPassphrase(PassphraseLocked):
    """The file is whole, and this is not its passphrase."""

    SAYS = (
        "That is not the passphrase of this file. The file itself is whole and nothing was changed; "
        "check capital letters and the keyboard layout, and try again."
    )


class WrongPassphraseOtherFile(WrongPassphrase):
    """It is not its passphrase, and the file is not the one that was used here last."""

    SAYS = (
        "That is not the passphrase of this file, which is not the one that Guard used last on this computer: an older copy "
        "has the passphrase of its time. Nothing was changed; put the newest file back, or try the passphrase from before."
    )


class PassphraseFileReplaced(PassphraseLocked):
    """Since it was unlocked, the file was sealed under another key. It is locked again."""

    SAYS = (
        "Guard's passphrase file was given another passphrase or was exchanged for another file, so Guard locked it. "
        "Nothing was changed by that; unlock it with the passphrase that it has now."
    )


class PassphraseFileMissing(VaultError):  # noqa: N818 - named for what its reader is told
    """There is no passphrase file. Only `create` ever begins a new one."""

    outcome = Outcome.ABSENT
    SAYS = (
        "Guard's passphrase file is not in its place. Guard did not begin a new, empty one; "
        "put the file back, or start anew in Guard's window if there is none."
    )


class PassphraseFileDamaged(VaultError):  # noqa: N818 - named for what its reader is told
    """The file is there and is no longer what Guard wrote. No passphrase can tell what it held."""

    outcome = Outcome.DAMAGED
    SAYS = (
        "Guard's passphrase file is damaged; this has nothing to do with the passphrase. "
        "Guard leaves it untouched and will not write over it; put back a copy of it, or use your recovery kit."
    )


_ERRORS: dict[Outcome, type[VaultError]] = {
    Outcome.LOCKED: KeyringLocked,
    Outcome.CANCELLED: KeyringCancelled,
    Outcome.UNAVAILABLE: KeyringUnavailable,
    Outcome.DAMAGED: KeyringDamaged,
}
_UNAVAILABLE: dict[str, type[VaultError]] = {"refused": KeyringRefused, "not-kept": KeyringNotKept}


def error_of(outcome: Outcome, reason: str = "", cause: str = "") -> VaultError:
    """Return the error for an outcome other than ok; `reason` tells kinds of "unavailable" apart."""
    if outcome is Outcome.UNAVAILABLE:
        return _UNAVAILABLE.get(reason, KeyringUnavailable)(cause)
    return _ERRORS[outcome](cause)
