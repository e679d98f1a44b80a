"""What tells a file apart from every other, whatever it is called: an ELF program's build id.

The linker writes the id into the program as a note, and a copy carries it along. Only the
headers and the note are read. A script, or a program without the note, is told apart by
its size and contents. Whoever takes the note away to hide what a copy is leaves its code.
"""

import hashlib
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass

_ELF = b"\x7fELF"
_HEADER = 64
_LOADED_SEGMENT, _NOTE_SEGMENT = 1, 4
_MAY_RUN = 1
_MOST_SEGMENTS = 128
_LARGEST_NOTE = 65_536
_GNU_BUILD_ID = 3
_GNU = b"GNU\0"
_NOTE_HEADER = 12
_HASHED = 65_536
_CODE_HASHED = 32_768


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


def code_mark(descriptor: int) -> str:
    """Return what the code of the open program has in common with that of its copies; raises OSError. Empty for no program."""
    head = os.pread(descriptor, _HEADER, 0)
    if not head.startswith(_ELF) or len(head) < _HEADER:
        return ""
    try:
        code = [segment for segment in _segments(descriptor, head) if segment.is_code]
        if not code:
            return ""
        offset, size = code[0].offset, code[0].size
        found = hashlib.sha256(os.pread(descriptor, min(size, _CODE_HASHED), offset))
        found.update(os.pread(descriptor, min(size, _CODE_HASHED), offset + max(0, size - _CODE_HASHED)))
    except (struct.error, OverflowError):  # a damaged header, or one made to mislead
        return ""
    return f"code:{size}:{found.hexdigest()}"


@dataclass(frozen=True, slots=True)
class _Segment:
    """A part of a program file; elf(5)."""

    sort: int
    flags: int
    offset: int
    size: int

    @property
    def is_code(self) -> bool:
        return self.sort == _LOADED_SEGMENT and bool(self.flags & _MAY_RUN) and self.size > 0


def _build_id(descriptor: int, head: bytes) -> bytes:
    try:
        for segment in _segments(descriptor, head):
            if segment.sort != _NOTE_SEGMENT:
                continue
            notes = os.pread(descriptor, min(segment.size, _LARGEST_NOTE), segment.offset)
            if found := _find(notes, _order(head)):
                return found
    except (struct.error, OverflowError):  # a damaged header, or one made to mislead
        pass
    return b""


def _order(head: bytes) -> str:
    return ">" if head[5] == 2 else "<"  # noqa: PLR2004 - EI_DATA, elf(5)


def _segments(descriptor: int, head: bytes) -> Iterator[_Segment]:
    order, wide = _order(head), head[4] == 2  # noqa: PLR2004 - EI_CLASS, elf(5)
    table = (
        struct.unpack_from(f"{order}Q", head, 32)[0] if wide else struct.unpack_from(f"{order}I", head, 28)[0]
    )
    entry, count = struct.unpack_from(f"{order}HH", head, 54 if wide else 42)
    count = min(count, _MOST_SEGMENTS)
    headers = os.pread(descriptor, entry * count, table)
    for number in range(count):
        at = number * entry
        if wide:
            sort, flags, offset, _, _, size = struct.unpack_from(f"{order}2I4Q", headers, at)
        else:
            sort, offset, _, _, size, _, flags = struct.unpack_from(f"{order}7I", headers, at)
        yield _Segment(sort, flags, offset, size)


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
