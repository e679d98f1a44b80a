"""One private file on a disk that may be full, read-only, shared or pulled out at any moment.

A change is written beside the file (`.new`), synced and read back; the version before is
kept (`.old`) until the new one lies in the file's place and has been read back there; then
it is removed, so that what was deleted is gone. Whatever is interrupted leaves the
version before or the new one in place, whole. What the file means is unknown here.
"""

import errno
import os
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from guard.vault.outcome import PassphraseFileMissing, VaultError
from guard.vault.passphrase.errors import (
    PassphraseFileLink,
    PassphraseFileNoFile,
    PassphraseFileNotKept,
    PassphraseFileTrouble,
    Told,
)

T = TypeVar("T")

SHARED = (
    "Other users of this computer may open Guard's passphrase file. It is sealed, so they cannot read it without the "
    "passphrase; the next change makes it private again."
)
NOT_MINE = (
    "Guard's passphrase file belongs to another user of this computer. Guard can read it; "
    "the next change makes it yours, if the folder allows."
)
SPARE_LEFT = (
    "Your change is saved, but the version before it could not be removed yet and still lies beside the file. "
    "Guard tries again at the next change."
)

_BUSY_ON_WINDOWS = frozenset({5, 32, 33})  # another program, a virus scanner say, has it open for a moment
_PATIENCE_SECONDS = 2.5
_LOOK_AGAIN_SECONDS = 0.05
_BINARY: int = getattr(os, "O_BINARY", 0)
_CAREFULLY: int = _BINARY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_FOLDER: int | None = getattr(os, "O_DIRECTORY", None)  # absent where folders cannot be synced
_NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF})


