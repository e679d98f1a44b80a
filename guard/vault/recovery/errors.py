"""What can go wrong with kits, mirrors, backups and restoring, and the sentence for each."""

from typing import ClassVar

from guard.errors import GuardError


class RecoveryError(GuardError):
    """Recovery could not do its work. `cause` is a technical hint without secrets, for `guard doctor`."""

    SAYS: ClassVar[str]

    def __init__(self, cause: str = "") -> None:
        """Say the class's own sentence; keep `cause` apart from it."""
        self.cause = cause
        super().__init__(self.SAYS)


class NotAKit(RecoveryError):  # noqa: N818 - named for what its reader is told
    """The text holds nothing that looks like a kit's code."""

    SAYS = (
        "There is no recovery code in that. Nothing was changed; the code is the line of the kit "
        "that begins with AGE-SECRET-KEY-1."
    )


class KitIsPublicHalf(NotAKit):
    """The public recipient was given where the secret code is needed."""

    SAYS = (
        "That is the public half of a kit, which can only lock and never open. Nothing was changed; "
        "please use the line of the kit that begins with AGE-SECRET-KEY-1."
    )


class KitIsABackup(NotAKit):
    """An encrypted file was given where the kit is needed."""

    SAYS = (
        "That is an encrypted file and not the kit that opens it. Nothing was changed; "
        "please choose the kit, whose code begins with AGE-SECRET-KEY-1."
    )


class SeveralKits(NotAKit):
    """The text holds more than one whole code."""

    SAYS = "There are the codes of several kits in that. Nothing was changed; please give one at a time."


class KitUnreadable(NotAKit):
    """The file that should hold the kit cannot be read."""

    SAYS = (
        "The file with the kit cannot be read. Nothing was changed; check that it is there and that you may read it, "
        "or type the code instead."
    )


class KitMistyped(RecoveryError):  # noqa: N818 - named for what its reader is told
    """The code is not what was printed. `position` counts characters after AGE-SECRET-KEY-1, from 1; None: not known."""

    def __init__(self, what: str, position: int | None = None) -> None:
        """Say `what` is wrong with the code; a sentence's beginning without its end."""
        self.cause = "checksum"
        self.position = position
        GuardError.__init__(self, f"{what}. Nothing was changed; please compare the code with the kit.")


class NotABackup(RecoveryError):  # noqa: N818 - named for what its reader is told
    """The file is no backup or mirror of Guard's."""

    SAYS = (
        "That file is not a backup of Guard's. Nothing was changed; please choose the file that Guard wrote, "
        "its name usually ends in .age."
    )


class BackupDamaged(RecoveryError):  # noqa: N818 - named for what its reader is told
    """The file began as a backup, and what it holds is not whole."""

    SAYS = (
        "That backup is damaged, so Guard takes nothing from it. Nothing was changed; please try another copy of it "
        "or an older backup."
    )


class BackupNewer(RecoveryError):  # noqa: N818 - named for what its reader is told
    """A newer Guard wrote the file."""

    SAYS = "That backup was made by a newer Guard than this one. Nothing was changed; please update Guard to open it."


class BackupUnreadable(RecoveryError):  # noqa: N818 - named for what its reader is told
    """The file cannot be read at all."""

    SAYS = "That file cannot be read. Nothing was changed; check that it is there and that you may read it."


class WrongKit(RecoveryError):  # noqa: N818 - named for what its reader is told
    """The file was locked for another kit."""

    SAYS = (
        "This kit does not open that file: it was made for another kit, or its beginning is damaged. "
        "Nothing was changed; please try another kit or another copy of the file."
    )


class WrongPassphrase(RecoveryError):  # noqa: N818 - named for what its reader is told
    """The passphrase does not open the file."""

    SAYS = (
        "That passphrase does not open the file: it is another one, or the file's beginning is damaged. "
        "Nothing was changed; please try again or use another copy of the file."
    )


class NeedsKit(WrongPassphrase):
    """A passphrase was given for a file that a kit opens."""

    SAYS = "That file opens with a recovery kit and not with a passphrase. Nothing was changed; please give the kit."


class NeedsPassphrase(WrongKit):
    """A kit was given for a file that a passphrase opens."""

    SAYS = "That file opens with a passphrase and not with a recovery kit. Nothing was changed; please give the passphrase."


class TooCostly(RecoveryError):  # noqa: N818 - named for what its reader is told
    """Opening the file would take more time or memory than this computer should give."""

    SAYS = (
        "That file asks for more work than this computer can do in reasonable time. Nothing was changed; "
        "please open it on a faster computer, with Guard or with the age tool."
    )


class BackupExists(RecoveryError):  # noqa: N818 - named for what its reader is told
    """There is something of that name already."""

    SAYS = "There is a file of that name already. Nothing was changed; please choose another name."


class BackupNotMade(RecoveryError):  # noqa: N818 - named for what its reader is told
    """The backup could not be written, or did not read back as written."""

    SAYS = (
        "The backup could not be written there. What you have in Guard is untouched; "
        "check that there is room and that you may write there, or choose another place."
    )


class MirrorNotRenewed(RecoveryError):  # noqa: N818 - named for what its reader is told
    """The mirror could not be brought up to date."""

    SAYS = (
        "The encrypted copy for your recovery kit could not be brought up to date; your profiles themselves are safe. "
        "Guard tries again at its next start; a backup helps until then."
    )


class RecoveryNoteDamaged(RecoveryError):  # noqa: N818 - named for what its reader is told
    """The small file that says which kit is in use cannot be used."""

    SAYS = (
        "Guard cannot read its note about your recovery kit, so the encrypted copy is not brought up to date now. "
        "Your profiles and your kit are untouched; give the kit once more, or make a new one."
    )


class RecoveryNoteNotKept(RecoveryError):  # noqa: N818 - named for what its reader is told
    """The note could not be written."""

    SAYS = (
        "Guard could not write its note about your recovery kit. Your profiles and your kit are untouched; "
        "check that the disk has room, and try again."
    )


class RestoreStopped(RecoveryError):  # noqa: N818 - named for what happened
    """A restore could not go on. `done` names the steps that were finished; `reason` is the failure itself."""

    def __init__(self, reason: GuardError, done: tuple[str, ...], at: str) -> None:
        """Say what stopped at the step `at`, and that nothing was lost."""
        self.cause = f"at {at}, after {', '.join(done) or 'nothing'}"
        self.reason = reason
        self.done = done
        self.at = at
        GuardError.__init__(
            self,
            f"Restoring stopped before it was finished, and nothing that was here was removed. {reason.sentence} "
            "The backup is untouched; you can restore from it again.",
        )


class NotRestoredWhole(RecoveryError):  # noqa: N818 - named for what its reader is told
    """What was written does not read back as it was in the backup."""

    SAYS = "What was restored did not read back as it is in the backup."


class ChangedMeanwhile(RecoveryError):  # noqa: N818 - named for what its reader is told
    """Something here changed between the plan and its carrying out."""

    SAYS = "Something here was changed by another Guard in the meantime, so Guard left it as it is."


class JournalNotWritten(RecoveryError):  # noqa: N818 - named for what its reader is told
    """The journal could not be written to this computer."""

    SAYS = "Guard could not write the journal to this computer; check that the disk has room."
