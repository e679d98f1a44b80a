"""Where the secrets live, in plain words, for the settings and for `guard doctor`."""

import os
from pathlib import Path

from guard.doctor import Part, PartState
from guard.errors import GuardError
from guard.keeping import PASSPHRASE_FILE, Keeping
from guard.ui.secrets import Home
from guard.vault import synced
from guard.vault.client import KeyringStore
from guard.vault.linux.clear_keyring import keyring_warning
from guard.vault.outcome import RecordMissing
from guard.vault.store import Description

_GNOME = "GNOME Keyring"
_NAMES = {
    "secret-service": "The keyring of this desktop",
    "kwallet6": "KWallet",
    "kwallet5": "KWallet",
    "windows-credential-manager": "Windows Credential Manager",
    "macos-keychain": "The macOS keychain",
    PASSPHRASE_FILE: "A passphrase file",
}
_PROGRAMS = (
    ("gnome-keyring", _GNOME),
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
    return _home(keeping)[0]


def _home(keeping: Keeping) -> tuple[Home, str]:
    """Say where the secrets live, and why they cannot be had at this moment, a lock for instance; "" when they can."""
    by_file = keeping.file is not None
    pinned = keeping.pin.is_set()
    try:
        described = keeping.store.describe()
    except GuardError as error:
        name = _NAMES.get(keeping.store.backend, "The keyring of this computer")
        return Home(name, "", by_file, pinned, error.sentence, _also(keeping), _copied(keeping)), ""
    detail = f"{described.backend}, {described.version}"
    name = plain_name(described)
    refused = _look(keeping) if pinned and not by_file else None
    trouble = refused.sentence if isinstance(refused, RecordMissing) else ""
    warning = "\n".join(one for one in (_readable(name), _copied(keeping)) if one)
    told = Home(name, detail, by_file, pinned, trouble, _also(keeping), warning)
    return told, refused.sentence if refused is not None else ""


def parts(keeping: Keeping) -> list[Part]:
    """Examine what keeps secrets, asking its user for nothing. May block; never raises."""
    return [_store(keeping), _kit(keeping), _journal(keeping), _folder(keeping)]


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


def _folders(keeping: Keeping) -> list[Path]:
    """Return the folders of Guard's own files, also where one of them is a link to elsewhere."""
    where = keeping.where
    files = (where.journal, where.passphrase_file, where.mirror)
    return [where.data, *(file.resolve().parent for file in files if file.is_symlink())]


def _copied(keeping: Keeping) -> str:
    """Say that a service seems to copy Guard's files elsewhere; "" when none is known."""
    try:
        return synced.home_warning(_folders(keeping))
    except (GuardError, OSError, RuntimeError):
        return ""


def _folder(keeping: Keeping) -> Part:
    try:
        warning = synced.home_warning(_folders(keeping))
    except GuardError as error:
        return Part("folder", "unknown", error.sentence)
    except (OSError, RuntimeError) as error:
        return Part("folder", "unknown", f"it cannot be looked at ({type(error).__name__})")
    says = warning or "no service is known to copy Guard's own files to another computer"
    return Part("folder", "limited" if warning else "on", says)


def _readable(name: str) -> str:
    """Say that the keyring `name` has no password, where that can be seen."""
    return keyring_warning(os.environ, Path.home()) if name == _GNOME else ""


def _store(keeping: Keeping) -> Part:
    told, refused = _home(keeping)
    if told.trouble:
        return Part("keyring", "off", told.trouble)
    state = ", locked" if keeping.locked else ""
    chosen = ", pinned" if told.pinned else ", nothing is kept there yet"
    says = f"{told.name}{state}{chosen} ({told.detail})"
    notes = " ".join(one for one in (refused, _readable(told.name)) if one)
    return Part("keyring", "limited", f"{says}. {notes}") if notes else Part("keyring", "on", says)


def _look(keeping: Keeping) -> GuardError | None:
    """Return why what Guard has kept in the keyring cannot be had now, None when it can. It asks its user for nothing."""
    quiet = KeyringStore(keeping.pin.backend(), may_ask=False)
    try:
        keeping.record_in(quiet).load()
    except GuardError as error:
        return error
    finally:
        quiet.close()
    return None


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