class PrivateFile:
    """A small file that is always replaced as a whole. Writing calls need the caller to be alone with it."""

    def __init__(
        self,
        path: Path,
        limit: int,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Use the file at `path`; more than `limit` bytes and one are never read."""
        self._path = path
        self._fresh = path.with_name(path.name + ".new")
        self._spare = path.with_name(path.name + ".old")
        self._limit = limit
        self._sleep = sleep
        self._rights = ""
        self._left = ""

    @property
    def notice(self) -> str:
        """What is worth telling of the file: rights that are too wide, a version that could not be removed; else ""."""
        return " ".join(one for one in (self._rights, self._left) if one)

    def exists(self) -> bool:
        """Tell whether anything lies in its place, or a version before. Raises `VaultError` when that cannot be told."""
        try:
            return _lies(self._path) or _lies(self._spare)
        except OSError as error:
            raise Told.reading(error) from error

    def read(self) -> bytes:
        """Return its content. Raises `VaultError`."""
        return self._read(self._path)

    def spare(self) -> bytes | None:
        """Return the version before, which an interrupted change has left; None when there is none to read."""
        try:
            return self._read(self._spare)
        except VaultError:
            return None

    def leftovers(self) -> bool:
        """Tell whether an interrupted change, or one under way, has left something beside it."""
        try:
            return _lies(self._fresh) or _lies(self._spare)
        except OSError:
            return False

    def tidy(self) -> None:
        """Remove what an interrupted change has left; the caller knows that the file itself is whole."""
        with suppress(OSError):
            self._remove(self._fresh)
            self._remove(self._spare)

    def restore(self) -> None:
        """Put the version before in its place. Raises `VaultError`."""
        try:
            self._patiently(lambda: self._spare.replace(self._path))
            self._sync_folder()
        except OSError as error:
            raise Told.writing(error) from error

    def publish(self, raw: bytes, instead_of: bytes | None) -> bool:
        """Replace the content `instead_of` (None: no file) by `raw`; it has been synced and read back on return.

        Returns False, having changed nothing, when there is something else by now.
        Raises `VaultError`, and then the version before or the new one is in place.
        """
        self._left = ""
        try:
            self._write(self._fresh, raw)
            if self._now() != instead_of:
                self._remove(self._fresh)
                return False
            if instead_of is not None:
                self._keep(instead_of)
            self._patiently(lambda: self._fresh.replace(self._path))
        except (OSError, VaultError) as error:
            with suppress(OSError):
                self._remove(self._fresh)
            raise (Told.writing(error) if isinstance(error, OSError) else error) from error
        self._verify(raw, instead_of)
        return True

    def set_aside(self) -> Path:
        """Move the file, and a version before it, to a name that is free; return it. Raises `VaultError`."""
        number = 1
        try:
            while _lies(aside := self._path.with_name(f"{self._path.name}.aside-{number}")):
                number += 1
            if _lies(self._path):
                self._patiently(lambda: self._path.rename(aside))
            if _lies(self._spare):
                self._patiently(lambda: self._spare.rename(aside.with_name(aside.name + ".old")))
            self._sync_folder()
        except OSError as error:
            raise Told.writing(error) from error
        return aside

    def _read(self, path: Path) -> bytes:
        try:
            return self._patiently(lambda: self._content(path))
        except FileNotFoundError as error:
            raise PassphraseFileMissing from error
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise PassphraseFileLink from error
            raise Told.reading(error) from error

    def _content(self, path: Path) -> bytes:
        _refuse_odd(path.lstat())
        with os.fdopen(os.open(path, os.O_RDONLY | _CAREFULLY), "rb") as file:
            now = os.fstat(file.fileno())
            _refuse_odd(now)
            self._rights = _rights(now)
            return file.read(self._limit + 1)

    def _now(self) -> bytes | None:
        try:
            return self._read(self._path)
        except PassphraseFileMissing:
            return None

    def _write(self, path: Path, raw: bytes) -> None:
        """Make `path` hold `raw`, synced and read back, for this user only."""
        self._remove(path)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _CAREFULLY
        with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        if self._read(path) != raw:
            self._remove(path)
            raise PassphraseFileNotKept("beside the file")

    def _keep(self, content: bytes) -> None:
        """Keep the version before under its second name, which costs no space where the disk allows that."""
        self._remove(self._spare)
        try:
            self._spare.hardlink_to(self._path)
        except (OSError, NotImplementedError):
            self._write(self._spare, content)

    def _verify(self, raw: bytes, before: bytes | None) -> None:
        try:
            self._sync_folder()
        except OSError as error:
            raise PassphraseFileTrouble("folder not synced") from error
        if self._now() != raw:
            if before is not None:
                self.restore()
            raise PassphraseFileNotKept("in the file's place")
        try:
            self._remove(self._spare)
            self._sync_folder()
        except OSError:
            self._left = SPARE_LEFT

    def _remove(self, path: Path) -> None:
        with suppress(FileNotFoundError):
            self._patiently(path.unlink)

    def _sync_folder(self) -> None:
        if _FOLDER is None:
            return
        folder = os.open(self._path.parent, os.O_RDONLY | _FOLDER)
        try:
            os.fsync(folder)
        except OSError as error:
            if error.errno not in _NO_FOLDER_SYNC:
                raise
        finally:
            os.close(folder)

    def _patiently(self, action: Callable[[], T]) -> T:
        """Do `action`, again and again for a while where Windows says that somebody else has the file open."""
        waited = 0.0
        while True:
            try:
                return action()
            except OSError as error:
                if getattr(error, "winerror", None) not in _BUSY_ON_WINDOWS or waited >= _PATIENCE_SECONDS:
                    raise
            self._sleep(_LOOK_AGAIN_SECONDS)
            waited += _LOOK_AGAIN_SECONDS


def _lies(path: Path) -> bool:
    """Tell whether anything lies at `path`, a broken link, too. Raises `OSError` when that cannot be told."""
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    return True


def _refuse_odd(found: os.stat_result) -> None:
    if stat.S_ISLNK(found.st_mode):
        raise PassphraseFileLink
    if not stat.S_ISREG(found.st_mode):
        raise PassphraseFileNoFile


def _rights(found: os.stat_result) -> str:
    user: Callable[[], int] | None = getattr(os, "geteuid", None)
    if user is None:  # rights are not told in these numbers
        return ""
    if found.st_uid != user():
        return NOT_MINE
    return SHARED if found.st_mode & 0o077 else ""
