"""Backups: one encrypted file in the standard age format, for a kit or a passphrase, read back before it counts."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from guard import durable
from guard.errors import BadInputError
from guard.vault import synced
from guard.vault.recovery import agefile, bundle, files
from guard.vault.recovery.agefile import Lock, Passphrase
from guard.vault.recovery.bundle import Contents
from guard.vault.recovery.errors import (
    BackupExists,
    BackupNotMade,
    BackupUnreadable,
    NotABackup,
    RecoveryError,
)
from guard.vault.recovery.kit import Kit

_ARMOR_FACTOR = 1.4  # base64 and its line breaks
_START = 200_000


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A backup that was written and read back. `size` in bytes; `notices` are sentences for the user."""

    path: Path
    size: int
    sha256: str
    notices: tuple[str, ...] = ()


def make_backup(
    target: Path, contents: Contents, lock: Sequence[str] | Passphrase, *, overwrite: bool = False
) -> BackupMade:
    """Write `contents` to `target`, locked for recipients (age1...) or with a passphrase.

    The file appears whole or not at all. What was written is read back, and opened if a
    passphrase allows. Raises `BackupExists` unless told to `overwrite`, `BackupNotMade`, `BadInputError`.
    """
    if isinstance(lock, str):
        raise BadInputError("A backup needs a list of recipients. Nothing was changed.")
    _check_free(target, overwrite=overwrite)
    locked = _locked(contents, lock)
    try:
        if overwrite:
            durable.write(target, locked)
        else:
            files.place_new(target, locked)
    except FileExistsError as error:
        raise BackupExists from error
    except (OSError, ValueError) as error:
        raise BackupNotMade(type(error).__name__) from error
    notice = synced.backup_notice(target.parent)
    return BackupMade(target, len(locked), hashlib.sha256(locked).hexdigest(), (notice,) if notice else ())


def open_backup(source: Path, key: Kit | Passphrase) -> Contents:
    """Open a backup or mirror, armored or not, with a kit or a passphrase. Changes nothing.

    Raises `BackupUnreadable`, `NotABackup`, `WrongKit`, `WrongPassphrase` (and their kinds
    `NeedsPassphrase`, `NeedsKit`), `BackupDamaged`, `BackupNewer`, `TooCostly`.
    """
    return open_bytes(read_source(source), key)


def open_bytes(data: bytes, key: Kit | Passphrase) -> Contents:
    """Open a backup that was read already. Raises as `open_backup`."""
    if isinstance(key, Kit):
        return bundle.unpack(agefile.unlock(data, key.code))
    return bundle.unpack(agefile.unlock_with(data, key))


def lock_of(source: Path) -> Lock:
    """Say whether a kit or a passphrase opens a file, to ask for the right one. Raises as `open_backup`."""
    return agefile.lock_of(_read(source, _START))


def read_source(source: Path) -> bytes:
    """Read the whole file, within what a backup can be. Raises `BackupUnreadable`, `NotABackup`."""
    if not agefile.is_age(_read(source, _START)):
        raise NotABackup("no age header")
    most = int(bundle.MAX_BUNDLE * _ARMOR_FACTOR)
    data = _read(source, most + 1)
    if len(data) > most:
        raise NotABackup("too large")
    return data


def _check_free(target: Path, *, overwrite: bool) -> None:
    try:
        taken = target.is_dir() or (os.path.lexists(target) and not overwrite)
    except (OSError, ValueError) as error:
        raise BackupNotMade(type(error).__name__) from error
    if taken:
        raise BackupExists


def _read(source: Path, most: int) -> bytes:
    try:
        return files.read_up_to(source, most)
    except OSError as error:
        raise BackupUnreadable(type(error).__name__) from error


def _locked(contents: Contents, lock: Sequence[str] | Passphrase) -> bytes:
    plain = bundle.pack(contents)
    if not isinstance(lock, Passphrase):
        return agefile.lock(plain, lock)
    locked = agefile.lock_with(plain, lock)
    try:
        same = agefile.unlock_with(locked, lock) == plain
    except RecoveryError as error:
        raise BackupNotMade(error.cause) from error
    if not same:
        raise BackupNotMade("does not open as it was")
    return locked
