"""Shared memory as the kernel lists it: who holds which segment, and how large it is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path

_COLUMNS = ("size", "cpid", "lpid", "nattch")
_MAPPING = re.compile(r"(?P<start>[0-9a-f]+)-(?P<end>[0-9a-f]+) ..[-x]s \S+ \S+ \d+ +/(?:memfd:|dev/shm/)")
_MAX_MAPS = 4 << 20
_PIECE = 16 << 10


@dataclass(frozen=True, slots=True)
class Segment:
    """One System V segment: its size in bytes, its maker, who attached or let go last, and how many hold it."""

    size: int
    maker: int
    last: int
    attached: int


def parse_segments(text: str) -> tuple[Segment, ...]:
    """Read /proc/sysvipc/shm; lines that do not fit its own heading are left out."""
    heading, _, rest = text.partition("\n")
    names = heading.split()
    if not set(_COLUMNS) <= set(names):
        return ()
    places = [names.index(name) for name in _COLUMNS]
    segments = []
    for line in rest.splitlines():
        fields = line.split()
        if len(fields) == len(names) and all(fields[place].isdecimal() for place in places):
            segments.append(Segment(*(int(fields[place]) for place in places)))
    return tuple(segments)


def parse_shared_maps(text: str) -> tuple[int, ...]:
    """Read the sizes in bytes of the memory files that a process shares, from its maps."""
    found = map(_MAPPING.match, text.splitlines())
    return tuple([int(match["end"], 16) - int(match["start"], 16) for match in found if match])


class SharedMemory:
    """Reads the kernel's lists. What cannot be read is absent."""

    def __init__(self, proc: Path = Path("/proc")) -> None:
        self._proc = proc
        self._listed = ""
        self._segments: tuple[Segment, ...] = ()

    def segments(self) -> tuple[Segment, ...]:
        """Every System V segment of this computer."""
        listed = self._text("sysvipc/shm")
        if listed != self._listed:
            self._listed, self._segments = listed, parse_segments(listed)
        return self._segments

    def shared_files(self, pid: int) -> tuple[int, ...]:
        """Sizes of the memory files (memfd, /dev/shm) that `pid` has mapped to share."""
        return parse_shared_maps(self._text(f"{pid}/maps"))

    def _text(self, name: str) -> str:
        try:
            with (self._proc / name).open("rb", buffering=0) as file:
                return b"".join(_pieces(file)).decode("utf-8", "replace")
        except OSError:
            return ""


def _pieces(file: RawIOBase) -> Iterator[bytes]:
    """Read up to the limit bit by bit: one read of that size makes Python set as much memory aside first."""
    left = _MAX_MAPS
    while left > 0 and (piece := file.read(min(left, _PIECE))):
        left -= len(piece)
        yield piece


def held_with(server: int | None, segments: tuple[Segment, ...]) -> Mapping[int, tuple[int, ...]]:
    """Sizes of the segments that are shared with the process `server` (or with any, if None), by maker."""
    held: dict[int, tuple[int, ...]] = {}
    for segment in segments:
        if segment.attached > 1 and server in (None, segment.last):
            held[segment.maker] = (*held.get(segment.maker, ()), segment.size)
    return held
