"""Where the secrets live, in plain words, for the settings and for `guard doctor`."""

import os

from guard.doctor import Part, PartState
from guard.errors import GuardError
from guard.keeping import PASSPHRASE_FILE, Keeping
from guard.ui.secrets import Home
from guard.vault.client import KeyringStore
from guard.vault.store import Description

_NAMES = {
    "secret-service": "The keyring of this desktop",
    "kwallet6": "KWallet",
    "kwallet5": "KWallet",
    "windows-credential-manager": "Windows Credential Manager",
    "macos-keychain": "The macOS keychain",
    PASSPHRASE_FILE: "A passphrase file",
}
_PROGRAMS = (
    ("gnome-keyring", "GNOME Keyring"),
    ("keepassxc", "KeePassXC"),
    ("kwallet", "KWallet"),
    ("ksecret", "KWallet"),
    ("oo7", "the GNOME keyring service oo7"),
)


def plain_name(described: Description) -> str:
    """Name a store as people know it."""
    told = described.version.lower().rpartition("answered by ")[2]
    if described.id == "secret-service":
        return next((name for word, name in _PROGRAMS if word in told), _NAMES[described.id])
    return _NAMES.get(described.id, described.id)


def home(keeping: Keeping) -> Home:
    """Say where the secrets live now. May block; never raises."""
    by_file = keeping.file is not None
    pinned = keeping.pin.is_set()
    try:
        described = keeping.store.describe()
    except GuardError as error:
        name = _NAMES.get(keeping.store.backend, "The keyring of this computer")
        return Home(name, "", by_file, pinned, error.sentence, _also(keeping))
    detail = f"{described.backend}, {described.version}"
    return Home(plain_name(described), detail, by_file, pinned, also=_also(keeping))


def parts(keeping: Keeping) -> list[Part]:
    """Examine what keeps secrets, asking its user for nothing. May block; never raises."""
    return [_store(keeping), _kit(keeping), _journal(keeping)]


def _also(keeping: Keeping) -> str:
    """Say what else could keep secrets here, and does not."""
    if keeping.file is None:
        there = os.path.lexists(keeping.where.passphrase_file)
        return "A passphrase file lies here as well; Guard does not use it." if there else ""
    other = KeyringStore(may_ask=False)
    try:
        return f"{plain_name(other.describe())} answers on this computer as well; Guard does not use it."
    except GuardError:
        return ""
    finally:
        other.close()


def _store(keeping: Keeping) -> Part:
    told = home(keeping)
    if told.trouble:
        return Part("keyring", "off", told.trouble)
    state = ", locked" if keeping.locked else ""
    chosen = ", pinned" if told.pinned else ", nothing is kept there yet"
    return Part("keyring", "on", f"{told.name}{state}{chosen} ({told.detail})")


def _kit(keeping: Keeping) -> Part:
    try:
        note = keeping.recovery.load()
    except GuardError as error:
        return Part("recovery kit", "off", error.sentence)
    if note is None:
        return Part("recovery kit", "limited", "there is none yet; Guard's settings make one")
    if note.drill is None:
        return Part("recovery kit", "limited", f"made on {note.made}, never tried")
    return Part("recovery kit", "on", f"made on {note.made}, last tried on {note.drill.at:%Y-%m-%d}")


def _journal(keeping: Keeping) -> Part:
    there = os.path.lexists(keeping.where.journal)
    state: PartState = "on" if there else "limited"
    return Part("journal", state, "there is one" if there else "there is none yet")
