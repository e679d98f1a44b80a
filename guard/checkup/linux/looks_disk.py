"""Is the home folder kept on an encrypted device? Read from the kernel's own tables, without any rights.

What a disk does inside itself, and what the computer around a virtual one does, cannot be seen.
"""

import fcntl
import os
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import DiskEncryption

_ENCRYPTING = {
    "ecryptfs",
    "fuse.encfs",
    "fuse.gocryptfs",
    "fuse.cryfs",
    "fuse.securefs",
    "encfs",
    "gocryptfs",
}
_VIRTUAL = re.compile(r"(?:vd|xvd)[a-z]+\d*|(?:loop|nbd|pmem)\d+.*")
_FS_IOC_GETFLAGS = {4: 0x80046601, 8: 0x80086601}[struct.calcsize("l")]
_FS_ENCRYPT_FL = 0x800
_OCTAL = re.compile(r"\\([0-7]{3})")
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Mount:
    """A file system in use: where, its kind, and what it is made from."""

    point: str
    kind: str
    source: str


class DiskLook:
    """Looks at the devices under one folder."""

    def __init__(
        self,
        home: Path,
        *,
        mounts: Path = Path("/proc/self/mountinfo"),
        sys: Path = Path("/sys"),
        flags: Callable[[Path], int] | None = None,
    ) -> None:
        """Ask about `home`; `flags` gives a folder's attributes, or raises `OSError`."""
        self._home = home
        self._mounts = mounts
        self._blocks = sys / "class/block"
        self._btrfs = sys / "fs/btrfs"
        self._flags = flags or folder_flags

    def __call__(self, what: DiskEncryption) -> Reading:
        """Say whether the folder, or every device under it, is encrypted."""
        del what
        try:
            home = self._home.resolve(strict=True)
            mount = mount_of(str(home), self._mounts.read_text(encoding="utf-8", errors="replace"))
        except (OSError, ValueError):
            return _cannot("Guard could not find out where the home folder is kept.")
        if mount.kind in _ENCRYPTING or self._encrypted_folder(home):
            return Reading(Answer.SAFE, evidence=(f"The folder {home} itself is encrypted.",))
        if not mount.source.startswith("/dev/"):
            return _cannot(
                f"The home folder lies on a file system ({mount.kind}) whose devices Guard cannot see."
            )
        name = os.path.realpath(mount.source).rpartition("/")[2]
        return self._told(mount, name)

    def _told(self, mount: Mount, name: str) -> Reading:
        try:
            bare = [one for part in self._together(mount, name) for one in self._bare(part, 0)]
        except (OSError, ValueError):
            return _cannot(f"Guard could not see what the device {mount.source} is made of.")
        if not bare:
            return Reading(Answer.SAFE, evidence=(f"The device {mount.source} is encrypted.",))
        if any(_VIRTUAL.fullmatch(one) for one in bare):
            return _cannot(
                "The home folder lies on a virtual disk; whether the computer around it encrypts it cannot be seen here."
            )
        return Reading(
            Answer.UNSAFE,
            evidence=(f"The home folder lies on {mount.source}, and the system encrypts nothing there.",),
        )

    def _bare(self, name: str, depth: int) -> list[str]:
        """Return the devices under `name` that no encryption lies over. Raises `OSError`, `ValueError`."""
        device = self._blocks / name
        if depth > _DEEPEST:
            raise ValueError("the devices lie too deep")
        device.lstat()
        uuid = device / "dm/uuid"
        if uuid.exists() and uuid.read_text(encoding="ascii", errors="replace").startswith("CRYPT-"):
            return []
        slaves = device / "slaves"
        below = sorted(one.name for one in slaves.iterdir()) if slaves.is_dir() else []
        if not below:
            return [name]
        return [one for slave in below for one in self._bare(slave, depth + 1)]

    def _together(self, mount: Mount, name: str) -> list[str]:
        """Return all devices of the file system; Btrfs may have several, and names only one. Raises `OSError`."""
        if mount.kind == "btrfs":
            for devices in self._btrfs.glob("*/devices"):
                names = sorted(one.name for one in devices.iterdir())
                if name in names:
                    return names
        return [name]

    def _encrypted_folder(self, home: Path) -> bool:
        try:
            return bool(self._flags(home) & _FS_ENCRYPT_FL)
        except OSError:
            return False  # most file systems have no such attribute


def mount_of(path: str, text: str) -> Mount:
    """Return the mount that holds `path`, from a table as `/proc/self/mountinfo` has it. Raises `ValueError`."""
    best: Mount | None = None
    for line in text.splitlines():
        left, dash, right = line.partition(" - ")
        fields, made = left.split(" "), right.split(" ")
        if not dash or len(fields) < 6 or len(made) < 2:  # noqa: PLR2004 - as proc(5) lays a line out
            raise ValueError("a line of the table of mounts is too short")
        point = _OCTAL.sub(lambda found: chr(int(found[1], 8)), fields[4])
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and (best is None or len(point) >= len(best.point)):
            best = Mount(point, made[0], _OCTAL.sub(lambda found: chr(int(found[1], 8)), made[1]))
    if best is None:
        raise ValueError("no mount holds it")
    return best


def folder_flags(folder: Path) -> int:
    """Return a folder's attributes, as `lsattr` shows them. Raises `OSError`."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NONBLOCK)
    try:
        answer = fcntl.ioctl(descriptor, _FS_IOC_GETFLAGS, bytes(struct.calcsize("l")))
        return int(struct.unpack_from("=I", answer)[0])
    finally:
        os.close(descriptor)


def _cannot(why: str) -> Reading:
    return Reading(Answer.UNKNOWN, why=why)
