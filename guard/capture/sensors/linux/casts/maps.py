"""Which memory processes share, from /proc/PID/maps and smaps; sizes in bytes. Never its contents."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# addresses, permissions, offset, device, inode, name: proc_pid_maps(5); smaps adds lines below each
_SHARED = re.compile(
    rb"^(?P<first>[0-9a-f]{1,16})-(?P<end>[0-9a-f]{1,16}) [r-](?P<write>[w-])[x-]s [0-9a-f]+"
    rb" (?P<device>[0-9a-f:]+) (?P<inode>\d{1,20}) +(?P<name>[^\n]+)"
    rb"(?:\nSize:[^\n]*\n(?:[A-Z][A-Za-z]*PageSize:[^\n]*\n)*Rss: +(?P<resident>\d{1,15}) kB)?",
    re.MULTILINE,
)
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
    if b"\nRss:" not in raw:  # a quarter of the time for what is read every moment
        raw = b"\n".join(line for line in raw.split(b"\n") if b"-s " in line or b"xs " in line)
    for line in _SHARED.finditer(raw):
        name = line["name"].strip()
        if name.startswith(_NO_MEMORY) and not name.startswith(_SHARED_FOLDER):
            continue
        size = max(int(line["end"], 16) - int(line["first"], 16), 0)
        memory = Memory(line["device"].decode("ascii"), int(line["inode"]))
        resident = int(line["resident"] or 0) * 1024
        yield memory, Held(size, name.decode("utf-8", "replace"), line["write"] == b"w", resident)
