"""What tells a file apart from every other, whatever it is called: an ELF program's build id.

The linker writes the id into the program as a note, and a copy carries it along. Only the
headers and the note are read. A script, or a program without the note, is told apart by
its size and contents.
"""

import hashlib
import os
import struct
from collections.abc import Iterator

_ELF = b"\x7fELF"
_HEADER = 64
_NOTE_SEGMENT = 4
_MOST_SEGMENTS = 128
_LARGEST_NOTE = 65_536
_GNU_BUILD_ID = 3
_GNU = b"GNU\0"
_NOTE_HEADER = 12
_HASHED = 65_536


def fingerprint(descriptor: int) -> str:
    """Return what the open file and its copies have in common; raises OSError. Empty for an empty file."""
    head = os.pread(descriptor, _HEADER, 0)
    if head.startswith(_ELF) and len(head) == _HEADER:
        found = _build_id(descriptor, head)
        if found:
            return f"build-id:{found.hex()}"
    size = os.fstat(descriptor).st_size
    contents = os.pread(descriptor, _HASHED, 0)
    return f"{size}:{hashlib.sha256(contents).hexdigest()}" if contents else ""


def _build_id(descriptor: int, head: bytes) -> bytes:
    try:
        for offset, size in _note_segments(descriptor, head):
            found = _find(os.pread(descriptor, min(size, _LARGEST_NOTE), offset), _order(head))
            if found:
                return found
    except (struct.error, OverflowError):  # a damaged header, or one made to mislead
        pass
    return b""


def _order(head: bytes) -> str:
    return ">" if head[5] == 2 else "<"  # noqa: PLR2004 - EI_DATA, elf(5)


def _note_segments(descriptor: int, head: bytes) -> Iterator[tuple[int, int]]:
    """Offset and size of each segment of notes."""
    order, wide = _order(head), head[4] == 2  # noqa: PLR2004 - EI_CLASS, elf(5)
    table = (
        struct.unpack_from(f"{order}Q", head, 32)[0] if wide else struct.unpack_from(f"{order}I", head, 28)[0]
    )
    entry, count = struct.unpack_from(f"{order}HH", head, 54 if wide else 42)
    count = min(count, _MOST_SEGMENTS)
    headers = os.pread(descriptor, entry * count, table)
    for number in range(count):
        at = number * entry
        if struct.unpack_from(f"{order}I", headers, at)[0] != _NOTE_SEGMENT:
            continue
        if wide:
            offset, _, _, size = struct.unpack_from(f"{order}4Q", headers, at + 8)
        else:
            offset, _, _, size = struct.unpack_from(f"{order}4I", headers, at + 4)
        yield offset, size


def _find(notes: bytes, order: str) -> bytes:
    at = 0
    while at + _NOTE_HEADER <= len(notes):
        name_size, size, kind = struct.unpack_from(f"{order}3I", notes, at)
        name_at = at + _NOTE_HEADER
        text_at = name_at + _padded(name_size)
        if kind == _GNU_BUILD_ID and notes[name_at : name_at + name_size] == _GNU:
            return notes[text_at : text_at + size]
        at = text_at + _padded(size)
    return b""


def _padded(size: int) -> int:
    return (size + 3) & ~3
