"""A plain tar, written the same way every time and read strictly. Pure; nothing is ever extracted by a name inside.

Any tar program opens what this writes. Reading takes plain files in ustar or GNU headers and nothing
else: general readers follow links, sparse maps and extension headers, which a hostile archive can use.
"""

import io
import tarfile
from collections.abc import Mapping
from datetime import datetime

from guard.vault.recovery.errors import BackupDamaged, NotABackup

MAX_MEMBERS = 64
_BLOCK = 512
_NAME, _SIZE, _SUM, _KIND, _MAGIC = slice(0, 100), slice(124, 136), slice(148, 156), 156, slice(257, 263)
_MAGICS = (b"ustar\0", b"ustar ")
_PLAIN = (ord("0"), 0)


def write(members: Mapping[str, bytes], at: datetime) -> bytes:
    """Return a tar of `members` in their order: owner and group nobody, readable by its owner, dated `at`."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in members.items():
            head = tarfile.TarInfo(name)
            head.size = len(data)
            head.mode = 0o600
            head.mtime = max(0, int(at.timestamp()))
            archive.addfile(head, io.BytesIO(data))
    return out.getvalue()


def read(data: bytes) -> dict[str, bytes]:
    """Return the members of a tar. Raises `NotABackup` when it is none, `BackupDamaged` when it is not a plain one."""
    if not _is_header(data[:_BLOCK]):
        raise NotABackup("no tar inside")
    members: dict[str, bytes] = {}
    at = 0
    while any(head := data[at : at + _BLOCK]):
        if not _is_header(head):
            raise BackupDamaged("tar header")
        name, size = _name(head), _octal(head[_SIZE])
        if head[_KIND] not in _PLAIN or not name or name in members or len(members) == MAX_MEMBERS:
            raise BackupDamaged("tar member")
        start = at + _BLOCK
        if size > len(data) - start:
            raise BackupDamaged("tar cut short")
        members[name] = data[start : start + size]
        at = start + -(-size // _BLOCK) * _BLOCK
    if at >= len(data) or data.count(0, at) != len(data) - at:
        raise BackupDamaged("tar end")
    return members


def _is_header(head: bytes) -> bool:
    if len(head) != _BLOCK or head[_MAGIC] not in _MAGICS:
        return False
    blank = head[: _SUM.start] + b" " * 8 + head[_SUM.stop :]
    try:
        return _octal(head[_SUM]) == sum(blank)
    except BackupDamaged:
        return False


def _name(head: bytes) -> str:
    try:
        return head[_NAME].partition(b"\0")[0].decode("ascii")
    except UnicodeDecodeError:
        raise BackupDamaged("tar name") from None


def _octal(raw: bytes) -> int:
    text = raw.strip(b" \0")
    if not text or text.strip(b"01234567"):
        raise BackupDamaged("tar number")
    return int(text, 8)
