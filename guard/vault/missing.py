"""The ways in which what Guard once saved can be out of reach although a keyring answers."""

from guard.vault.outcome import RecordMissing


class RecordElsewhere(RecordMissing):
    """The keyring that answers now does not hold what Guard has saved."""

    SAYS = (
        "Guard has saved your profiles in a keyring before, but the one that answers now does not hold them; "
        "another program may keep this computer's passwords since, or the keyring's own file was lost. Nothing was changed. "
        "Switch back to the keyring "
        "or desktop you used before, restore from your recovery kit, or start anew here."
    )
    IN_FILE = (
        "Guard has saved your profiles in a passphrase file before, but the file that is here now does not hold them; an older "
        "copy may have been put in its place. Nothing was changed. Put the newest file back, restore from your recovery kit, "
        "or start anew here."
    )


class OtherRecord(RecordMissing):
    """The keyring that answers now holds a record of Guard's, yet not the one that was used last."""

    SAYS = (
        "This keyring holds other profiles than the ones Guard saved last on this computer. Nothing was changed. "
        "Switch back to the keyring or desktop you used before, restore from your recovery kit, "
        "or start anew here with the profiles that this keyring holds."
    )
    IN_FILE = (
        "This passphrase file holds other profiles than the ones Guard saved last on this computer. Nothing was changed. "
        "Put the file back that you used before, restore from your recovery kit, "
        "or start anew here with the profiles that this file holds."
    )
