"""Which memory processes share, from /proc/PID/maps and smaps; sizes in bytes. Never its contents."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FIELDS = 6  # addresses, permissions, offset, device, inode, name: proc_pid_maps(5)
_NO_MEMORY = (b"/dev/", b"/dmabuf:", b"anon_inode:", b"/SYSV", b"[")
_SHARED_FOLDER = b"/dev/shm/"


@dataclass(frozen=True, slots=True, order=True)
class Memory:
    """One piece of shared memory, the same in every process that maps it."""

    device: str
    inode: int


@dataclass(frozen=True, slots=True)
class Held:
    """How one process maps it; `resident` is how much of it this process has touched, 0 if not asked."""

    size: int
    name: str
    writable: bool
    resident: int = 0


class Maps:
    """Reads from /proc. What is gone or hidden is None, never an error."""

    def __init__(self, proc: str = "/proc") -> None:
        self._proc = proc

    def shared(self, pid: int) -> dict[Memory, Held] | None:
        """The shared memory of one process; None where it cannot be read."""
        raw = self._read(pid, "maps")
        return None if raw is None else parse(raw)

    def touched(self, pid: int) -> dict[Memory, Held] | None:
        """The same with `resident` filled in; slower."""
        raw = self._read(pid, "smaps")
        return None if raw is None else parse(raw)

    def holds(self, pid: int, wanted: frozenset[Memory]) -> frozenset[Memory]:
        """Which of `wanted` a process maps."""
        raw = self._read(pid, "maps")
        if raw is None or not any(b" %d " % memory.inode in raw for memory in wanted):
            return frozenset()
        return wanted.intersection(parse(raw))

    def _read(self, pid: int, name: str) -> bytes | None:
        try:
            return Path(f"{self._proc}/{pid}/{name}").read_bytes() or None
        except OSError:
            return None


def parse(raw: bytes) -> dict[Memory, Held]:
    """Read maps or smaps; pieces of the same memory are added up, and lines that make no sense passed over."""
    found: dict[Memory, Held] = {}
    for memory, held in _pieces(raw):
        other = found.get(memory)
        if other:
            held = Held(  # noqa: PLW2901 - the sum of both
                held.size + other.size,
                held.name,
                held.writable or other.writable,
                held.resident + other.resident,
            )
        found[memory] = held
    return found


def _pieces(raw: bytes) -> Iterator[tuple[Memory, Held]]:
    """Each shared mapping with the `Rss:` line that follows it in smaps."""
    last: tuple[Memory, Held] | None = None
    for line in raw.splitlines():
        if line.startswith(b"Rss:") and last:
            memory, held = last
            last = (memory, Held(held.size, held.name, held.writable, _kibibytes(line)))
        elif b"-" in line.partition(b" ")[0]:  # a new mapping begins; in smaps each has lines below it
            if last:
                yield last
            last = _mapping(line)
    if last:
        yield last


def _mapping(line: bytes) -> tuple[Memory, Held] | None:
    fields = line.split(None, _FIELDS - 1)
    if len(fields) < _FIELDS or fields[1][3:4] != b"s":
        return None
    name = fields[5].strip()
    if name.startswith(_NO_MEMORY) and not name.startswith(_SHARED_FOLDER):
        return None
    first, _, end = fields[0].partition(b"-")
    try:
        size, inode = int(end, 16) - int(first, 16), int(fields[4])
    except ValueError:
        return None
    memory = Memory(fields[3].decode("ascii", "replace"), inode)
    return memory, Held(size, name.decode("utf-8", "replace"), fields[1][1:2] == b"w")


def _kibibytes(line: bytes) -> int:
    fields = line.split()
    return int(fields[1]) * 1024 if len(fields) > 1 and fields[1].isdigit() else 0
